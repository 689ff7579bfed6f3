import type { Channel } from '../../domain/channel.ts';
import type { PostAddress } from '../due/due-ports.ts';
import { type Lease, TryLater, type WorkOutcome } from '../due/lease.ts';
import { changeThen, scheduleDue } from '../due/schedule-due.ts';
import type { Deps, Notice, UpdateOutcome } from '../ports.ts';
import type { Post } from '../round/round-ports.ts';
import type { Versioned } from '../versioned.ts';
import { heldUntil, noteHeld } from './hold.ts';
import type { HeldWork } from './hold-ports.ts';
import { digestOf, refusesAll } from './send.ts';
import { workShowing } from './strays.ts';

/** So long after an update began Teams may apply it, though nobody waits for it any longer. */
export const landsWithinMs = 30_000;
/**
 * What updates of several instances that overlap make necessary is done at one time for all of them. With a time of its own
 * for each, or at once, one made another: there were soon more of them than answers, and a closing waited for their end.
 */
const togetherMs = { landed: 10_000, soon: 2_000 };
/** A post that refused so many updates in a row was deleted; Teams refuses one or two by mistake. */
const goneAfter = 3;

/** What a post of a round is to show. */
export interface Showing {
  channel: Channel;
  post: Versioned<Post>;
  notice: Notice;
  /** The work that shows it: whoever lost it, or died at it, has it done by another. */
  lease: Lease;
}

/**
 * Shows a notice on one of a round's posts. It is left out only where the record says that the post shows exactly this
 * and that no other update may land on it any more; where one may, it is shown once more after that.
 * @throws TryLater @throws LostLease
 */
export async function showOn(deps: Deps, showing: Showing): Promise<void> {
  const begun = await begin(deps, showing);
  if (!begun) return;
  const { channel, post, notice, lease } = showing;
  const { record: at } = post;
  const outcome = await deps.messenger.update(channel, at, {
    notice,
    heldUntil: () => heldWhileOwn(deps, { channel, activityId: at.activityId, lease }),
  });
  // Whatever was not accepted is tried again, and sees then what may still land: one item each time would soon be many.
  if (outcome.kind === 'accepted' && begun.other && !isSame(begun.other, begun.shows))
    await showAgain(deps, { channel, post }, begun.other.until);
  await end(deps, { ...showing, notice: outcome.shown ?? notice }, { ...begun, outcome });
  if (outcome.kind === 'held') await showOnceReleased(deps, { channel, post });
  if (outcome.kind === 'later') throw new TryLater(outcome.afterMs);
}

/**
 * Until when a post is held; asked right before an update of it leaves, which may have waited so long for its turn that
 * another instance has shown meanwhile what is newer.
 * @throws LostLease
 */
async function heldWhileOwn(
  deps: Deps,
  { channel, activityId, lease }: { channel: Channel; activityId: string; lease: Lease },
): Promise<number | undefined> {
  const until = await heldUntil(deps, channel, activityId);
  await lease.prove();
  return until;
}

interface Begun {
  /** What this update is known by in the record. */
  by: string;
  /** The digest of what it shows. */
  shows: string;
  /** Another update that may still land. */
  other?: Mark;
}

type Mark = NonNullable<Post['uncertain']>;

/** Whether all that may still land shows just this, so that it does not matter what lands last. */
const isSame = ({ shows, mixed }: Mark, digest: string) => shows === digest && !mixed;

/** Writes that an update is under way. @returns undefined where none is needed. */
async function begin(deps: Deps, { channel, post, notice, lease }: Showing): Promise<Begun | undefined> {
  // As it was listed, which saves a read; only what was read just now says that nothing is to be done.
  for (let kept: Versioned<Post> | undefined = post, isFresh = false; ; isFresh = true) {
    const { roundId, slot, activityId } = post.record;
    if (isFresh) kept = await deps.store.post(channel, roundId, slot);
    if (kept?.record.activityId !== activityId || !isUpdatable(kept.record)) return undefined;
    const { shows: shown, uncertain, ...rest } = kept.record;
    const shows = digestOf(deps, notice);
    if (shown === shows && (!uncertain || isSame(uncertain, shows))) {
      if (isFresh) return undefined;
      continue;
    }
    // Before the record is written: whoever took the work over has shown what is newer, and writes there as well.
    await lease.prove();
    const by = `${deps.instance}${markOf}${deps.newId()}`;
    const other = uncertain && uncertain.until > deps.now() ? uncertain : undefined;
    const mark: Mark = {
      ...{ until: together(deps.now() + landsWithinMs, 'landed'), by, shows },
      ...(other && !isSame(other, shows) && { mixed: true }),
    };
    if (!(await deps.store.savePost(channel, { ...rest, uncertain: mark }, kept.version))) continue;
    return { by, shows, ...(other && { other }) };
  }
}

/** The time, not before this one, at which all that is to be shown once more is; epoch milliseconds. */
function together(at: number, when: keyof typeof togetherMs): number {
  return Math.ceil(at / togetherMs[when]) * togetherMs[when];
}

/** Between the name of an instance and that of its update. */
const markOf = '/';

