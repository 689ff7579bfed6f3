import Holidays from 'date-holidays';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it, test } from 'vitest';
import { isWorkday, workdayBefore, workdayFrom } from '../../src/domain/workdays.ts';

const dateOf = (text: string) => Temporal.PlainDate.from(text);

// Written out by hand from Easter Sunday 2026-04-05, 2027-03-28 and 2028-04-16.
const holidays = [
  { date: '2026-01-01', weekday: 'Thursday', name: 'Nytårsdag' },
  { date: '2026-04-02', weekday: 'Thursday', name: 'Skærtorsdag' },
  { date: '2026-04-03', weekday: 'Friday', name: 'Langfredag' },
  { date: '2026-04-05', weekday: 'Sunday', name: 'Påskedag' },
  { date: '2026-04-06', weekday: 'Monday', name: 'Anden påskedag' },
  { date: '2026-05-14', weekday: 'Thursday', name: 'Kristi himmelfartsdag' },
  { date: '2026-05-24', weekday: 'Sunday', name: 'Pinsedag' },
  { date: '2026-05-25', weekday: 'Monday', name: 'Anden pinsedag' },
  { date: '2026-12-25', weekday: 'Friday', name: 'Juledag' },
  { date: '2026-12-26', weekday: 'Saturday', name: 'Anden juledag' },
  { date: '2027-01-01', weekday: 'Friday', name: 'Nytårsdag' },
  { date: '2027-03-25', weekday: 'Thursday', name: 'Skærtorsdag' },
  { date: '2027-03-26', weekday: 'Friday', name: 'Langfredag' },
  { date: '2027-03-28', weekday: 'Sunday', name: 'Påskedag' },
  { date: '2027-03-29', weekday: 'Monday', name: 'Anden påskedag' },
  { date: '2027-05-06', weekday: 'Thursday', name: 'Kristi himmelfartsdag' },
  { date: '2027-05-16', weekday: 'Sunday', name: 'Pinsedag' },
  { date: '2027-05-17', weekday: 'Monday', name: 'Anden pinsedag' },
  { date: '2027-12-25', weekday: 'Saturday', name: 'Juledag' },
  { date: '2027-12-26', weekday: 'Sunday', name: 'Anden juledag' },
  { date: '2028-01-01', weekday: 'Saturday', name: 'Nytårsdag' },
  { date: '2028-04-13', weekday: 'Thursday', name: 'Skærtorsdag' },
  { date: '2028-04-14', weekday: 'Friday', name: 'Langfredag' },
  { date: '2028-04-16', weekday: 'Sunday', name: 'Påskedag' },
  { date: '2028-04-17', weekday: 'Monday', name: 'Anden påskedag' },
  { date: '2028-05-25', weekday: 'Thursday', name: 'Kristi himmelfartsdag' },
  { date: '2028-06-04', weekday: 'Sunday', name: 'Pinsedag' },
  { date: '2028-06-05', weekday: 'Monday', name: 'Anden pinsedag' },
  { date: '2028-12-25', weekday: 'Monday', name: 'Juledag' },
  { date: '2028-12-26', weekday: 'Tuesday', name: 'Anden juledag' },
];

const officesClosed = [
  { date: '2026-06-05', weekday: 'Friday', name: 'Grundlovsdag' },
  { date: '2026-12-24', weekday: 'Thursday', name: 'Juleaftensdag' },
  { date: '2026-12-31', weekday: 'Thursday', name: 'Nytårsaftensdag' },
  { date: '2027-06-05', weekday: 'Saturday', name: 'Grundlovsdag' },
  { date: '2027-12-24', weekday: 'Friday', name: 'Juleaftensdag' },
  { date: '2027-12-31', weekday: 'Friday', name: 'Nytårsaftensdag' },
  { date: '2028-06-05', weekday: 'Monday', name: 'Grundlovsdag' },
  { date: '2028-12-24', weekday: 'Sunday', name: 'Juleaftensdag' },
  { date: '2028-12-31', weekday: 'Sunday', name: 'Nytårsaftensdag' },
];

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const weekdayOf = (date: Temporal.PlainDate) => weekdays[date.dayOfWeek - 1] ?? '';
const isWeekend = (date: Temporal.PlainDate) => ['Saturday', 'Sunday'].includes(weekdayOf(date));

function* daysOf(firstYear: number, lastYear: number): Generator<Temporal.PlainDate> {
  const end = dateOf(`${lastYear + 1}-01-01`);
  for (let day = dateOf(`${firstYear}-01-01`); !day.equals(end); day = day.add({ days: 1 })) yield day;
}

