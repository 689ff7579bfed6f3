import type { Channel } from '../../domain/channel.ts';
import { lateness } from '../../domain/schedule.ts';
import { type Lease, type Outcome, sendOnce } from '../due/lease.ts';
import { refusedBy } from '../due/posts.ts';
import { focusesOf } from '../plan/shown-plan.ts';
import type { Deps } from '../ports.ts';
import { openRound } from '../round/rounds.ts';
import type { Versioned } from '../versioned.ts';
import { change, following, scheduleNext, upcoming } from './occasions.ts';
import type { Schedule } from './schedule-ports.ts';

/** It is time to score again: what the last round came to, and a button to start. */
export async function reassess(deps: Deps, channel: Channel, lease: Lease): Promise<Outcome> {
  const found = await own(deps, channel, lease);
  if (!found) return { state: 'cancelled' };
  // The next time is noted before this one is made, so that a crash in between does not end the row.
  const schedule = await moveOn(deps, found, lease.due.dueAt, lease.due.occasion);
  return remind(deps, channel, lease, schedule);
}

async function remind(deps: Deps, channel: Channel, lease: Lease, schedule: Schedule): Promise<Outcome> {
  const late = lateness(lease.due.dueAt, deps.now(), schedule.rule.zone);
  if (late === 'tooLate') return { state: 'skippedLate' };
  if (late !== 'now') return { visibleAt: late.at };
  // People who are scoring already need no reminder to.
  if (await openRound(deps, channel)) return { state: 'cancelled' };
  const notice = await noticeOf(deps, channel, schedule, lease.due.occasion);
  const sent = await sendOnce(lease, () => deps.messenger.post(channel, notice));
  if (sent.refused !== undefined) await refusedBy(deps, channel, sent.refused);
  return sent;
}

/** The channel can be written to again: a time that passed meanwhile is let go, and the next is noted. */
export async function resumeSchedule(deps: Deps, channel: Channel): Promise<void> {
  const found = await deps.store.schedule(channel);
  if (found && !found.record.stopped) await moveOn(deps, found, deps.now());
}

export async function noticeOf(deps: Deps, channel: Channel, schedule: Schedule, day: string) {
  const { language, latestRoundId } = channel;
  const round = latestRoundId === undefined ? undefined : (await deps.store.round(channel, latestRoundId))?.record;
  const plan = await focusesOf(deps, channel, round);
  const notice = { card: 'reassess', language, schedule, day, upcoming: upcoming(deps, schedule) } as const;
  return { ...notice, ...(round && { round }), ...(plan.length > 0 && { plan }) };
}

/**
 * Lets the times up to `at` go, and notes the next one; where that has passed as well it is not too late for it yet.
 * @param on the day that has come.
 */
async function moveOn(deps: Deps, found: Versioned<Schedule>, at: number, on = ''): Promise<Schedule> {
  const after = await change(deps, found, (schedule) => {
    const { next: passed, last = '', ...rest } = schedule;
    const come = on > last ? { last: on } : { ...(last && { last }) };
    if (!passed || passed.at > at) return on > last ? { ...schedule, ...come } : schedule;
    const [next] = following(schedule.rule, { ...passed, at }, 1);
    return { ...rest, ...come, ...(next && { next }) };
  });
  await scheduleNext(deps, after);
  return after;
}

/** The schedule that a due item is for, unless another has taken its place or it was stopped. */
export async function own(deps: Deps, channel: Channel, { due }: Lease): Promise<Versioned<Schedule> | undefined> {
  const found = await deps.store.schedule(channel);
  return found?.record.id === due.subject && !(due.work === 'reassess' && found.record.stopped) ? found : undefined;
}
