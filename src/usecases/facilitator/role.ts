import type { Channel } from '../../domain/channel.ts';
import { personInChannel } from '../channel/caller.ts';
import { changeChannel } from '../channel/channels.ts';
import type { PostAddress } from '../due/due-ports.ts';
import type { Lease, WorkOutcome } from '../due/lease.ts';
import { channelSubject, scheduleAhead, scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { sendOnce } from '../posts/send.ts';
import { outdatePost } from '../privacy/named-posts.ts';
import type { NamedPost } from '../privacy/privacy-ports.ts';
import type { Versioned } from '../versioned.ts';

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
  // The person's code is kept with the post, where it is found when they ask to be forgotten, and not in the item's id.
  const id = await announce(deps, channel, person);
  const when = { subject: channelSubject(channel), occasion: [how, id].join(':') };
  await scheduleAhead(deps, 'role', when);
  const after = await changeChannel(deps, channel, change);
  await scheduleDue(deps, 'role', when);
  return after ?? channel;
}

async function announce(deps: Deps, channel: Channel, person: string): Promise<string> {
  const id = deps.newId();
  const notYet = { conversationId: '', activityId: '' };
  await deps.store.saveNamedPost(channel, { id, people: [person], keptAt: deps.now(), ...notYet });
  return id;
}

/** Says in the channel who leads it now. */
export async function role(deps: Deps, channel: Channel, lease: Lease): Promise<WorkOutcome> {
  const [how, id = '', older] = lease.due.occasion.split(':');
  // Version 0.1 had the person's code in the occasion, and then something random.
  if (older !== undefined) return tell(deps, { channel, lease, how, person: id });
  const found = (await deps.store.namedPosts(channel)).find(({ record }) => record.id === id);
  const [person] = found?.record.people ?? [];
  if (!found || person === undefined) return { state: 'cancelled' };
  const follow = (at: PostAddress) => keepAddress(deps, channel, { found, at });
  const outcome = await tell(deps, { channel, lease, how, person, follow });
  // Without a post nothing names them.
  if ('state' in outcome && outcome.state === 'cancelled')
    await deps.store.removeNamedPost(channel, found.record.id, found.version);
  return outcome;
}

interface News {
  channel: Channel;
  lease: Lease;
  how: string | undefined;
  person: string;
  follow?: (at: PostAddress) => Promise<void>;
}

async function tell(deps: Deps, { channel, lease, how, person, follow }: News): Promise<WorkOutcome> {
  if (!channel.facilitators.includes(person)) return { state: 'cancelled' };
  const members = await deps.messenger.members(channel);
  const member = members?.find(({ userId }) => personInChannel(deps, channel, userId) === person);
  if (!member) return { state: 'cancelled' };
  const taken = how === 'taken';
  return sendOnce(deps, { channel, lease, follow }, (before) =>
    deps.messenger.post(channel, { card: 'role', language: channel.language, taken, name: member.name }, before),
  );
}

/** Keeps where the post is as long as it names somebody. */
async function keepAddress(
  deps: Deps,
  channel: Channel,
  { found: { record, version }, at }: { found: Versioned<NamedPost>; at: PostAddress },
): Promise<void> {
  if (at.activityId === '' || (await deps.store.saveNamedPost(channel, { ...record, ...at }, version))) return;
  // Whoever it names was forgotten while it was on its way.
  await outdatePost(deps, channel, at);
}
