import { type ChannelKey, type Round, unitsIn } from '../../domain/round.ts';
import type { PostAddress } from '../due/due-ports.ts';
import { onceMore, scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import type { CardSlot, Post, Slot } from '../round/round-ports.ts';
import type { Versioned } from '../versioned.ts';
import { isPlain } from './plain-ids.ts';

/** Of a round's strays the newest are kept: each costs an update when the round closes. */
const mostStrays = 24;

/** A card that somebody pressed on, by what its button said and where Teams says that it is. */
export interface PressedCard {
  channel: ChannelKey;
  roundId: string;
  slot: CardSlot;
  at: PostAddress;
}

/**
 * Takes a card in that no record knows: the one that Teams said nothing of, or a stray. It follows its round from then
 * on, and a card of a closed round is shown its result.
 */
export async function adopt(deps: Deps, card: PressedCard): Promise<void> {
  const { channel, roundId, slot, at } = card;
  const round = (await deps.store.round(channel, roundId))?.record;
  if (!round || !isSlotOf(round, slot) || !isPlain(at.activityId)) return;
  if (!(await takeIn(deps, round, card))) return;
  if (await afterWriting(deps, round)) await follow(deps, round, slot);
}

/** @returns whether the card is to be shown what its round is at. */
async function takeIn(deps: Deps, round: Round, { channel, slot, at }: PressedCard): Promise<boolean> {
  for (;;) {
    const posts = await deps.store.posts(channel, round.id);
    const known = posts.find(({ record }) => record.activityId === at.activityId);
    const kept = posts.find(({ record }) => record.slot === slot);
    if (known?.record.state === 'sent') return round.state !== 'open' && !isKnownToShow(known.record);
    // A post of the slot that is on its way, or of which Teams said nothing, is this card.
    const lost = known ? known.record.state === 'gone' : kept?.record.activityId === '';
    const post = lost ? (known ?? kept) : undefined;
    if (!post) {
      if (!known) await addStray(deps, round, { slot, at });
      return true;
    }
    if (await found(deps, channel, { post, at })) return true;
    // Somebody else wrote it since, who may have found the same or something else.
  }
}

/** What follows where a post was written of a round that is gone: it goes too. */
export const eraseOnceMore = { work: 'erase', occasion: onceMore } as const;

/** @returns a round as it is now that a post was written of; undefined where it is gone, and the post with it. */
export async function afterWriting(deps: Deps, round: Pick<Round, 'id' | 'channel'>): Promise<Round | undefined> {
  const now = (await deps.store.round(round.channel, round.id))?.record;
  const { work, occasion } = eraseOnceMore;
  if (!now) await scheduleDue(deps, work, { subject: round, occasion });
  return now;
}

/** Keeps another card of a slot, and has it follow. */
export async function addStray(
  deps: Deps,
  { id, channel }: Pick<Round, 'id' | 'channel'>,
  { slot, at }: { slot: CardSlot; at: PostAddress },
): Promise<void> {
  if (!isPlain(at.activityId)) return;
  await deps.store.savePost(channel, strayOf(deps, id, { slot, at }));
  const posts = await deps.store.posts(channel, id);
  const strays = posts.filter(({ record }) => isStray(record) && cardSlot(record) !== undefined);
  const old = strays.toSorted((a, b) => foundAt(b) - foundAt(a)).slice(mostStrays);
  for (const { record, version } of old) await deps.store.removePost(channel, record, version);
}

/** An answer to `status` became a post: it follows the round as its status card does. */
export async function addStatusAnswer(deps: Deps, round: Round, at: PostAddress): Promise<void> {
  if (round.state === 'closed') return;
  await addStray(deps, round, { slot: 'status', at });
  // It was made before the round closed, and may have come after its cards were turned into results.
  const now = await afterWriting(deps, round);
  if (now && now.state !== 'open') await follow(deps, round, 'status');
}

/** An answer to `overblik` became a post. Nothing changes on it, so that all are kept: each is taken down with its round. */
export async function addOverviewAnswer(deps: Deps, round: Round, at: PostAddress): Promise<void> {
  if (!isPlain(at.activityId)) return;
  await deps.store.savePost(round.channel, strayOf(deps, round.id, { slot: 'summary', at }));
  await afterWriting(deps, round);
}

function strayOf(
  { now }: Pick<Deps, 'now'>,
  roundId: string,
  { slot, at: { conversationId, activityId } }: { slot: CardSlot | 'summary'; at: PostAddress },
): Post {
  const own = { conversationId, activityId, foundAt: now() };
  return { roundId, slot: `stray:${slot}:${activityId}`, state: 'sent', ...own };
}

/** The slot of a post with buttons that people press, as a stray too; undefined for others. */
export function cardSlot({ slot, activityId }: Post): CardSlot | undefined {
  const own = isStray({ slot }) ? slot.slice('stray:'.length, -(activityId.length + 1)) : slot;
  return isCardSlot(own) ? own : undefined;
}

function isCardSlot(slot: string): slot is CardSlot {
  return slot === 'status' || slot === 'choice' || slot.startsWith('theme:');
}

export function isStray({ slot }: Pick<Post, 'slot'>): boolean {
  return slot.startsWith('stray:');
}

/** Writes where a post is of which Teams said nothing. @returns false where somebody else wrote of it since. */
export async function found(
  deps: Deps,
  key: ChannelKey,
  { post: { record, version }, at: { conversationId, activityId } }: { post: Versioned<Post>; at: PostAddress },
): Promise<boolean> {
  const { shows: _, refusals: __, ...rest } = record;
  return deps.store.savePost(key, { ...rest, state: 'sent', conversationId, activityId }, version);
}

async function follow(deps: Deps, round: Pick<Round, 'id' | 'channel'>, slot: CardSlot): Promise<void> {
  await scheduleDue(deps, workShowing(slot), { subject: round });
}

/** The work that shows a round's post anew, as a stray too. */
export function workShowing(slot: Slot): 'choosing' | 'recount' {
  return slot === 'choice' || slot === 'plan' || slot.startsWith('stray:choice:') ? 'choosing' : 'recount';
}

function isSlotOf(round: Round, slot: CardSlot): boolean {
  return !slot.startsWith('theme:') || unitsIn(round, slot.slice('theme:'.length)) !== undefined;
}

function isKnownToShow({ shows, uncertain }: Post): boolean {
  return shows !== undefined && !uncertain;
}

const foundAt = ({ record }: Versioned<Post>) => record.foundAt ?? 0;
