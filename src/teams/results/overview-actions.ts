import { addOverviewAnswer } from '../../usecases/posts/strays.ts';
import {
  myTeams,
  type Overview,
  overview,
  overviewOfTeam,
  type TeamOverview,
  teamOverview,
} from '../../usecases/results/overview.ts';
import type { BotContext } from '../cards/bot-context.ts';
import { type CommandHandler, cardReply, type Handler, type Reply, refusal } from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { summaryCard } from './summary-card.ts';
import { chooseTeam, nothingYet } from './teams-view.ts';

/** What buttons about a round's result do. */
export const overviewActions = {
  overview: (context) => overviewCommand(context, ''),
  team: async (context, { round }) => {
    // Where others read along, the answer to an older client is a post.
    if (!context.personal) return refusal(context, { kind: 'refused', reason: 'notHere' });
    const found = await teamOverview(context, round);
    if (found.kind === 'refused' || !found.round.summary)
      return refusal(context, { kind: 'refused', reason: 'notHere' });
    return summaryReply(context, found, { canStart: false });
  },
} satisfies { [V in Verb]?: Handler<V> };

/** What a button of another version brings instead. */
export const freshOverview = { overview: 'overview', team: 'team' } as const satisfies Partial<Record<Verb, Verb>>;

/** The channel's latest result. */
export const overviewCommand: CommandHandler = async (context) => {
  const found = await overview(context);
  if (found.kind === 'refused') return refusal(context, found);
  if (found.kind === 'nothingYet') return cardReply(nothingYet(context.texts, found.open));
  if (!found.round.summary) return cardReply(nothingYet(context.texts, false));
  const { deps } = context;
  const { round } = found;
  const reply = await summaryReply(context, found, { canStart: true });
  return reply.kind === 'card' ? { ...reply, posted: (at) => addOverviewAnswer(deps, round, at) } : reply;
};

/** The latest result of somebody's team, or which of their teams it should be. */
export const myOverviewCommand: CommandHandler = async (context) => {
  const { deps, texts } = context;
  const teams = await myTeams(context);
  const [first] = teams;
  if (teams.length !== 1 || !first?.round.summary) return cardReply(chooseTeam(texts, teams, 'team'));
  return summaryReply(context, await overviewOfTeam(deps, first), { canStart: false });
};

async function summaryReply(
  { render, caller }: BotContext,
  { round, ...found }: Overview | TeamOverview,
  { canStart }: { canStart: boolean },
): Promise<Reply> {
  return cardReply(await summaryCard(render, round, { language: caller.language, canStart, ...found }));
}
