import type { Channel } from '../../domain/channel.ts';
import type { Lease, WorkOutcome } from '../due/lease.ts';
import { scheduleDue } from '../due/schedule-due.ts';
import { whenLate } from '../due/work.ts';
import { focusesOf } from '../plan/shown-plan.ts';
import type { Deps } from '../ports.ts';
import { sendOnce } from '../posts/send.ts';
import { latestRound, openRound } from '../round/rounds.ts';
import type { Versioned } from '../versioned.ts';
import { changeSchedule, following, scheduleNext, upcoming } from './occasions.ts';
import type { Schedule } from './schedule-ports.ts';

/** Says that it is time to score again: what the last round came to, and a button to start. */
export async function reassess(deps: Deps, channel: Channel, lease: Lease): Promise<WorkOutcome> {
  const { dueAt, occasion } = lease.due;
  const found = await scheduleOf(deps, channel, lease);
  if (!found || found.record.stopped) return { state: 'cancelled' };
  // The next time is scheduled before this one is made, so that a crash in between does not end the row.
  const schedule = await moveOn(deps, found, { at: dueAt, day: occasion });
  const late = whenLate(deps, lease, schedule.rule.zone);
  if (late) return late;
  // People who are scoring already need no reminder to.
  if (await openRound(deps, channel)) return { state: 'cancelled' };
  const notice = await reminderOf(deps, channel, { schedule, day: occasion });
  return sendOnce(deps, { channel, lease }, (before) => deps.messenger.post(channel, notice, before));
}

/** The channel can be written in again: a time that passed meanwhile is left out, and the next is scheduled. */
export async function resumeSchedule(deps: Deps, channel: Channel): Promise<void> {
  const found = await deps.store.schedule(channel);
  if (!found) return;
  if (found.record.older) await scheduleDue(deps, 'schedule', { subject: found.record });
  if (!found.record.stopped) await moveOn(deps, found, { at: deps.now() });
}

/** What the reminder of a day shows. @param on the day is a plain date. */
export async function reminderOf(deps: Deps, channel: Channel, on: { schedule: Schedule; day: string }) {
  const round = await latestRound(deps, channel);
  const plan = await focusesOf(deps, channel, round);
  const shown = { language: channel.language, upcoming: upcoming(deps, on.schedule) };
  return { card: 'reassess' as const, ...on, ...shown, ...(round && { round }), ...(plan.length > 0 && { plan }) };
}

/**
 * Leaves the times up to `at` behind, epoch milliseconds, and schedules the next one; where that has passed as well it is
 * not too late for it yet.
 * @param come the day is the one that has come, a plain date.
 */
async function moveOn(
  deps: Deps,
  found: Versioned<Schedule>,
  { at, day = '' }: { at: number; day?: string },
): Promise<Schedule> {
  const after = await changeSchedule(deps, found, (schedule) => {
    const { next: passed, last = '', ...rest } = schedule;
    const come = day > last ? { last: day } : { ...(last && { last }) };
    if (!passed || passed.at > at) return day > last ? { ...schedule, ...come } : schedule;
    const [next] = following(schedule.rule, { ...passed, at }, 1);
    return { ...rest, ...come, ...(next && { next }) };
  });
  await scheduleNext(deps, after);
  return after;
}

/** The schedule that a due item is for, unless another has taken its place. */
export async function scheduleOf(
  deps: Deps,
  channel: Channel,
  { due }: Lease,
): Promise<Versioned<Schedule> | undefined> {
  const found = await deps.store.schedule(channel);
  return found?.record.id === due.subject ? found : undefined;
}
