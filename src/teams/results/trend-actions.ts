import { myTeams } from '../../usecases/results/overview.ts';
import { type TrendShown, teamTrend, trend, trendOfTeam } from '../../usecases/results/trend.ts';
import { openRound } from '../../usecases/round/rounds.ts';
import { type BotContext, textsOf } from '../cards/bot-context.ts';
import { type CommandHandler, cardReply, type Handler, type Reply, refusal } from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { chooseTeam, nothingYet } from './teams-view.ts';
import { trend as trendView } from './trend-view.ts';

/** What buttons do about how rounds went over time. */
export const trendActions = {
  trend: async (context, { round }) => {
    const found = await trend(context, round);
    return found.kind === 'refused' ? refusal(context, found) : trendReply(context, found);
  },
  teamTrend: async (context, { round }) => {
    if (!context.personal) return refusal(context, { kind: 'refused', reason: 'notHere' });
    const found = await teamTrend(context, round);
    return found.kind === 'refused' ? refusal(context, found) : trendReply(context, found);
  },
} satisfies { [V in Verb]?: Handler<V> };

/** What a button of another version brings instead. */
export const freshTrend = { trend: 'trend', teamTrend: 'teamTrend' } as const satisfies Partial<Record<Verb, Verb>>;

/** How the channel's rounds went over time. */
export const trendCommand: CommandHandler = async (context) => {
  const { deps, caller, texts } = context;
  const found = await trend(context);
  if (found.kind === 'trend') return trendReply(context, found);
  if (found.reason === 'notMember') return refusal(context, found);
  return cardReply(nothingYet(texts, (await openRound(deps, caller.channel)) !== undefined));
};

/** How the rounds of somebody's team went, or which of their teams it should be. */
export const myTrendCommand: CommandHandler = async (context) => {
  const { deps, texts } = context;
  const teams = await myTeams(context);
  const [first] = teams;
  if (teams.length !== 1 || !first) return cardReply(chooseTeam(texts, teams, 'teamTrend'));
  return trendReply(context, await trendOfTeam(deps, first));
};

async function trendReply(context: BotContext, shown: TrendShown): Promise<Reply> {
  const { render, caller } = context;
  const others = await Promise.all(
    shown.others.map(async (other) => ({
      round: other.id,
      wheel: (await render.wheels.of(other, caller.language)).name,
    })),
  );
  const needs = { pictureUrl: render.trendUrl(shown), others, channel: shown.channel };
  return cardReply(trendView(await textsOf(context, shown.round), shown.history, needs));
}
