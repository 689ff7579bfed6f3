import type { Channel } from '../../domain/channel.ts';
import { changeThen } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import type { Post, Slot } from '../round/round-ports.ts';
import type { Versioned } from '../versioned.ts';
import { addStray, cardSlot, eraseOnceMore, workShowing } from './strays.ts';

/** What is written of a round's post once its sender, or whoever took its work over, knows how it went. */

/** Writes how a send ended that nothing is known of, unless a press on the post told meanwhile where it is. */
export async function settle(deps: Deps, channel: Channel, post: Post): Promise<void> {
  const kept = await current(deps, channel, post);
  if (kept?.record.state === 'sending') await deps.store.savePost(channel, post, kept.version);
}

/**
 * Writes where a post is that Teams took. Whoever took the work over meanwhile did not know that it came, and the round may
 * have closed since: what follows a round is done once more then.
 */
export async function settleTaken(deps: Deps, channel: Channel, post: Post): Promise<void> {
  const { roundId, slot, activityId } = post;
  for (;;) {
    const kept = await current(deps, channel, post);
    const save = () => deps.store.savePost(channel, post, kept?.version);
    const isGone = !kept && !(await deps.store.round(channel, roundId));
    const follows = {
      subject: { id: roundId, channel },
      ...(isGone ? eraseOnceMore : { work: workShowing(slot) }),
    };
    if (kept?.record.state === 'sending') {
      if (await save()) return;
    } else if (!kept || kept.record.activityId === '') {
      if (await changeThen(deps, follows, save)) return;
    } else {
      const card = cardSlot(post);
      if (!card || kept.record.activityId === activityId) return;
      const add = () => addStray(deps, { id: roundId, channel }, { slot: card, at: post }).then(() => true);
      await changeThen(deps, follows, add);
      return;
    }
  }
}

/** Takes a post away that surely was not sent, so that it is tried again. */
export async function discard(deps: Deps, channel: Channel, post: Post): Promise<void> {
  const kept = await current(deps, channel, post);
  // An instance that took the work over meanwhile has ended it as `unknown`, and nobody would try again.
  if (kept?.record.state === 'sending') await deps.store.removePost(channel, post, kept.version);
}

/** Ends those posts as `unknown` whose sender stopped between writing them and hearing from Teams. */
export async function endInterrupted(deps: Deps, channel: Channel, posts: readonly Versioned<Post>[]): Promise<void> {
  for (const { record } of posts) {
    if (record.state !== 'sending') continue;
    await settle(deps, channel, { ...record, state: 'unknown' });
    deps.log.warn({ slot: kindOf(record.slot) }, 'a post was interrupted and may or may not be in the channel');
  }
}

/**
 * Has a post never be made, for work that ends without it: an instance that stood still may be about to write that it sends
 * it, and nothing would be due any longer that ends it.
 */
export async function leaveOut(
  deps: Deps,
  channel: Channel,
  { roundId, slot }: Pick<Post, 'roundId' | 'slot'>,
): Promise<void> {
  const left: Post = { roundId, slot, state: 'gone', conversationId: '', activityId: '' };
  if (await deps.store.savePost(channel, left)) return;
  const kept = await current(deps, channel, left);
  if (kept) await endInterrupted(deps, channel, [kept]);
}

async function current(deps: Deps, channel: Channel, { roundId, slot }: Pick<Post, 'roundId' | 'slot'>) {
  return deps.store.post(channel, roundId, slot);
}

/** A slot as the log may have it: without the theme's id. */
export const kindOf = (slot: Slot) => slot.split(':')[0] ?? slot;
