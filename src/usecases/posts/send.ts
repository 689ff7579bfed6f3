import type { Channel } from '../../domain/channel.ts';
import type { Round } from '../../domain/round.ts';
import { noteAccepted, noteRefused } from '../channel/refusals.ts';
import type { PostAddress } from '../due/due-ports.ts';
import { type Lease, LostLease, TryLater, type WorkOutcome } from '../due/lease.ts';
import type { BeforeLeaving, Deps, Notice, SendOutcome } from '../ports.ts';
import type { Post, Slot } from '../round/round-ports.ts';
import type { Versioned } from '../versioned.ts';
import { discard, endInterrupted, kindOf, settle, settleTaken } from './settle.ts';

/** Thrown where the channel takes nothing more, so that what is left of the work waits until it is heard from. */
export class ChannelSuspended extends Error {
  constructor() {
    super('the channel refuses what the bot sends');
  }
}

/** Thrown right before something would leave that is not to be sent any more. */
export class Withdrawn extends Error {
  constructor() {
    super('it is not to be sent any more');
  }
}

/** @returns nothing where a send was withdrawn. @throws every other error. */
export function unlessWithdrawn(error: unknown): undefined {
  if (!(error instanceof Withdrawn)) throw error;
}

const noAnswer = 'a post got no answer and may or may not be in the channel';

/** What follows from a post that Teams took; where it took it without an id, its address has none. */
type Follow = (at: PostAddress) => Promise<void>;

/** Somebody's work on a channel, which makes one post. */
interface OnePost {
  channel: Channel;
  lease: Lease;
  follow?: Follow | undefined;
}

/** Sends a post, and does first, when its turn has come, what is to be done right before it leaves. */
type Send = (before: BeforeLeaving) => Promise<SendOutcome>;

/**
 * Makes the one post of a due item. That it is about to leave is written with the proof of the lease, right before the
 * first byte; an instance that takes over after that ends it as `unknown`.
 * @throws LostLease @throws ChannelSuspended @throws TryLater where it surely was not posted.
 */
export async function sendOnce(deps: Deps, { channel, lease, follow }: OnePost, send: Send): Promise<WorkOutcome> {
  const outcome = await send(() => lease.hold({ sending: true }));
  switch (outcome.kind) {
    case 'accepted':
      await afterAccepted(deps, { channel, follow }, addressIn(outcome));
      return { state: 'sent', ...(outcome.activityId !== '' && { post: addressIn(outcome) }) };
    case 'unknown':
      deps.log.warn({ slot: lease.due.work }, noAnswer);
      return { state: 'unknown' };
    case 'refused':
      await refused(deps, channel, outcome.status);
      return { state: 'cancelled' };
    case 'later':
      throw new TryLater(outcome.afterMs);
  }
}

/** One of a round's posts, with the posts that the round has. */
export interface RoundPost {
  lease: Lease;
  channel: Channel;
  round: Round;
  slot: Slot;
  posts: readonly Versioned<Post>[];
  /** What the post is to show, where that may be shown anew later. */
  notice?: Notice;
  /** It is something to answer, which a closed round must not have. */
  whileOpen?: boolean;
  follow?: Follow | undefined;
}

/**
 * Posts a round's card at most once, whatever crashes: that it is about to be sent is written first. A send without an
 * answer becomes `unknown` and is not repeated by itself, since Teams may have taken it.
 * @throws LostLease @throws ChannelSuspended @throws TryLater where it surely was not posted.
 */
export async function postOnce(
  deps: Deps,
  { lease, channel, round, slot, posts, notice, whileOpen = false, follow }: RoundPost,
  send: Send,
): Promise<void> {
  const earlier = posts.filter(({ record }) => record.slot === slot);
  if (earlier.length > 0) return endInterrupted(deps, channel, earlier);
  if (whileOpen && round.state !== 'open') return;
  const sending: Post = { roundId: round.id, slot, state: 'sending', conversationId: '', activityId: '' };
  let begun: Channel | undefined;
  const before = async () => {
    // It leaves twice where a thread takes nothing more and a new one is begun.
    begun ??= await begin(deps, { lease, channel, sending, whileOpen });
    await stillHeld(deps, { channel, lease, sending });
  };
  const outcome = await send(before).catch(unlessWithdrawn);
  if (begun && outcome) await settleSent(deps, { channel: begun, sending, notice, follow }, outcome);
}

