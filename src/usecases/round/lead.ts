import type { Channel } from '../../domain/channel.ts';
import { mayLead, type Round } from '../../domain/round.ts';
import { channelOf } from '../channel/access.ts';
import { type Caller, personInChannel, type Refusal, refused } from '../channel/caller.ts';
import type { Deps } from '../ports.ts';

/** Whether the caller may close the round, give it more time, see to its cards, and decide what comes of it. */
export function leads(deps: Deps, caller: Caller, on: { channel: Channel; round: Round }): boolean {
  return mayLead(on.round, personInChannel(deps, caller.channel, caller.userId), on.channel.facilitators);
}

/** A round in one of these states, for somebody who may lead it. @param version what the next write of it must name. */
export async function ledRound(
  deps: Deps,
  caller: Caller,
  { roundId, states }: { roundId: string; states: readonly Round['state'][] },
): Promise<{ kind: 'led'; round: Round; version: string } | Refusal> {
  const [channel, found] = await Promise.all([channelOf(deps, caller), deps.store.round(caller.channel, roundId)]);
  if (!channel || !found || !states.includes(found.record.state)) return refused('notHere');
  const { record: round, version } = found;
  return leads(deps, caller, { channel, round }) ? { kind: 'led', round, version } : refused('notAllowed');
}
