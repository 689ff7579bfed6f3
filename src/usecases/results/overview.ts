import type { Channel } from '../../domain/channel.ts';
import type { JointScore } from '../../domain/joint-score.ts';
import type { Round } from '../../domain/round.ts';
import type { CallContext } from '../call-context.ts';
import { channelOf, isThere } from '../channel/access.ts';
import { type Refusal, refused } from '../channel/caller.ts';
import type { PlanContext } from '../plan/plan-ports.ts';
import { planContextOf } from '../plan/shown-plan.ts';
import type { Deps } from '../ports.ts';
import type { ThemePlaces } from '../round/round-ports.ts';
import { latestRound, openRound } from '../round/rounds.ts';
import { placesOf } from '../round/theme-cards.ts';

/** The latest result of a channel. */
export interface Overview {
  kind: 'overview';
  round: Round;
  planContext: PlanContext;
  /** What the team has agreed on since the summary was made. */
  jointScores: JointScore[];
  /** Where people talk about each theme. */
  places: ThemePlaces;
}

/** The latest result of a team, for somebody elsewhere, who has to be told whose it is. */
export interface TeamOverview extends Overview {
  channel: Channel;
}

/** No round has closed in the channel yet. */
export interface NothingYet {
  kind: 'nothingYet';
  /** Whether a round is open, which will give the first summary. */
  open: boolean;
}

/** The latest summary of the caller's channel. */
export async function overview(context: CallContext): Promise<Overview | NothingYet | Refusal> {
  const { deps, caller } = context;
  if (!(await isThere(context))) return refused('notMember');
  const channel = await channelOf(context);
  const round = channel && (await latestRound(deps, channel));
  if (round) return overviewOf(deps, round);
  return { kind: 'nothingYet', open: (await openRound(deps, caller.channel)) !== undefined };
}

/** A team that a person belongs to, with its latest closed round. */
export interface MyTeam {
  channel: Channel;
  round: Round;
}

/** Teams asked about side by side, so that a person in a large tenant leaves others room within its limits. */
const atOnce = 16;

/** The latest summaries of the teams that a person belongs to, newest first. */
export async function myTeams(context: CallContext): Promise<MyTeam[]> {
  const channels = await withResults(context);
  const found: MyTeam[] = [];
  for (let i = 0; i < channels.length; i += atOnce) {
    const some = await Promise.all(channels.slice(i, i + atOnce).map((channel) => ownTeam(context, channel)));
    found.push(...some.flat());
  }
  return found.toSorted((a, b) => closedAt(b) - closedAt(a));
}

/**
 * One team whose latest summary is of this round, for a person who belongs to it; undefined for a team that is not theirs
 * or not known.
 */
export async function myTeam(context: CallContext, roundId: string): Promise<MyTeam | undefined> {
  const channel = (await withResults(context)).find(({ latestRoundId }) => latestRoundId === roundId);
  const [team] = channel ? await ownTeam(context, channel) : [];
  return team;
}

/** The channels and group chats of the caller's tenant that a round has closed in. */
async function withResults({ deps, caller: { channel } }: CallContext): Promise<Channel[]> {
  return (await deps.store.channelsOf(channel.tenantId)).filter(
    ({ active, kind, latestRoundId }) => active && kind !== 'personal' && latestRoundId !== undefined,
  );
}

/** A team that Teams cannot be asked about, now or at all, is left out; the others are shown. */
async function ownTeam({ deps, rosters, caller: { userId } }: CallContext, channel: Channel): Promise<MyTeam[]> {
  const round = (await rosters.belongs(channel, userId)) ? await latestRound(deps, channel) : undefined;
  return round ? [{ channel, round }] : [];
}

/** A team's latest summary; the same refusal for a team that is not theirs or not known. */
export async function teamOverview(context: CallContext, roundId: string): Promise<TeamOverview | Refusal> {
  const team = await myTeam(context, roundId);
  return team ? overviewOfTeam(context.deps, team) : refused('notHere');
}

/** A team's latest summary, for somebody elsewhere. */
export async function overviewOfTeam(deps: Deps, { channel, round }: MyTeam): Promise<TeamOverview> {
  return { ...(await overviewOf(deps, round)), channel };
}

/** A round's summary with what has come of it since. */
async function overviewOf(deps: Deps, round: Round): Promise<Overview> {
  const [since, places] = await Promise.all([sinceClosed(deps, round), placesOf(deps, round)]);
  return { kind: 'overview', round, ...since, places };
}

/** What has come of a round since it closed. */
export async function sinceClosed(deps: Deps, round: Round): Promise<Pick<Overview, 'planContext' | 'jointScores'>> {
  const [planContext, jointScores] = await Promise.all([
    planContextOf(deps, round),
    deps.store.jointScoresIn(round.channel, round.id),
  ]);
  return { planContext, jointScores };
}

function closedAt({ round }: MyTeam): number {
  return round.summary?.closedAt ?? 0;
}

/** The closed round that a picture shows, as long as the round is kept. */
export async function picturedRound(deps: Deps, pictureId: string): Promise<Round | undefined> {
  const found = await deps.store.picture(pictureId);
  const round = found && (await deps.store.round(found.channel, found.roundId))?.record;
  return round?.summary?.pictureId === pictureId ? round : undefined;
}
