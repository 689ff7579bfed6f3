import type { Channel } from '../../domain/channel.ts';
import { personInChannel } from '../channel/caller.ts';
import { changeChannel } from '../channel/channels.ts';
import type { Lease, WorkOutcome } from '../due/lease.ts';
import { sendOnce } from '../due/posts.ts';
import { channelSubject, scheduleAhead, scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';

interface RoleChange {
  /** Whether a facilitator named this person, or the person took the role. */
  how: 'named' | 'taken';
  /** Keyed hash of the person in the channel. */
  person: string;
  change(channel: Channel): Channel;
}

/**
 * Changes who leads a channel, and has the bot say so there. That is scheduled before the change, and nothing is said
 * where the change did not come to be.
 */
export async function changeRole(deps: Deps, channel: Channel, { how, person, change }: RoleChange): Promise<Channel> {
  const when = { subject: channelSubject(channel), occasion: [how, person, deps.newId()].join(':') };
  await scheduleAhead(deps, 'role', when);
  const after = await changeChannel(deps, channel, change);
  await scheduleDue(deps, 'role', when);
  return after ?? channel;
}

/** Says in the channel who leads it now. */
export async function role(deps: Deps, channel: Channel, lease: Lease): Promise<WorkOutcome> {
  const [how, person = ''] = lease.due.occasion.split(':');
  if (!channel.facilitators.includes(person)) return { state: 'cancelled' };
  const members = await deps.messenger.members(channel);
  const member = members?.find(({ userId }) => personInChannel(deps, channel, userId) === person);
  if (!member) return { state: 'cancelled' };
  const taken = how === 'taken';
  return sendOnce(deps, { channel, lease }, () =>
    deps.messenger.post(channel, { card: 'role', language: channel.language, taken, name: member.name }),
  );
}