describe('municipal offices', () => {
  it.each(holidays)('are closed on $weekday $date, $name', ({ date, weekday }) => {
    expect(weekdayOf(dateOf(date))).toBe(weekday);
    expect(isWorkday(dateOf(date))).toBe(false);
  });

  it.each(officesClosed)('are closed on $weekday $date, $name, though it is no public holiday', ({ date, weekday }) => {
    expect(weekdayOf(dateOf(date))).toBe(weekday);
    expect(isWorkday(dateOf(date))).toBe(false);
  });

  it.each([
    { date: '2026-01-02', why: 'the day after nytårsdag' },
    { date: '2026-04-01', why: 'the day before skærtorsdag' },
    { date: '2026-04-07', why: 'the day after anden påskedag' },
    { date: '2026-05-01', why: '1 May, and what was store bededag until 2023' },
    { date: '2026-05-15', why: 'the day after Kristi himmelfartsdag' },
    { date: '2026-12-23', why: 'the day before juleaftensdag' },
    { date: '2026-12-28', why: 'the Monday after Christmas' },
    { date: '2026-12-30', why: 'the day before nytårsaftensdag' },
    { date: '2027-04-23', why: 'what was store bededag' },
    { date: '2028-02-29', why: 'leap day' },
    { date: '2028-05-12', why: 'what was store bededag' },
    { date: '2028-06-06', why: 'the day after anden pinsedag and grundlovsdag in one' },
  ])('are open on $date, $why', ({ date }) => {
    expect(isWorkday(dateOf(date))).toBe(true);
  });

  test('are closed on no other weekday from 2026 to 2028, and on every weekend', () => {
    const closed = new Set([...holidays, ...officesClosed].map(({ date }) => date));
    for (const day of daysOf(2026, 2028))
      expect(isWorkday(day), day.toString()).toBe(!isWeekend(day) && !closed.has(day.toString()));
  });

  // An act of parliament that adds or ends a holiday reaches the package; this test then asks for the change.
  test('keep the holidays that date-holidays knows of, 2024 to 2060', () => {
    const danish = new Holidays('DK', { types: ['public'] });
    for (let year = 2024; year <= 2060; year++) {
      const closed = new Set([`${year}-06-05`, `${year}-12-24`, `${year}-12-31`]);
      for (const { date } of danish.getHolidays(year)) closed.add(date.slice(0, 'YYYY-MM-DD'.length));
      const open = [...daysOf(year, year)].filter((day) => !isWeekend(day) && !closed.has(day.toString()));
      expect([...daysOf(year, year)].filter(isWorkday).map(String)).toEqual(open.map(String));
    }
  });
});

describe('the working day', () => {
  it.each([
    { date: '2026-11-25', from: '2026-11-25', before: '2026-11-24', why: 'an ordinary Wednesday' },
    { date: '2026-11-28', from: '2026-11-30', before: '2026-11-27', why: 'Saturday' },
    { date: '2026-11-29', from: '2026-11-30', before: '2026-11-27', why: 'Sunday' },
    { date: '2026-11-30', from: '2026-11-30', before: '2026-11-27', why: 'Monday' },
    { date: '2026-04-02', from: '2026-04-07', before: '2026-04-01', why: 'skærtorsdag' },
    { date: '2026-04-07', from: '2026-04-07', before: '2026-04-01', why: 'the Tuesday after Easter' },
    { date: '2026-12-24', from: '2026-12-28', before: '2026-12-23', why: 'Christmas into a weekend' },
    { date: '2026-12-31', from: '2027-01-04', before: '2026-12-30', why: 'New Year into a weekend' },
    { date: '2025-12-24', from: '2025-12-29', before: '2025-12-23', why: 'Christmas up to a weekend' },
    { date: '2028-06-03', from: '2028-06-06', before: '2028-06-02', why: 'pinse and grundlovsdag together' },
  ])('from $date is $from and the one before is $before: $why', ({ date, from, before }) => {
    expect(workdayFrom(dateOf(date)).toString()).toBe(from);
    expect(workdayBefore(dateOf(date)).toString()).toBe(before);
  });

  test('is never more than five days away', () => {
    for (const day of daysOf(2024, 2040))
      expect(day.until(workdayFrom(day), { largestUnit: 'day' }).days, day.toString()).toBeLessThanOrEqual(5);
  });
});