/** Writes how an update went, unless this instance has begun another since: its own reach Teams one after the other. */
async function end(
  deps: Deps,
  { channel, post, notice }: Showing,
  { by, other, outcome }: Begun & { outcome: UpdateOutcome },
): Promise<void> {
  if (outcome.kind === 'later') return;
  for (;;) {
    const kept = await deps.store.post(channel, post.record.roundId, post.record.slot);
    if (!kept) return;
    const { uncertain, refusals = 0, ...rest } = kept.record;
    if (uncertain?.by !== by) {
      if (outcome.kind !== 'accepted' || isOwn(deps, uncertain)) return;
      // What was shown last, or is about to be, is the same.
      if ((kept.record.shows ?? uncertain?.shows) === digestOf(deps, notice)) return;
      if (await unsure(deps, { channel, kept, by })) return;
      continue;
    }
    // Under the name of this update, so that whoever made the other learns that there was one after it.
    const left = { ...rest, ...(other && { uncertain: { ...other, by } }) };
    const after = afterUpdate(deps, left, { outcome, notice, refusals });
    if (await deps.store.savePost(channel, after, kept.version)) {
      if (after.refusals && isUpdatable(after)) throw new TryLater();
      return;
    }
  }
}

/**
 * Another instance has begun an update since, or ended one, and either may be what Teams shows now: the post is shown once
 * more. @returns false where somebody wrote the record first.
 */
async function unsure(
  deps: Deps,
  { channel, kept, by }: { channel: Channel; kept: Versioned<Post>; by: string },
): Promise<boolean> {
  const { shows: _, uncertain, ...rest } = kept.record;
  const at = together(deps.now(), 'soon');
  const until = Math.max(uncertain?.until ?? 0, at);
  const { work, subject: id, occasion } = workOn(kept.record)(at);
  return changeThen(deps, { work, subject: { id, channel }, occasion, afterMs: at - deps.now() }, () =>
    deps.store.savePost(channel, { ...rest, uncertain: { until, by } }, kept.version),
  );
}

function isOwn({ instance }: Deps, mark: Post['uncertain']): boolean {
  return mark?.by.startsWith(`${instance}${markOf}`) === true;
}

function afterUpdate(
  deps: Deps,
  post: Post,
  { outcome, notice, refusals }: { outcome: UpdateOutcome; notice: Notice; refusals: number },
): Post {
  if (outcome.kind === 'accepted') return { ...post, shows: digestOf(deps, notice) };
  return outcome.kind === 'refused' ? refusedOnce(deps, post, { refusals, status: outcome.status }) : post;
}

/** Teams answers 403 or 404 where a message was deleted; its channel is as it was. */
function refusedOnce(deps: Deps, post: Post, { refusals, status }: { refusals: number; status: number }): Post {
  deps.log.warn({ status }, 'Teams refused an update');
  if (!refusesAll(status)) return post;
  const after = { ...post, refusals: refusals + 1 };
  return after.refusals >= goneAfter ? { ...after, state: 'gone' } : after;
}

async function showAgain(deps: Deps, { channel, post }: Pick<Showing, 'channel' | 'post'>, at: number): Promise<void> {
  const { work, subject: id, occasion } = workOn(post.record)(at);
  await scheduleDue(deps, work, { subject: { id, channel }, at, occasion });
}

async function showOnceReleased(deps: Deps, { channel, post }: Pick<Showing, 'channel' | 'post'>): Promise<void> {
  const { activityId } = post.record;
  const until = await noteHeld(deps, { channel, activityId }, workOn(post.record));
  await showAgain(deps, { channel, post }, until ?? deps.now());
}

/** What shows a post anew. An item of its own for each time: one that is being done must not schedule itself. */
function workOn({ slot, roundId }: Post): (at: number) => HeldWork {
  return (at) => ({ work: workShowing(slot), subject: roundId, occasion: `again ${at}` });
}

/** Whether a post can be updated: nothing can that Teams gave no id. */
export function isUpdatable({ state, activityId }: Post): boolean {
  return state === 'sent' && activityId !== '';
}

/**
 * How work ends that has shown a notice on a post that is no round's: an update of an earlier try may still land after it,
 * so that it is shown once more when none can.
 */
export function onceShown(deps: Deps, { due }: Lease): WorkOutcome {
  return due.attempts > 1 ? { visibleAt: deps.now() + landsWithinMs, anew: true } : { state: 'done' };
}

/** What a post that is no round's is to show. */
interface Update {
  post: PostAddress;
  notice: Notice;
  /** The work that shows it; left out where the post is edited whoever has a form open on it. */
  lease?: Lease;
}

/** Shows a notice on a post that is no round's; it is safe to repeat. @returns whether it does. @throws TryLater @throws LostLease */
export async function updatePost(deps: Deps, channel: Channel, { post, notice, lease }: Update): Promise<boolean> {
  const { activityId } = post;
  if (activityId === '') return false;
  const outcome = await deps.messenger.update(channel, post, {
    notice,
    ...(lease && { heldUntil: () => heldWhileOwn(deps, { channel, activityId, lease }) }),
  });
  switch (outcome.kind) {
    case 'held': {
      const until = lease && (await noteHeld(deps, { channel, activityId }, () => workOf(lease.due)));
      throw new TryLater(until === undefined ? 0 : until - deps.now());
    }
    case 'later':
      throw new TryLater(outcome.afterMs);
    case 'refused':
      // A post that somebody deleted is gone; its channel is as it was.
      deps.log.warn({ status: outcome.status }, 'Teams refused an update');
      return false;
    case 'accepted':
      return true;
  }
}

function workOf({ work, subject, occasion }: HeldWork): HeldWork {
  return { work, subject, occasion };
}
