import type { Channel } from '../../domain/channel.ts';
import type { Answered, ChannelKey, Round } from '../../domain/round.ts';
import { channelOnceSo } from '../channel/channels.ts';
import type { Deps } from '../ports.ts';
import type { Progress } from './round-ports.ts';

/** The round that a channel has open; a link to one that never came to be counts as none. */
export async function openRound(deps: Deps, key: ChannelKey): Promise<Round | undefined> {
  const channel = await deps.store.channel(key);
  const id = channel?.record.openRoundId;
  if (id === undefined) return undefined;
  const round = (await deps.store.round(key, id))?.record;
  return round && round.state !== 'closed' ? round : undefined;
}

/**
 * How many have answered each theme; of a closed round as many as had then, though some take their answers back since.
 */
export async function answeredIn(deps: Deps, round: Round): Promise<Answered> {
  if (round.summary) return Object.fromEntries(round.summary.themes.map(({ themeId, people }) => [themeId, people]));
  return deps.store.answered(round.channel, round.id, Object.keys(round.units));
}

/** The same, and how many have answered all of them as long as the round is open. */
export async function progressIn(deps: Deps, round: Round): Promise<Progress> {
  if (round.summary) return { answered: await answeredIn(deps, round) };
  return deps.store.progress(round.channel, round.id, Object.keys(round.units));
}

/**
 * The round with this id where it is the channel's open one. Where it is not, an instance that is about to make it so
 * schedules once more what comes at the round's times.
 */
export async function openNow(deps: Deps, channel: ChannelKey, roundId: string): Promise<Round | undefined> {
  if (!(await channelOnceSo(deps, channel, ({ openRoundId }) => openRoundId === roundId))) return undefined;
  const round = (await deps.store.round(channel, roundId))?.record;
  return round?.state === 'open' ? round : undefined;
}

/** The last round of a channel that closed, as long as it is kept. */
export async function latestRound(deps: Deps, channel: Channel): Promise<Round | undefined> {
  const { latestRoundId } = channel;
  return latestRoundId === undefined ? undefined : (await deps.store.round(channel, latestRoundId))?.record;
}
