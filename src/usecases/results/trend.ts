import type { Channel } from '../../domain/channel.ts';
import { themeJointScore } from '../../domain/joint-score.ts';
import type { ChannelKey, ClosedRound, Round } from '../../domain/round.ts';
import { type TrendHistory, trendHistoryOf } from '../../domain/trend.ts';
import type { CallContext } from '../call-context.ts';
import { channelOf, isThere } from '../channel/access.ts';
import { type Refusal, refused } from '../channel/caller.ts';
import type { Deps } from '../ports.ts';
import { latestRound } from '../round/rounds.ts';
import { type MyTeam, myTeam, picturedRound } from './overview.ts';

/** The closed round that one about to close is compared with: the last of the same wheel that anybody answered. */
export async function roundBefore(deps: Deps, round: Round): Promise<ClosedRound | undefined> {
  const channel = (await deps.store.channel(round.channel))?.record;
  const latest = channel && (await latestRound(deps, channel));
  // Nearly always that is the one, so that one read is enough.
  if (latest && isBefore(latest, round)) return latest;
  const [newest] = (await deps.store.roundsOf(round.channel)).filter((other) => isBefore(other, round)).toSorted(byAge);
  return newest;
}

function isBefore(other: Round, round: Round): other is ClosedRound {
  return other.id !== round.id && other.wheelId === round.wheelId && (other.summary?.people ?? 0) > 0;
}

const closedAt = ({ summary }: Round) => summary?.closedAt ?? 0;
const byAge = (a: Round, b: Round) => closedAt(b) - closedAt(a);

/** How the rounds of one wheel went. */
export interface TrendShown {
  kind: 'trend';
  /** The newest round of the wheel. */
  round: Round;
  history: TrendHistory;
  /** The newest round of each other wheel that the channel has used. */
  others: Round[];
  /** Whose rounds they are, for somebody elsewhere. */
  channel?: Channel;
}

/** How the rounds of one wheel went, up to a round that is named or else the channel's latest. */
export async function trend(context: CallContext, roundId?: string): Promise<TrendShown | Refusal> {
  const { deps, caller } = context;
  if (!(await isThere(context))) return refused('notMember');
  const channel = await channelOf(context);
  const latest = () => channel && latestRound(deps, channel);
  const round = roundId === undefined ? await latest() : (await deps.store.round(caller.channel, roundId))?.record;
  return round?.summary ? trendUpTo(deps, round) : refused('notHere');
}

/** As `trend`, of a team that a person belongs to; the same refusal for one that is not theirs or not known. */
export async function teamTrend(context: CallContext, roundId: string): Promise<TrendShown | Refusal> {
  const { deps } = context;
  const team = await myTeam(context, roundId);
  return team ? trendOfTeam(deps, team) : refused('notHere');
}

/** How the rounds of a team went, for somebody elsewhere, who is not shown its other wheels. */
export async function trendOfTeam(deps: Deps, { channel, round }: MyTeam): Promise<TrendShown> {
  return { ...(await trendUpTo(deps, round)), others: [], channel };
}

/** What a trend's picture shows, as long as the round that it ends with is kept. */
export async function picturedTrend(deps: Deps, pictureId: string): Promise<TrendShown | undefined> {
  const round = await picturedRound(deps, pictureId);
  return round && trendUpTo(deps, round);
}

/** How the rounds of a round's wheel went, up to that round. */
export async function trendUpTo(deps: Deps, round: Round): Promise<TrendShown> {
  const key: ChannelKey = round.channel;
  const [rounds, jointScores] = await Promise.all([deps.store.roundsOf(key), deps.store.jointScoresIn(key)]);
  const closed = rounds.filter(({ state }) => state === 'closed').toSorted(byAge);
  const same = closed.filter((other) => other.wheelId === round.wheelId && closedAt(other) <= closedAt(round));
  const steps = new Map(jointScores.map((each) => [`${each.roundId} ${each.themeId}`, each.steps]));
  const jointScoreOf = ({ id, units }: Round, themeId: string) =>
    themeJointScore(steps.get(`${id} ${themeId}`) ?? {}, units[themeId] ?? []);
  const newest = new Map(closed.toReversed().map((other) => [other.wheelId, other]));
  newest.delete(round.wheelId);
  return {
    kind: 'trend',
    round,
    history: trendHistoryOf(same, jointScoreOf),
    others: [...newest.values()],
  };
}
