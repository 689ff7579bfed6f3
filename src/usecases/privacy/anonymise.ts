import type { Channel } from '../../domain/channel.ts';
import { type Round, traceableDays } from '../../domain/round.ts';
import type { Lease, WorkOutcome } from '../due/lease.ts';
import { scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { commentsOn } from './comments.ts';

/** Schedules when the answers of a confidential round that closes at this time, epoch milliseconds, are removed. */
export async function scheduleAnonymise(deps: Deps, round: Round, closedAt: number): Promise<void> {
  if (round.privacy === 'confidential')
    await scheduleDue(deps, 'anonymise', { subject: round, at: closedAt + traceableDays * 86_400_000 });
}

/**
 * Removes the answers of a closed, confidential round, so that nobody can find out who gave which, not even with the
 * database and the signing key. What they came to is in its summary; of what was written, that which others may read
 * stays, apart from who wrote it.
 */
export async function anonymise(deps: Deps, _channel: Channel, lease: Lease): Promise<WorkOutcome> {
  const { channel: key, subject } = lease.due;
  const round = (await deps.store.round(key, subject))?.record;
  if (!round?.summary || round.privacy !== 'confidential') return { state: 'cancelled' };
  const comments = await commentsOn(deps, round);
  for (const { themeId } of round.summary.themes) {
    await lease.hold();
    // Kept first, and once: begun again after a crash, this must not keep what is left of the answers instead.
    await deps.store.keepComments(round, themeId, comments.get(themeId) ?? []);
    await deps.store.removeAnswers(key, round.id, themeId);
  }
  return { state: 'done' };
}
