import type { Channel } from '../../domain/channel.ts';
import { type ChannelKey, mayLead, type Round } from '../../domain/round.ts';
import { type Caller, personInChannel, type Refusal, refused } from '../channel/caller.ts';
import type { Deps } from '../ports.ts';

/** An open round that the caller may lead. */
export async function led(
  deps: Deps,
  { channel: key, userId }: Caller,
  roundId: string,
): Promise<{ kind: 'led'; round: Round; version: string } | Refusal> {
  const [channel, found] = await Promise.all([channelAt(deps, key), deps.store.round(key, roundId)]);
  if (!channel || found?.record.state !== 'open') return refused('notHere');
  const person = personInChannel(deps, key, userId);
  return mayLead(found.record, person, channel.facilitators)
    ? { kind: 'led', round: found.record, version: found.version }
    : refused('notAllowed');
}

async function channelAt(deps: Deps, key: ChannelKey): Promise<Channel | undefined> {
  return (await deps.store.channel(key))?.record;
}
