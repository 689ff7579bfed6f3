import type { ChannelKey } from '../../domain/round.ts';
import { scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import type { HeldWork, Hold } from './hold-ports.ts';
import { isPlain } from './plain-ids.ts';

/**
 * A form that somebody opened on a shared card is in that card's place for this person, and an edit of the card takes it
 * away with all that was filled in. So a form holds the card's edits back, whichever instance would make them.
 */

/** So long a form holds its card where it is neither saved nor cancelled. */
const heldForMs = 120_000;

/** A post, and somebody who has a form open on it or had one. */
interface Holding {
  channel: ChannelKey;
  activityId: string;
  userId: string;
}

/** Somebody opened a form on a post, or was shown it once more. */
export async function hold(deps: Deps, { channel, activityId, userId }: Holding): Promise<void> {
  if (!isPlain(activityId)) return;
  const { tenantId, conversationId } = channel;
  for (;;) {
    const kept = await deps.store.hold(channel, activityId);
    const { waiting = [], holders = {} } = kept?.record ?? {};
    const until = deps.now() + heldForMs;
    const after: Hold = {
      channel: { tenantId, conversationId },
      activityId,
      holders: { ...openNow(holders, deps.now()), [holderOf(deps, { activityId, userId })]: until },
      waiting,
    };
    if (await deps.store.saveHold(after, kept?.version)) return;
  }
}

/** Somebody saved the form, or went back from it: once nobody has one open, what was held back follows at once. */
export async function release(deps: Deps, { channel, activityId, userId }: Holding): Promise<void> {
  if (!isPlain(activityId)) return;
  for (;;) {
    const kept = await deps.store.hold(channel, activityId);
    if (!kept) return;
    const { [holderOf(deps, { activityId, userId })]: own, ...others } = kept.record.holders;
    if (own === undefined) return;
    const holders = openNow(others, deps.now());
    if (Object.keys(holders).length > 0) {
      if (await deps.store.saveHold({ ...kept.record, holders }, kept.version)) return;
    } else if (await deps.store.removeHold(kept.record, kept.version)) {
      for (const { work, subject: id, occasion } of kept.record.waiting)
        await scheduleDue(deps, work, { subject: { id, channel }, occasion });
      return;
    }
  }
}

/** Until when a post is held, epoch milliseconds; undefined where it is not. */
export async function heldUntil(deps: Deps, channel: ChannelKey, activityId: string): Promise<number | undefined> {
  return lastOf((await deps.store.hold(channel, activityId))?.record, deps.now());
}

/**
 * Notes work that shows a post anew once nobody has a form open on it.
 * @param workAt what is to be done, of which the id may say at what time.
 * @returns when it is to be done at the latest, epoch milliseconds; undefined where nobody has one open any longer.
 */
export async function noteHeld(
  deps: Deps,
  { channel, activityId }: { channel: ChannelKey; activityId: string },
  workAt: (until: number) => HeldWork,
): Promise<number | undefined> {
  for (;;) {
    const kept = await deps.store.hold(channel, activityId);
    const until = lastOf(kept?.record, deps.now());
    if (!kept || until === undefined) return undefined;
    const { waiting } = kept.record;
    const held = workAt(until);
    if (waiting.some((each) => isSame(each, held))) return until;
    const after = { ...kept.record, waiting: [...waiting, held].slice(-mostWaiting) };
    if (await deps.store.saveHold(after, kept.version)) return until;
  }
}

/** Each shows the post as it is then, so that one of them would do. */
const mostWaiting = 8;

function lastOf(hold: Hold | undefined, now: number): number | undefined {
  const open = Object.values(openNow(hold?.holders ?? {}, now));
  return open.length > 0 ? Math.max(...open) : undefined;
}

function openNow(holders: Record<string, number>, now: number): Record<string, number> {
  return Object.fromEntries(Object.entries(holders).filter(([, until]) => until > now));
}

function isSame(a: HeldWork, b: HeldWork): boolean {
  return a.work === b.work && a.subject === b.subject && a.occasion === b.occasion;
}

/** It is unrelated to the person's code anywhere else. */
function holderOf(deps: Deps, { activityId, userId }: Pick<Holding, 'activityId' | 'userId'>): string {
  return deps.keyedId(`hold|${activityId}`, userId);
}
