import type { ChannelKey } from '../../domain/round.ts';
import type { Due, DueWork, World } from '../ports.ts';

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
export async function armAt(
  world: World,
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
  await world.store.addDue(due);
  world.wake(at - world.now(), due.id);
}

/** As `armAt`, in so many milliseconds from now. */
export async function arm(world: World, work: DueWork, subject: Subject, inMs: number): Promise<void> {
  await armAt(world, work, subject, world.now() + inMs);
}

export function dueId(work: DueWork, subject: string, occasion = ''): string {
  return occasion === '' ? `${work}:${subject}` : `${work}:${subject}:${occasion}`;
}

/** Takes back what was noted, unless it has begun to leave or has ended. */
export async function disarm(world: World, id: string): Promise<void> {
  for (;;) {
    const found = await world.store.dueItem(id);
    if (found?.record.state !== 'waiting' || found.record.sending) return;
    if (await world.store.saveDue({ ...found.record, state: 'cancelled' }, found.version)) return;
  }
}

/** How long work waits that is noted before the change it follows from; the change done, it is armed anew for at once. */
export const safetyMs = 5_000;
