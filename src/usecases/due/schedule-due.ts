import { type ChannelKey, isSameChannel } from '../../domain/round.ts';
import type { Deps } from '../ports.ts';
import type { Versioned } from '../versioned.ts';
import type { Due, DueWork } from './due-ports.ts';

/** What a due item is for: a round, a schedule or a channel. */
export interface Subject {
  id: string;
  channel: ChannelKey;
}

/** A channel as the subject of work: of its tenant too, since nothing keeps two tenants from one conversation id. */
export function channelSubject({ tenantId, conversationId }: ChannelKey): Subject {
  return { id: `${tenantId}|${conversationId}`, channel: { tenantId, conversationId } };
}

interface When {
  subject: Subject;
  /** Which of the subject's several times; left out where there is only one. */
  occasion?: string;
  /** Epoch milliseconds; now where it is left out. */
  at?: number;
}

/**
 * Schedules work, unless it is to be done sooner already. The item's id is made of what it says, so that the same work
 * scheduled twice is done once.
 */
export async function scheduleDue(
  deps: Deps,
  work: DueWork,
  { subject: { id: subject, channel }, occasion = '', at = deps.now() }: When,
): Promise<void> {
  const { tenantId, conversationId } = channel;
  const due: Due = {
    id: dueId(work, subject, occasion),
    work,
    channel: { tenantId, conversationId },
    subject,
    occasion,
    dueAt: at,
    visibleAt: at,
    state: 'waiting',
    attempts: 0,
  };
  await deps.store.addDue(due);
  deps.wake(at - deps.now(), due.id);
}

/** The occasion of work that is done once more, where it has none of its own. */
export const onceMore = 'again';

/** How long work waits that is scheduled before the change that it follows from. */
export const crashFallbackDelayMs = 5_000;

/**
 * Schedules work that follows from a change, before the change is made: a crash in between leaves no change without its
 * work. Once the change is made the work is scheduled again, for now.
 */
export async function scheduleAhead(deps: Deps, work: DueWork, when: Omit<When, 'at'>): Promise<void> {
  await scheduleDue(deps, work, { ...when, at: deps.now() + crashFallbackDelayMs });
}

interface Following extends Omit<When, 'at'> {
  work: DueWork;
  /** How long the work waits once the change is made, in milliseconds; not at all where it is left out. */
  afterMs?: number;
}

/**
 * Makes a change that work follows from.
 * @param write one try of it. @returns what that returned: false where somebody else was first, and nothing follows.
 */
export async function changeThen(
  deps: Deps,
  { work, afterMs = 0, ...when }: Following,
  write: () => Promise<boolean>,
): Promise<boolean> {
  await scheduleAhead(deps, work, when);
  const written = await write();
  if (written) await scheduleDue(deps, work, { ...when, at: deps.now() + afterMs });
  return written;
}

/** The id of the item for this work, `<work>:<subject>` or `<work>:<subject>:<occasion>`. */
export function dueId(work: DueWork, subject: string, occasion = ''): string {
  return occasion === '' ? `${work}:${subject}` : `${work}:${subject}:${occasion}`;
}

/** The item for this work; undefined where there is none, or where the one with its id is another channel's. */
export async function dueItemOf(
  deps: Deps,
  work: DueWork,
  { subject: { id, channel }, occasion }: Omit<When, 'at'>,
): Promise<Versioned<Due> | undefined> {
  const found = await deps.store.dueItem(dueId(work, id, occasion));
  return found && isSameChannel(found.record.channel, channel) ? found : undefined;
}

/** Cancels an item, unless its post has begun to leave or it has ended. */
export async function cancelDue(deps: Deps, work: DueWork, when: Omit<When, 'at'>): Promise<void> {
  for (;;) {
    const found = await dueItemOf(deps, work, when);
    if (found?.record.state !== 'waiting' || found.record.sending) return;
    if (await deps.store.saveDue({ ...found.record, state: 'cancelled' }, found.version)) return;
  }
}
