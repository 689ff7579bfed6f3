import type { Channel } from '../../domain/channel.ts';
import type { Round } from '../../domain/round.ts';
import { suspend } from '../channel/channels.ts';
import type { Deps, Notice, SendOutcome } from '../ports.ts';
import type { Post, Slot } from '../round/round-ports.ts';
import type { PostAddress } from './due-ports.ts';
import { type Lease, TryLater } from './lease.ts';

/** One of a round's posts, with the posts that the round has. */
export interface RoundPost {
  channel: Channel;
  round: Round;
  slot: Slot;
  posts: readonly { record: Post }[];
  /** Something to answer, which a closed round must not have. */
  whileOpen?: boolean;
}

/**
 * Posts a round's card at most once, whatever crashes: that it is about to be sent is written first. A send without an
 * answer becomes `unknown` and is not repeated by itself, since Teams may have taken it.
 * @throws TryLater where it surely was not posted and can be tried again. @throws LostLease @throws Parked
 */
export async function postOnce(
  deps: Deps,
  lease: Lease,
  { channel, round, slot, posts, whileOpen = false }: RoundPost,
  send: () => Promise<SendOutcome>,
): Promise<void> {
  const before = posts.find(({ record }) => record.slot === slot)?.record;
  const sending: Post = { roundId: round.id, slot, state: 'sending', conversationId: '', activityId: '' };
  if (before) {
    if (before.state !== 'sending') return;
    await endInterrupted(deps, channel, posts, slot);
    return;
  }
  if (whileOpen && round.state !== 'open') return;
  await lease.hold();
  // A card takes its time, and several are posted in a row: the channel may be gone and the round closed meanwhile.
  if (!(await deps.store.channel(channel))?.record.active) throw new ChannelSuspended();
  const begun = whileOpen
    ? await deps.store.addPostWhileOpen(channel, sending)
    : await deps.store.savePost(channel, sending);
  if (!begun) return;
  const outcome = await send();
  switch (outcome.kind) {
    case 'accepted':
      await settle(deps, channel, {
        ...sending,
        state: 'sent',
        conversationId: outcome.conversationId,
        activityId: outcome.activityId,
      });
      return;
    case 'unknown':
      deps.log.warn({ slot: slot.split(':')[0] ?? slot }, 'a post got no answer and may or may not be in the channel');
      await settle(deps, channel, { ...sending, state: 'unknown' });
      return;
    case 'refused':
      // Where the whole channel refuses it is posted when that is heard from again. The status is a reply, which may be
      // refused for its thread alone, time and again.
      if (parks(outcome.status) && slot !== 'status') await discard(deps, channel, sending);
      else await settle(deps, channel, { ...sending, state: 'unknown' });
      if (await refusedBy(deps, channel, outcome.status)) throw new ChannelSuspended();
      return;
    case 'later':
      await discard(deps, channel, sending);
      throw new TryLater(outcome.afterMs);
  }
}

/** Ends posts whose sender stopped between writing them and hearing from Teams. @param slots what their slots begin with. */
export async function endInterrupted(
  deps: Deps,
  channel: Channel,
  posts: readonly { record: Post }[],
  slots: string,
): Promise<void> {
  for (const { record } of posts) {
    if (record.state !== 'sending' || !record.slot.startsWith(slots)) continue;
    await settle(deps, channel, { ...record, state: 'unknown' });
    const slot = record.slot.split(':')[0] ?? '';
    deps.log.warn({ slot }, 'a post was interrupted and may or may not be in the channel');
  }
}

/** Thrown where the channel takes nothing more, so that what is left of the work waits until it is heard from. */
export class ChannelSuspended extends Error {
  constructor() {
    super('the channel refuses what the bot sends');
  }
}

/** Shows a notice on a post that is in the channel; updating is safe to repeat. @throws TryLater @throws Parked */
export async function updatePost(deps: Deps, channel: Channel, post: PostAddress, notice: Notice): Promise<void> {
  const outcome = await deps.messenger.update(channel, post, notice);
  if (outcome.kind === 'later') throw new TryLater(outcome.afterMs);
  if (outcome.kind === 'unknown') throw new TryLater();
  if (outcome.kind === 'refused') {
    deps.log.warn({ status: outcome.status }, 'Teams refused an update');
    // 404 is a post that somebody deleted; its channel is as it was.
    if (outcome.status !== 403) return;
    await suspend(deps, channel);
    throw new ChannelSuspended();
  }
}

/**
 * A channel that is gone, or that the bot may not write in, hears no more until somebody there speaks to the bot.
 * @returns whether it is one.
 */
export async function refusedBy(deps: Deps, channel: Channel, status: number): Promise<boolean> {
  deps.log.warn({ status }, 'Teams refused a post');
  if (parks(status)) await suspend(deps, channel);
  return parks(status);
}

const parks = (status: number) => status === 403 || status === 404;

async function settle(deps: Deps, channel: Channel, post: Post): Promise<void> {
  const kept = await current(deps, channel, post);
  if (kept) await deps.store.savePost(channel, post, kept.version);
}

async function discard(deps: Deps, channel: Channel, post: Post): Promise<void> {
  const kept = await current(deps, channel, post);
  // Whoever took the work over meanwhile has given it up as `unknown`, and nobody would try again.
  if (kept?.record.state === 'sending') await deps.store.removePost(channel, post, kept.version);
}

async function current(deps: Deps, channel: Channel, post: Post) {
  const posts = await deps.store.posts(channel, post.roundId);
  return posts.find(({ record }) => record.slot === post.slot);
}
