import { easter } from 'date-easter';
import { Temporal } from 'temporal-polyfill';

/**
 * Days on which Danish municipal offices are open. The rules stand here because they are few and only an act of
 * parliament changes a public holiday. The package date-holidays knows them too, but loads every country and
 * calendar, 0.2 s and 40 MB of it; so only the tests ask it, and fail when the two differ.
 */

const closedByDate = new Set([
  '01-01', // nytårsdag
  '06-05', // grundlovsdag, no public holiday, but municipal offices are closed
  '12-24', // juleaftensdag, as 5 June
  '12-25', // juledag
  '12-26', // anden juledag
  '12-31', // nytårsaftensdag, as 5 June
]);

/** Days from Easter Sunday. Store bededag, the 26th, has been a working day since 2024. */
const closedByEaster = new Set([
  -3, // skærtorsdag
  -2, // langfredag
  0, // påskedag
  1, // anden påskedag
  39, // Kristi himmelfartsdag
  49, // pinsedag
  50, // anden pinsedag
]);

const saturday = 6;

/** Whether municipal offices are open: no weekend, no public holiday, not 5 June, 24 or 31 December. */
export function isWorkday(date: Temporal.PlainDate): boolean {
  if (date.dayOfWeek >= saturday) return false;
  if (closedByDate.has(date.toString().slice(-'MM-DD'.length))) return false;
  const { month, day } = easter(date.year);
  return !closedByEaster.has(date.with({ month, day }).until(date, { largestUnit: 'day' }).days);
}

/** The date itself or the next working day. */
export function workdayFrom(date: Temporal.PlainDate): Temporal.PlainDate {
  let day = date;
  while (!isWorkday(day)) day = day.add({ days: 1 });
  return day;
}

/** @param day a plain date. @returns that of the first working day when so many days have passed. */
export function workdayAfter(day: string, days: number): string {
  return workdayFrom(Temporal.PlainDate.from(day).add({ days })).toString();
}

/** The last working day before the date. */
export function workdayBefore(date: Temporal.PlainDate): Temporal.PlainDate {
  let day = date.subtract({ days: 1 });
  while (!isWorkday(day)) day = day.subtract({ days: 1 });
  return day;
}
