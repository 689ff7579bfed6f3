import { Temporal } from 'temporal-polyfill';
import { instantOf, localOf } from './wall-time.ts';
import { isWorkday, workdayBefore, workdayFrom } from './workdays.ts';

/** Every so many months, or once on a plain date. */
export type Cadence = { kind: 'months'; every: number } | { kind: 'date'; date: string };

/** Kept as people said it, wall time and zone, so that a change of summer time or of its law moves nothing. */
export interface Rule {
  cadence: Cadence;
  /** The plain date that months are counted from. */
  from: string;
  /** "08:00". */
  time: string;
  /** An IANA name, "Europe/Copenhagen". */
  zone: string;
}

/** One of the times that a rule comes to. */
export interface Occasion {
  /** The day by the rule, a plain date. */
  day: string;
  /** The working day it is on, a plain date. It names the occasion; two rules' days can come to the same one. */
  on: string;
  /** Epoch milliseconds. */
  at: number;
}

/**
 * The first `count` occasions after a moment, not at it; of a date at most the one. Throws where `every` is no whole
 * number from 1.
 */
export function occasionsAfter(rule: Rule, after: number, count: number): Occasion[] {
  const found: Occasion[] = [];
  for (const day of ruleDays(rule, after)) {
    if (found.length >= count) break;
    const occasion = occasionOn(day, rule.time, rule.zone);
    if (occasion.at > after) found.push(occasion);
  }
  return found;
}

/** The occasion put off by so many days. */
export function snoozed(on: string, days: number, { time, zone }: Pick<Rule, 'time' | 'zone'>): Occasion {
  return occasionOn(Temporal.PlainDate.from(on).add({ days }), time, zone);
}

/** How late a post may still come, and between which hours a late one comes. */
export const catchUp = { graceMs: 10 * 60_000, withinMs: 12 * 3_600_000, from: '07:00', to: '18:00' } as const;

/** `at`: epoch milliseconds. */
export type Lateness = 'now' | 'tooLate' | { at: number };

/**
 * What becomes of a post whose time has come: sent now, sent at the next morning (epoch milliseconds), or never. A late
 * post waits for a working day's hours, and one that would be more than 12 hours late is left out.
 */
export function lateness(due: number, now: number, zone: string): Lateness {
  if (now - due <= catchUp.graceMs) return 'now';
  if (now - due > catchUp.withinMs) return 'tooLate';
  const local = localOf(now, zone);
  const today = local.toPlainDate();
  if (isWorkday(today) && isDaytime(local)) return 'now';
  const next = workdayFrom(isBeforeMorning(local) ? today : today.add({ days: 1 }));
  const at = instantOf(next.toString(), catchUp.from, zone);
  return at - due <= catchUp.withinMs ? { at } : 'tooLate';
}

/**
 * When work is done that must be done however late, epoch milliseconds: now when on time or by day, else the next
 * morning.
 */
export function daytime(due: number, now: number, zone: string): number {
  const local = localOf(now, zone);
  if (now - due <= catchUp.graceMs || isDaytime(local)) return now;
  const today = local.toPlainDate();
  const next = isBeforeMorning(local) ? today : today.add({ days: 1 });
  return instantOf(next.toString(), catchUp.from, zone);
}

const nudgeTime = '09:00';

/**
 * When people are reminded of an open round, epoch milliseconds: on the working day at or before halfway, and on the
 * last working day before the deadline's day. One that would not come between start and deadline is left out, and so
 * is halfway where both are on one day.
 */
export function nudgeTimes(
  startedAt: number,
  deadline: number,
  zone: string,
): { halfway?: number; lastWorkday?: number } {
  const middle = localOf(startedAt + (deadline - startedAt) / 2, zone).toPlainDate();
  const middleWorkday = isWorkday(middle) ? middle : workdayBefore(middle);
  // A deadline at midnight ends the day before it.
  const deadlineDay = localOf(deadline - 1, zone).toPlainDate();
  const halfway = instantOf(middleWorkday.toString(), nudgeTime, zone);
  const lastWorkday = instantOf(workdayBefore(deadlineDay).toString(), nudgeTime, zone);
  const open = (at: number) => at > startedAt && at < deadline;
  return {
    ...(open(halfway) && halfway !== lastWorkday && { halfway }),
    ...(open(lastWorkday) && { lastWorkday }),
  };
}

/** Days by the rule, in order, from the last one at or before `after`, which may have been moved to after it. */
function* ruleDays({ cadence, from, zone }: Rule, after: number): Generator<Temporal.PlainDate> {
  if (cadence.kind === 'date') {
    yield Temporal.PlainDate.from(cadence.date);
    return;
  }
  const { every } = cadence;
  if (!Number.isInteger(every) || every < 1)
    throw new RangeError(`every ${every} months: a cadence is a whole number of months from 1 up`);
  const anchor = Temporal.PlainDate.from(from);
  const passed = anchor.until(localOf(after, zone).toPlainDate(), { largestUnit: 'month' }).months;
  // Each is counted from the anchor: from one to the next, the 31st would become the 28th and stay there. Closed days
  // come in less than a week on end, so that none moves past the next.
  for (let k = Math.max(1, Math.floor(passed / every)); ; k++) yield anchor.add({ months: every * k });
}

function occasionOn(day: Temporal.PlainDate, time: string, zone: string): Occasion {
  const on = workdayFrom(day).toString();
  return { day: day.toString(), on, at: instantOf(on, time, zone) };
}

function isBeforeMorning(local: Temporal.ZonedDateTime): boolean {
  return Temporal.PlainTime.compare(local.toPlainTime(), catchUp.from) < 0;
}

function isDaytime(local: Temporal.ZonedDateTime): boolean {
  return !isBeforeMorning(local) && Temporal.PlainTime.compare(local.toPlainTime(), catchUp.to) < 0;
}
