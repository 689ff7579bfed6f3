import { teamOverview } from '../../usecases/results/overview.ts';
import { type Handler, refusal } from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { summaryCard } from './summary-card.ts';

/** What buttons about a round's result do. */
export const overviewActions = {
  team: async (context, press, { round }) => {
    const { channel, userId, language } = press.caller;
    const found = await teamOverview(context.deps, channel.tenantId, userId, round);
    if (found.kind === 'refused' || !found.round.summary)
      return refusal(context, press, { kind: 'refused', reason: 'notHere' });
    const { planContext, agreed } = found;
    const needs = { canStart: false, planContext, agreed };
    return { kind: 'card', card: await summaryCard(context.render, found.round, language, needs) };
  },
} satisfies { [V in Verb]?: Handler<V> };

/** What a button of another version brings instead. */
export const freshOverview = { team: 'team' } as const satisfies Partial<Record<Verb, Verb>>;
