import type { Language } from '../../domain/wheel.ts';
import { type TrendShown, teamTrend, trend } from '../../usecases/results/trend.ts';
import { cardTextsFor, type RenderContext } from '../cards/render-context.ts';
import { type Handler, refusal } from '../cards/reply.ts';
import type { Card } from '../cards/templates.ts';
import type { Verb } from '../cards/verbs.ts';
import { trend as trendView } from './trend-view.ts';

/** What buttons do about how rounds went over time. */
export const trendActions = {
  trend: async (context, press, { round }) => {
    const found = await trend(context.deps, press.caller, round);
    if (found.kind === 'refused') return refusal(context, press, found);
    return { kind: 'card', card: await trendCard(context.render, found, press.caller.language) };
  },
  teamTrend: async (context, press, { round }) => {
    const { channel, userId, language } = press.caller;
    const found = await teamTrend(context.deps, channel.tenantId, userId, round);
    if (found.kind === 'refused') return refusal(context, press, found);
    return { kind: 'card', card: await trendCard(context.render, found, language) };
  },
} satisfies { [V in Verb]?: Handler<V> };

/** What a button of another version brings instead. */
export const freshTrend = { trend: 'trend', teamTrend: 'teamTrend' } as const satisfies Partial<Record<Verb, Verb>>;

export async function trendCard(render: RenderContext, shown: TrendShown, language: Language): Promise<Card> {
  const cardTexts = await cardTextsFor(render, shown.round, language);
  const others = await Promise.all(
    shown.others.map(async (other) => ({ round: other.id, wheel: (await render.wheels.of(other, language)).name })),
  );
  return trendView(cardTexts, shown.history, { pictureUrl: render.trendUrl(shown), others });
}
