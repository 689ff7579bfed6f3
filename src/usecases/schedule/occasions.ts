import { type Occasion, occasionsAfter, type Rule } from '../../domain/schedule.ts';
import { dueItemOf, scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import type { Versioned } from '../versioned.ts';
import type { LastOccasion, Schedule } from './schedule-ports.ts';

/** Schedules the reminder for the next time, under its day: one that was put off to the same day is the same reminder. */
export async function scheduleNext(deps: Deps, schedule: Schedule): Promise<void> {
  const { next } = schedule;
  if (next) await scheduleDue(deps, 'reassess', { subject: schedule, at: next.at, occasion: next.on });
}

/** Changes a schedule whatever others change meanwhile; one with another id is left alone. */
export async function changeSchedule(
  deps: Deps,
  { record, version }: Versioned<Schedule>,
  by: (schedule: Schedule) => Schedule,
): Promise<Schedule> {
  for (let kept: Versioned<Schedule> | undefined = { record, version }; kept?.record.id === record.id; ) {
    const after = by(kept.record);
    if (after === kept.record || (await deps.store.saveSchedule(after, kept.version))) return after;
    kept = await deps.store.schedule(record.channel);
  }
  return record;
}

/** What became of the last reminder, where one has come or was to. */
export async function lastOf(deps: Deps, schedule: Schedule): Promise<{ last?: LastOccasion }> {
  const { last: on } = schedule;
  const item = on === undefined ? undefined : await dueItemOf(deps, 'reassess', { subject: schedule, occasion: on });
  return on !== undefined && item ? { last: { on, state: item.record.state } } : {};
}

const mostShown = 3;

/** The next three times, what was put off included. */
export function upcoming(deps: Deps, { rule, next, snoozed: late, stopped }: Schedule): Occasion[] {
  if (stopped) return [];
  const after = next ? following(rule, next, mostShown - 1) : [];
  const all = [late?.to, next, ...after].filter((each) => each !== undefined);
  const byDay = new Map(all.map((each) => [each.on, each]));
  return [...byDay.values()]
    .filter(({ at }) => at > deps.now())
    .toSorted((a, b) => a.at - b.at)
    .slice(0, mostShown);
}

/** The next occasions after one. A trial is on no day of its rule, which would have it once more on the next working day. */
export function following(rule: Rule, { day, at }: Occasion, count: number): Occasion[] {
  return occasionsAfter(rule, at, count).filter((each) => each.day !== day);
}
