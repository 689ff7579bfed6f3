import { pauseAfter } from '../../domain/backoff.ts';
import type { Channel } from '../../domain/channel.ts';
import { channelOnceSo } from '../channel/channels.ts';
import type { Deps } from '../ports.ts';
import { ChannelSuspended } from '../posts/send.ts';
import type { Versioned } from '../versioned.ts';
import type { Due, DueWork } from './due-ports.ts';
import { claim, type Lease, LostLease, leaseMs, TryLater, type WorkOutcome } from './lease.ts';
import { channelSubject, dueId, onceMore, scheduleDue } from './schedule-due.ts';
import type { Kind } from './work.ts';

const backoff = { firstMs: 2_000, longestMs: 10 * 60_000 } as const;

/** A day of refusals and faults is as long as anything is worth trying; what was late already is tried for hours all the same. */
const giveUp = { afterMs: 24 * 3_600_000, afterTries: 100 } as const;

/**
 * @param kinds what is done for each kind of work.
 * @returns what does one due item, if this instance is the one that gets it, and says whether it was.
 */
export function createRunner(kinds: Record<DueWork, Kind>): (deps: Deps, item: Versioned<Due>) => Promise<boolean> {
  return async (deps, item) => {
    const lease = await claim(deps, item);
    if (!lease) return false;
    const { due } = lease;
    const kind = kinds[due.work];
    const outcome = await attempt(deps, kind, lease);
    const held = outcome !== undefined && (await lease.settle(outcome));
    const state = outcome && 'state' in outcome ? outcome.state : undefined;
    if (state) deps.meter.dueEnded(due.work, state, deps.now() - due.dueAt);
    if (!held && state !== 'cancelled' && kind.repeatable) await repeat(deps, due);
    return true;
  };
}

/**
 * Another has taken the work over meanwhile, and what this one sent last may have come after what that one did. It is done
 * once more, under an id of its own and after the other's time: taken from the other at once, instances would take it from
 * each other for ever.
 */
async function repeat(deps: Deps, due: Due): Promise<void> {
  await scheduleAgain(deps, { ...due, occasion: due.occasion || onceMore }, deps.now() + leaseMs);
}

async function scheduleAgain(deps: Deps, { work, subject, channel, occasion }: Due, at: number): Promise<void> {
  await scheduleDue(deps, work, { subject: { id: subject, channel }, at, occasion });
}

async function attempt(deps: Deps, kind: Kind, lease: Lease): Promise<WorkOutcome | undefined> {
  const { due } = lease;
  // An earlier holder stopped between the first byte of its post and hearing of it.
  if (due.sending) return { state: 'unknown' };
  if (isOfBefore(due)) return handOn(deps, due);
  const channel = await channelFor(deps, kind, due);
  if (!channel) return { state: 'cancelled' };
  try {
    return await kind.run(deps, channel, lease);
  } catch (error) {
    if (error instanceof LostLease) return undefined;
    if (error instanceof ChannelSuspended) return { state: 'cancelled' };
    return afterFault(deps, { kind, due, error });
  }
}

/**
 * Version 0.1 called some kinds otherwise, in their items' ids too, and left the tenant out where the work is for a whole
 * channel.
 */
function isOfBefore({ id, work, subject, occasion, channel }: Due): boolean {
  return id !== dueId(work, subject, occasion) || subject === channel.conversationId;
}

/**
 * An item of before is scheduled anew under the id of today,
 * so that no two instances are ever at the same work under two ids.
 */
async function handOn(deps: Deps, due: Due): Promise<WorkOutcome> {
  const subject = due.subject === due.channel.conversationId ? channelSubject(due.channel).id : due.subject;
  await scheduleAgain(deps, { ...due, subject }, due.dueAt);
  return { state: 'done' };
}

interface Fault {
  kind: Kind;
  due: Due;
  error: unknown;
}

function afterFault(deps: Deps, { kind, due: { work, attempts, dueAt }, error }: Fault): WorkOutcome {
  const now = deps.now();
  const patient = error instanceof TryLater;
  if (!patient) deps.log.error({ work, attempts }, 'due work failed', error);
  if (now - dueAt > giveUp.afterMs && attempts >= giveUp.afterTries && !kind.needsNoChannel) {
    deps.log.warn({ work, attempts }, 'due work was given up');
    return { state: 'cancelled' };
  }
  return { visibleAt: now + Math.max(patient ? error.afterMs : 0, pauseAfter(backoff, attempts, deps.random)) };
}

/** The channel that the work is for, where it can be done there now. */
async function channelFor(deps: Deps, kind: Kind, { channel: key }: Due): Promise<Channel | undefined> {
  if (kind.awaitsChannel) return channelOnceSo(deps, key, ({ active }) => active);
  const found = await deps.store.channel(key);
  return found?.record.active || kind.needsNoChannel ? found?.record : undefined;
}
