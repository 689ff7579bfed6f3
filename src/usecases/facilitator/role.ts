import type { Channel } from '../../domain/channel.ts';
import { personInChannel } from '../channel/caller.ts';
import { changeChannel } from '../channel/channels.ts';
import { type Lease, type Outcome, sendOnce } from '../due/lease.ts';
import { refusedBy } from '../due/posts.ts';
import { crashFallbackDelayMs, scheduleDueAt } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';

/** What the channel is told of a role. */
interface News {
  how: 'named' | 'taken';
  person: string;
}

/** What is to be told is noted before the change, and is not told where the change did not come to be. */
export async function changeAndTell(
  deps: Deps,
  channel: Channel,
  { how, person }: News,
  by: (channel: Channel) => Channel,
): Promise<Channel> {
  const subject = { id: channel.conversationId, channel };
  const occasion = [how, person, deps.newId()].join(':');
  await scheduleDueAt(deps, 'role', subject, deps.now() + crashFallbackDelayMs, occasion);
  const after = await changeChannel(deps, channel, by);
  await scheduleDueAt(deps, 'role', subject, deps.now(), occasion);
  return after ?? channel;
}

/** Tells the channel who leads it now. */
export async function role(deps: Deps, channel: Channel, lease: Lease): Promise<Outcome> {
  const [how, person = ''] = lease.due.occasion.split(':');
  if (!channel.facilitators.includes(person)) return { state: 'cancelled' };
  const members = await deps.messenger.members(channel);
  const member = members.find(({ userId }) => personInChannel(deps, channel, userId) === person);
  if (!member) return { state: 'cancelled' };
  const taken = how === 'taken';
  const sent = await sendOnce(lease, () =>
    deps.messenger.post(channel, { card: 'role', language: channel.language, taken, name: member.name }),
  );
  if (sent.refused !== undefined) await refusedBy(deps, channel, sent.refused);
  return sent;
}