/** Writes that a post is about to leave. @returns its channel as it is now. @throws Withdrawn where somebody else made it. */
async function begin(
  deps: Deps,
  { lease, channel, sending, whileOpen }: Pick<RoundPost, 'lease' | 'channel' | 'whileOpen'> & { sending: Post },
): Promise<Channel> {
  await lease.hold();
  // A card takes its time, and several are posted in a row: the channel may be gone and the round closed meanwhile.
  const now = (await deps.store.channel(channel))?.record;
  if (!now?.active) throw new ChannelSuspended();
  const begun = whileOpen
    ? await deps.store.addPostWhileOpen(channel, sending)
    : await deps.store.savePost(channel, sending);
  if (!begun) throw new Withdrawn();
  return now;
}

/** @throws LostLease where it took so long to write of a post that somebody has taken the work over, who knows better. */
async function stillHeld(
  deps: Deps,
  { channel, lease, sending }: Pick<RoundPost, 'channel' | 'lease'> & { sending: Post },
): Promise<void> {
  try {
    await lease.prove();
  } catch (error) {
    if (error instanceof LostLease) await discard(deps, channel, sending);
    throw error;
  }
}

interface Settling extends Pick<RoundPost, 'channel' | 'follow'> {
  sending: Post;
  notice: Notice | undefined;
}

async function settleSent(
  deps: Deps,
  { channel, sending, notice, follow }: Settling,
  outcome: SendOutcome,
): Promise<void> {
  const { slot } = sending;
  switch (outcome.kind) {
    case 'accepted':
      await settleTaken(deps, channel, {
        ...sending,
        state: 'sent',
        ...addressIn(outcome),
        ...(notice && { shows: digestOf(deps, notice) }),
      });
      await afterAccepted(deps, { channel, follow }, addressIn(outcome));
      return;
    case 'unknown':
      deps.log.warn({ slot: kindOf(slot) }, noAnswer);
      await settle(deps, channel, { ...sending, state: 'unknown' });
      return;
    case 'refused':
      // What the whole channel refuses is posted when it takes posts again; anything else is refused for what it is.
      if (refusesAll(outcome.status)) await discard(deps, channel, sending);
      else await settle(deps, channel, { ...sending, state: 'unknown' });
      await refused(deps, channel, outcome.status);
      return;
    case 'later':
      await discard(deps, channel, sending);
      throw new TryLater(outcome.afterMs);
  }
}

/** Never fails: a fault here would have the post that was taken be sent once more. */
async function afterAccepted(
  deps: Deps,
  { channel, follow }: Pick<OnePost, 'channel' | 'follow'>,
  at: PostAddress,
): Promise<void> {
  for (const ended of await Promise.allSettled([noteAccepted(deps, channel), follow?.(at)]))
    if (ended.status === 'rejected') deps.log.error({}, 'what follows from a post was not done', ended.reason);
}

/** The posts whose slot begins so. */
export function inSlots(posts: readonly Versioned<Post>[], beginning: string): Versioned<Post>[] {
  return posts.filter(({ record }) => record.slot.startsWith(beginning));
}

/**
 * Sends into a thread of the channel, or in a new one where Teams takes nothing in that one: whether the whole channel
 * refuses is told by a post of its own alone.
 */
export async function sendInThread(
  deps: Deps,
  { channel, thread, before }: { channel: Channel; thread: string; before: BeforeLeaving },
  notice: Notice,
): Promise<SendOutcome> {
  const outcome = await deps.messenger.reply(channel, thread, { notice, before });
  const isThread = channel.kind === 'channel' && thread !== channel.conversationId;
  if (outcome.kind !== 'refused' || !refusesAll(outcome.status) || !isThread) return outcome;
  deps.log.warn({ status: outcome.status }, 'a thread takes nothing more, so a new one is begun');
  return deps.messenger.post(channel, notice, before);
}

/** What follows from a refusal. @throws TryLater @throws ChannelSuspended where the channel itself refuses. */
async function refused(deps: Deps, channel: Channel, status: number): Promise<void> {
  if (!refusesAll(status)) return deps.log.warn({ status }, 'Teams refused a post');
  if (await noteRefused(deps, channel, status)) throw new ChannelSuspended();
  throw new TryLater();
}

export const refusesAll = (status: number): boolean => status === 403 || status === 404;

const addressIn = ({ conversationId, activityId }: PostAddress): PostAddress => ({ conversationId, activityId });

/** By what a record knows a notice that its post shows. */
export function digestOf(deps: Deps, notice: Notice): string {
  return deps.fingerprintOf(JSON.stringify(notice));
}
