import { type ChannelKey, type Round, unitsIn } from '../../domain/round.ts';
import type { PostAddress } from '../due/due-ports.ts';
import { scheduleDue } from '../due/schedule-due.ts';
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
export async function adopt(deps: Deps, { channel, roundId, slot, at }: PressedCard): Promise<void> {
  const round = (await deps.store.round(channel, roundId))?.record;
  if (!round || !isSlotOf(round, slot) || !isPlain(at.activityId)) return;
  const posts = await deps.store.posts(channel, roundId);
  const known = posts.find(({ record }) => record.activityId === at.activityId)?.record;
  const kept = posts.find(({ record }) => record.slot === slot);
  if (known?.state === 'sent' && (round.state === 'open' || isKnownToShow(known))) return;
  // Its sender has yet to hear of it, and writes then where it is.
  if (!known && kept?.record.state === 'sending') return;
  if (known?.state === 'gone') await found(deps, channel, { post: known, at });
  else if (!known && kept && (kept.record.state === 'unknown' || kept.record.activityId === ''))
    await found(deps, channel, { post: kept.record, at });
  else if (!known) await addStray(deps, round, { slot, at });
  await follow(deps, round, slot);
}

/** Keeps another card of a slot, and has it follow. */
export async function addStray(
  deps: Deps,
  { id, channel }: Pick<Round, 'id' | 'channel'>,
  { slot, at }: { slot: CardSlot; at: PostAddress },
): Promise<void> {
  if (!isPlain(at.activityId)) return;
  const { conversationId, activityId } = at;
  const stray: Post = {
    roundId: id,
    slot: `stray:${slot}:${activityId}`,
    state: 'sent',
    conversationId,
    activityId,
    foundAt: deps.now(),
  };
  await deps.store.savePost(channel, stray);
  const strays = (await deps.store.posts(channel, id)).filter(({ record }) => isStray(record));
  const old = strays.toSorted((a, b) => foundAt(b) - foundAt(a)).slice(mostStrays);
  for (const { record, version } of old) await deps.store.removePost(channel, record, version);
}

/** An answer to `status` became a post: it follows the round as its status card does. */
export async function addStatusAnswer(deps: Deps, round: Round, at: PostAddress): Promise<void> {
  if (round.state === 'closed') return;
  await addStray(deps, round, { slot: 'status', at });
  // It was made before the round closed, and may have come after its cards were turned into results.
  if ((await deps.store.round(round.channel, round.id))?.record.state !== 'open') await follow(deps, round, 'status');
}

/** The slot that a post is a card of, as a stray as well. */
export function cardSlot({ slot, activityId }: Post): Slot {
  return isStraySlot(slot) ? slotIn(slot, activityId) : slot;
}

export function isStray({ slot }: Post): boolean {
  return isStraySlot(slot);
}

function isStraySlot(slot: Slot): boolean {
  return slot.startsWith('stray:');
}

function slotIn(slot: Slot, activityId: string): Slot {
  const inner = slot.slice('stray:'.length, -(activityId.length + 1));
  if (inner === 'status' || inner === 'choice') return inner;
  return `theme:${inner.slice('theme:'.length)}`;
}

async function found(
  deps: Deps,
  key: ChannelKey,
  { post: { roundId, slot }, at: { conversationId, activityId } }: { post: Post; at: PostAddress },
): Promise<void> {
  const kept = await deps.store.post(key, roundId, slot);
  if (!kept) return;
  const { shows: _, refusals: __, ...rest } = kept.record;
  await deps.store.savePost(key, { ...rest, state: 'sent', conversationId, activityId }, kept.version);
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

/** The slot of a post with buttons that people press; undefined for others. */
export function slotOfCard(post: Post): CardSlot | undefined {
  const slot = cardSlot(post);
  if (slot === 'status' || slot === 'choice') return slot;
  return slot.startsWith('theme:') ? `theme:${slot.slice('theme:'.length)}` : undefined;
}
