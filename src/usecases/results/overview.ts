import type { Agreed } from '../../domain/agreed.ts';
import type { Channel } from '../../domain/channel.ts';
import type { Round } from '../../domain/round.ts';
import { channelOf } from '../channel/channels.ts';
import { type Caller, type Refusal, refused } from '../channel/people.ts';
import { aroundOf } from '../plan/plan.ts';
import type { Around, World } from '../ports.ts';
import { openRound } from '../round/rounds.ts';

export interface Overview {
  kind: 'overview';
  round: Round;
  around: Around;
  /** What the team has agreed on since, beside the summary. */
  agreed: Agreed[];
}

export interface NothingYet {
  kind: 'nothingYet';
  /** Whether a round is open, which will give the first summary. */
  open: boolean;
}

/** The latest summary of the channel that is asking. */
export async function overview(world: World, caller: Caller): Promise<Overview | NothingYet> {
  const channel = await channelOf(world, caller);
  const round = channel && (await latest(world, channel));
  if (round) return overviewOf(world, round);
  return { kind: 'nothingYet', open: (await openRound(world, caller.channel)) !== undefined };
}

export interface MyTeam {
  channel: Channel;
  round: Round;
}

/** Teams asked of the Connector at once, so that a person in a large tenant does not use up its limits. */
const atOnce = 4;

/** The latest summaries of the teams that a person belongs to, newest first. */
export async function myTeams(world: World, tenantId: string, userId: string): Promise<MyTeam[]> {
  const channels = (await world.store.channelsOf(tenantId)).filter(
    (channel) => channel.active && channel.kind !== 'personal' && channel.latestRoundId !== undefined,
  );
  const found: MyTeam[] = [];
  for (let i = 0; i < channels.length; i += atOnce) {
    const some = await Promise.all(
      channels.slice(i, i + atOnce).map(async (channel) => {
        // A team that cannot be asked just now is left out; the others are shown.
        const belongs = await world.messenger.isMember(channel, userId).catch(() => false);
        const round = belongs ? await latest(world, channel) : undefined;
        return round ? [{ channel, round }] : [];
      }),
    );
    found.push(...some.flat());
  }
  return found.toSorted((a, b) => closedAt(b) - closedAt(a));
}

/** One team's latest summary for a person who belongs to it; the same no for a team that is not theirs or not known. */
export async function teamOverview(
  world: World,
  tenantId: string,
  userId: string,
  roundId: string,
): Promise<Overview | Refusal> {
  const teams = await myTeams(world, tenantId, userId);
  const team = teams.find(({ round }) => round.id === roundId);
  return team ? overviewOf(world, team.round) : refused('notHere');
}

export async function overviewOf(world: World, round: Round): Promise<Overview> {
  const [around, agreed] = await Promise.all([aroundOf(world, round), world.store.agreedIn(round.channel, round.id)]);
  return { kind: 'overview', round, around, agreed };
}

async function latest(world: World, channel: Channel): Promise<Round | undefined> {
  if (channel.latestRoundId === undefined) return undefined;
  return (await world.store.round(channel, channel.latestRoundId))?.record;
}

function closedAt({ round }: MyTeam): number {
  return round.summary?.closedAt ?? 0;
}

/** The closed round that a picture shows, as long as the round is kept. */
export async function picturedRound(world: World, pictureId: string): Promise<Round | undefined> {
  const found = await world.store.picture(pictureId);
  const round = found && (await world.store.round(found.channel, found.roundId))?.record;
  return round?.summary?.pictureId === pictureId ? round : undefined;
}
