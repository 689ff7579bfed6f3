import { exportRound, offerExport } from '../../usecases/results/report.ts';
import { type CommandHandler, cardReply, type Handler, refusal } from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { exportLinks, exportOffer } from './export-view.ts';
import { nothingYet } from './teams-view.ts';

/** What the button about taking a result along does. */
export const exportActions = {
  export: async (context, { round }) => {
    const { render, texts } = context;
    const outcome = await exportRound(context, round);
    if (outcome.kind === 'refused') return refusal(context, outcome);
    const address = render.reportUrl(outcome.pictureId, outcome.expiresAt);
    return { kind: 'personal', card: exportLinks(texts, outcome, address), instead: texts.t('export.needsNewer') };
  },
} satisfies { [V in Verb]?: Handler<V> };

/** The latest result to take along. No link is on the card: a channel reads every post. */
export const exportCommand: CommandHandler = async (context) => {
  const { texts } = context;
  const outcome = await offerExport(context);
  switch (outcome.kind) {
    case 'refused':
      return refusal(context, outcome);
    case 'nothingYet':
      return cardReply(nothingYet(texts, outcome.open));
    case 'exportOffer':
      return cardReply(exportOffer(texts, outcome));
  }
};
