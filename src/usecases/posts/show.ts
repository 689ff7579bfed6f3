import type { Channel } from '../../domain/channel.ts';
import type { PostAddress } from '../due/due-ports.ts';
import { TryLater } from '../due/lease.ts';
import { scheduleDue } from '../due/schedule-due.ts';
import type { Deps, Notice, SendOutcome } from '../ports.ts';
import type { Post } from '../round/round-ports.ts';
import { digestOf, refusesAll } from './send.ts';

/** So long after an update began Teams may apply it, though nobody waits for it any longer. */
const landsWithinMs = 30_000;
/** A post that refused so many updates in a row was deleted; Teams refuses one or two by mistake. */
const goneAfter = 3;

/** What a post of a round is to show. */
export interface Showing {
  channel: Channel;
  post: Post;
  notice: Notice;
}

/**
 * Shows a notice on one of a round's posts. It is left out only where the record says that the post shows exactly this
 * and that no other update may land on it any more; where one may, it is shown once more after that.
 * @throws TryLater
 */
export async function showOn(deps: Deps, showing: Showing): Promise<void> {
  const begun = await begin(deps, showing);
  if (!begun) return;
  const { channel, post, notice } = showing;
  const outcome = await deps.messenger.update(channel, post, notice);
  await end(deps, { ...showing, notice: outcome.shown ?? notice }, { ...begun, outcome });
  if (outcome.kind === 'later') throw new TryLater(outcome.afterMs);
  if (outcome.kind === 'unknown') throw new TryLater();
}

interface Begun {
  /** What this update is known by in the record. */
  by: string;
  /** Another update that may still land. */
  other?: Post['uncertain'];
}

/** Writes that an update is under way. @returns undefined where none is needed. */
async function begin(deps: Deps, { channel, post, notice }: Showing): Promise<Begun | undefined> {
  for (;;) {
    const kept = await deps.store.post(channel, post.roundId, post.slot);
    if (kept?.record.activityId !== post.activityId || !isUpdatable(kept.record)) return undefined;
    const { shows, uncertain: other, ...rest } = kept.record;
    if (shows === digestOf(deps, notice) && !other) return undefined;
    const by = deps.newId();
    const uncertain = { until: deps.now() + landsWithinMs, by };
    if (!(await deps.store.savePost(channel, { ...rest, uncertain }, kept.version))) continue;
    if (!other || other.until <= deps.now()) return { by };
    await showAgain(deps, { channel, post }, other.until);
    return { by, other };
  }
}

/** Writes how an update went, unless another has begun since, which knows better. */
async function end(
  deps: Deps,
  { channel, post, notice }: Showing,
  { by, other, outcome }: Begun & { outcome: SendOutcome },
): Promise<void> {
  if (outcome.kind !== 'accepted' && outcome.kind !== 'refused') return;
  for (;;) {
    const kept = await deps.store.post(channel, post.roundId, post.slot);
    if (kept?.record.uncertain?.by !== by) return;
    const { uncertain: _, refusals = 0, ...rest } = kept.record;
    const left = { ...rest, ...(other && { uncertain: other }) };
    const after: Post =
      outcome.kind === 'accepted'
        ? { ...left, shows: digestOf(deps, notice) }
        : refusedOnce(deps, left, { refusals, status: outcome.status });
    if (await deps.store.savePost(channel, after, kept.version)) {
      if (outcome.kind === 'refused' && after.state !== 'gone' && refusesAll(outcome.status)) throw new TryLater();
      return;
    }
  }
}

/** Teams answers 403 or 404 where a message was deleted; its channel is as it was. */
function refusedOnce(deps: Deps, post: Post, { refusals, status }: { refusals: number; status: number }): Post {
  deps.log.warn({ status }, 'Teams refused an update');
  if (!refusesAll(status)) return post;
  const after = { ...post, refusals: refusals + 1 };
  return after.refusals >= goneAfter ? { ...after, state: 'gone' } : after;
}

async function showAgain(deps: Deps, { channel, post }: Pick<Showing, 'channel' | 'post'>, at: number): Promise<void> {
  const work = post.slot === 'choice' ? 'choosing' : 'recount';
  await scheduleDue(deps, work, { subject: { id: post.roundId, channel }, at, occasion: `again ${at}` });
}

/** Whether a post can be updated: nothing can that Teams gave no id. */
export function isUpdatable({ state, activityId }: Post): boolean {
  return state === 'sent' && activityId !== '';
}

/** Shows a notice on a post that is no round's; it is safe to repeat. @throws TryLater */
export async function updatePost(
  deps: Deps,
  channel: Channel,
  { post, notice }: { post: PostAddress; notice: Notice },
): Promise<void> {
  if (post.activityId === '') return;
  const outcome = await deps.messenger.update(channel, post, notice);
  if (outcome.kind === 'later') throw new TryLater(outcome.afterMs);
  if (outcome.kind === 'unknown') throw new TryLater();
  // A post that somebody deleted is gone; its channel is as it was.
  if (outcome.kind === 'refused') deps.log.warn({ status: outcome.status }, 'Teams refused an update');
}
