import { exportRound, offerExport } from '../../usecases/results/report.ts';
import type { BotContext } from '../cards/bot-context.ts';
import { message } from '../cards/message.ts';
import { type Handler, type Press, refusal } from '../cards/reply.ts';
import type { Card } from '../cards/templates.ts';
import { button, type Verb } from '../cards/verbs.ts';
import { exportLinks, exportOffer } from './export-view.ts';

/** What the button about taking a result along does. */
export const exportActions = {
  export: async (context, press, { round }) => {
    const { deps, rosters, render } = context;
    const outcome = await exportRound(deps, rosters, press.caller, round);
    if (outcome.kind === 'refused') return refusal(context, press, outcome);
    const texts = render.texts[press.caller.language];
    const address = render.reportUrl(outcome.pictureId, outcome.expiresAt);
    return { kind: 'personal', card: exportLinks(texts, outcome, address), instead: texts.t('export.needsNewer') };
  },
} satisfies { [V in Verb]?: Handler<V> };

/** The latest result to take along, for whoever writes the command. No link is on it: a channel reads every post. */
export async function exportCard({ deps, rosters, render }: BotContext, { caller }: Press): Promise<Card> {
  const texts = render.texts[caller.language];
  const outcome = await offerExport(deps, rosters, caller);
  switch (outcome.kind) {
    case 'refused':
      return message(texts, [texts.t(`refusal.${outcome.reason}`)]);
    case 'nothingYet': {
      const start = button('setup', {}, texts.t('welcome.start'));
      return outcome.open
        ? message(texts, [texts.t('overview.open')])
        : message(texts, [texts.t('overview.none')], '', [start]);
    }
    case 'exportOffer':
      return exportOffer(texts, outcome);
  }
}
