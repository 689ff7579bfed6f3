import type { Channel } from '../../domain/channel.ts';
import { mayLead, type Round } from '../../domain/round.ts';
import type { CallContext } from '../call-context.ts';
import { channelOf, isThere } from '../channel/access.ts';
import { personInChannel, type Refusal, refused } from '../channel/caller.ts';

/** Whether the caller may close the round, give it more time, see to its cards, and decide what comes of it. */
export function leads(context: CallContext, on: { channel: Channel; round: Round }): boolean {
  const { deps, caller } = context;
  return mayLead(on.round, personInChannel(deps, caller.channel, caller.userId), on.channel.facilitators);
}

/** A round in one of these states, for somebody who may lead it. @param version what the next write of it must name. */
export async function ledRound(
  context: CallContext,
  { roundId, states }: { roundId: string; states: readonly Round['state'][] },
): Promise<{ kind: 'led'; round: Round; version: string } | Refusal> {
  const { deps, caller } = context;
  const [channel, found] = await Promise.all([channelOf(context), deps.store.round(caller.channel, roundId)]);
  if (!channel || !found || !states.includes(found.record.state)) return refused('notHere');
  const { record: round, version } = found;
  if (!leads(context, { channel, round })) return refused('notAllowed');
  return (await isThere(context)) ? { kind: 'led', round, version } : refused('notMember');
}
