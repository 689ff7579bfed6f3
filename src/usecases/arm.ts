import type { Round } from '../domain/round.ts';
import type { DueWork, World } from './ports.ts';

/**
 * Notes that something is to be done for a round in so many milliseconds, unless it was to be done sooner already. Its
 * id is made of the work and the round, so that the same thing noted twice is done once.
 */
export async function arm(
  world: World,
  work: DueWork,
  { id, channel }: Pick<Round, 'id' | 'channel'>,
  inMs: number,
): Promise<void> {
  const now = world.now();
  await world.store.addDue({
    id: `${work}:${id}`,
    work,
    channel,
    roundId: id,
    dueAt: now,
    visibleAt: now + inMs,
    state: 'waiting',
    attempts: 0,
  });
  world.wake(inMs);
}

/** How long work waits that is noted before the change it follows from; the change done, it is armed anew for at once. */
export const safetyMs = 5_000;
