import type { Channel } from '../../domain/channel.ts';
import type { ChannelKey } from '../../domain/round.ts';
import type { PostAddress } from '../due/due-ports.ts';
import type { Lease, WorkOutcome } from '../due/lease.ts';
import { channelSubject, scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { landsWithinMs, updatePost } from '../posts/show.ts';
import type { Versioned } from '../versioned.ts';
import type { NamedPost } from './privacy-ports.ts';

/** Posts that name people and belong to no round, so that a name can be taken off them when somebody asks for it. */

/** The newest are followed; an older one becomes a line, so that no name stays that nobody could take away. */
const mostFollowed = 50;

/** Keeps where a post is that names these people. */
export async function keepNamedPost(
  deps: Deps,
  key: ChannelKey,
  { at, people }: { at: PostAddress; people: readonly string[] },
): Promise<void> {
  if (people.length === 0) return;
  const { conversationId, activityId } = at;
  const post = { id: deps.newId(), people: [...new Set(people)], keptAt: deps.now(), conversationId, activityId };
  await deps.store.saveNamedPost(key, post);
  const all = (await deps.store.namedPosts(key)).filter(({ record }) => !record.outdated);
  const oldestFirst = all.toSorted((a, b) => a.record.keptAt - b.record.keptAt);
  for (const each of oldestFirst.slice(0, Math.max(0, all.length - mostFollowed))) await outdate(deps, key, each);
}

/** Has every post become a line that names one of these people, or all of them where nobody is named. */
export async function outdateNamedPosts(deps: Deps, key: ChannelKey, person?: string): Promise<void> {
  for (const each of await deps.store.namedPosts(key))
    if (person === undefined || each.record.people.includes(person)) await outdate(deps, key, each);
}

/** Has a post become a line, whatever it shows. */
export async function outdatePost(
  deps: Deps,
  key: ChannelKey,
  { conversationId, activityId }: PostAddress,
): Promise<void> {
  const id = deps.newId();
  await deps.store.saveNamedPost(key, {
    id,
    people: [],
    keptAt: deps.now(),
    conversationId,
    activityId,
    outdated: true,
  });
  await scheduleOutdated(deps, key, id);
}

async function outdate(deps: Deps, key: ChannelKey, { record, version }: Versioned<NamedPost>): Promise<void> {
  // One that was not posted, or not yet: with its record gone it is not posted any more.
  if (record.activityId === '') {
    await deps.store.removeNamedPost(key, record.id, version);
    return;
  }
  // Nobody's code is kept for as long as Teams takes; whoever else changes the record does the same.
  await deps.store.saveNamedPost(key, { ...record, people: [], outdated: true }, version);
  await scheduleOutdated(deps, key, record.id);
}

function scheduleOutdated(deps: Deps, key: ChannelKey, id: string): Promise<void> {
  return scheduleDue(deps, 'outdated', { subject: channelSubject(key), occasion: id });
}

/** Schedules again what was left undone while the channel could not be written in. */
export async function resumeOutdated(deps: Deps, key: ChannelKey): Promise<void> {
  for (const { record } of await deps.store.namedPosts(key))
    if (record.outdated) await scheduleOutdated(deps, key, record.id);
}

/**
 * Turns a post into a line that says that what stood there was removed. An update that was begun before may land after
 * it, so that it is shown once more when none can.
 */
export async function outdated(deps: Deps, channel: Channel, { due }: Lease): Promise<WorkOutcome> {
  const found = (await deps.store.namedPosts(channel)).find(({ record }) => record.id === due.occasion);
  if (!found?.record.outdated) return { state: 'cancelled' };
  const { record, version } = found;
  const isThere = await updatePost(deps, channel, {
    post: record,
    notice: { card: 'outdated', language: channel.language },
  });
  if (isThere && !record.isLine) {
    await deps.store.saveNamedPost(channel, { ...record, isLine: true }, version);
    return { visibleAt: deps.now() + landsWithinMs, anew: true };
  }
  await deps.store.removeNamedPost(channel, record.id, version);
  return { state: 'done' };
}
