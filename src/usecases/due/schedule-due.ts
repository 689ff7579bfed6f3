import type { ChannelKey } from '../../domain/round.ts';
import type { Deps } from '../ports.ts';
import type { Due, DueWork } from './due-ports.ts';

/** What a due item is for: a round or a schedule. */
export interface Subject {
  id: string;
  channel: ChannelKey;
}

/**
 * Notes that something is to be done at a time, epoch milliseconds, unless it was to be done sooner already. Its id is
 * made of what it says, so that the same thing noted twice is done once.
 * @param occasion which of the subject's several times.
 */
export async function scheduleDueAt(
  deps: Deps,
  work: DueWork,
  { id: subject, channel }: Subject,
  at: number,
  occasion = '',
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

/** As `armAt`, in so many milliseconds from now. */
export async function scheduleDue(deps: Deps, work: DueWork, subject: Subject, inMs: number): Promise<void> {
  await scheduleDueAt(deps, work, subject, deps.now() + inMs);
}

export function dueId(work: DueWork, subject: string, occasion = ''): string {
  return occasion === '' ? `${work}:${subject}` : `${work}:${subject}:${occasion}`;
}

/** Takes back what was noted, unless it has begun to leave or has ended. */
export async function cancelDue(deps: Deps, id: string): Promise<void> {
  for (;;) {
    const found = await deps.store.dueItem(id);
    if (found?.record.state !== 'waiting' || found.record.sending) return;
    if (await deps.store.saveDue({ ...found.record, state: 'cancelled' }, found.version)) return;
  }
}

/** How long work waits that is noted before the change it follows from; the change done, it is armed anew for at once. */
export const crashFallbackDelayMs = 5_000;
