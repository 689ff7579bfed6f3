import type { Channel } from '../../domain/channel.ts';
import type { CallContext } from '../call-context.ts';
import { personInChannel, type Refusal, refused } from './caller.ts';

/** The channel that somebody asks in, if the bot knows it. */
export async function channelOf(context: CallContext): Promise<Channel | undefined> {
  const { deps, caller } = context;
  return (await deps.store.channel(caller.channel))?.record;
}

/** Whether the caller is in the channel now, as far as anybody knows; for what is read and done there. */
export function isThere({ rosters, caller }: CallContext): Promise<boolean> {
  return rosters.has(caller.channel, caller.userId);
}

/**
 * The channel, for somebody who is in it; others get the same refusal as for an unknown id. In one's own chat there is
 * nothing of a channel, whatever a made-up press asks for: `mine data` looks where people meet.
 */
export async function member(context: CallContext): Promise<{ kind: 'allowed'; channel: Channel } | Refusal> {
  const channel = await channelOf(context);
  if (!channel || channel.kind === 'personal') return refused('notHere');
  return (await isThere(context)) ? { kind: 'allowed', channel } : refused('notMember');
}

/** The channel, for somebody who may change its settings: a facilitator or, where it has none yet, anybody in it. */
export async function mayChangeSettings(
  context: CallContext,
): Promise<{ kind: 'allowed'; channel: Channel } | Refusal> {
  const { deps, caller } = context;
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  const { facilitators } = allowed.channel;
  const person = personInChannel(deps, caller.channel, caller.userId);
  return facilitators.length === 0 || facilitators.includes(person) ? allowed : refused('notFacilitator');
}

/** The channel, for a facilitator of it who is in it now. */
export async function asFacilitator(context: CallContext): Promise<{ kind: 'allowed'; channel: Channel } | Refusal> {
  const { deps, caller } = context;
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  const person = personInChannel(deps, caller.channel, caller.userId);
  return allowed.channel.facilitators.includes(person) ? allowed : refused('notFacilitator');
}
