import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it, test } from 'vitest';
import { catchUp, daytime, type Lateness, lateness, nudgeTimes } from '../../src/domain/schedule.ts';
import { isWorkday } from '../../src/domain/workdays.ts';
import { local, said, zone } from './wall-time.ts';

const hour = 3_600_000;
const minute = 60_000;

// Wednesday 2026-11-25 and Thursday are ordinary; 28 and 29 November are a weekend.
const late: { due: string; now: string; outcome: string; why: string }[] = [
  { due: '2026-11-25 08:00', now: '2026-11-25 08:00', outcome: 'now', why: 'on time' },
  { due: '2026-11-25 08:00', now: '2026-11-25 08:05', outcome: 'now', why: '5 minutes late' },
  { due: '2026-11-25 08:00', now: '2026-11-25 14:00', outcome: 'now', why: '6 hours late, by day' },
  { due: '2026-11-25 08:00', now: '2026-11-25 17:59', outcome: 'now', why: 'the last minute of the day' },
  {
    due: '2026-11-25 08:00',
    now: '2026-11-25 18:00',
    outcome: 'tooLate',
    why: 'evening; next morning is 23 hours late',
  },
  { due: '2026-11-25 08:00', now: '2026-11-25 19:00', outcome: 'tooLate', why: '11 hours late, in the evening' },
  { due: '2026-11-25 08:00', now: '2026-11-30 08:00', outcome: 'tooLate', why: '5 days late' },
  { due: '2026-11-25 23:00', now: '2026-11-25 23:10', outcome: 'now', why: '10 minutes late, by night' },
  { due: '2026-11-25 23:00', now: '2026-11-25 23:11', outcome: '2026-11-26 07:00', why: '11 minutes late, by night' },
  { due: '2026-11-25 23:00', now: '2026-11-26 03:00', outcome: '2026-11-26 07:00', why: 'after midnight' },
  { due: '2026-11-25 23:00', now: '2026-11-26 06:59', outcome: '2026-11-26 07:00', why: 'a minute to seven' },
  { due: '2026-11-25 23:00', now: '2026-11-26 07:00', outcome: 'now', why: 'seven' },
  { due: '2026-11-25 23:00', now: '2026-11-26 11:00', outcome: 'now', why: '12 hours late, by day' },
  { due: '2026-11-25 23:00', now: '2026-11-26 11:01', outcome: 'tooLate', why: 'over 12 hours late, by day' },
  { due: '2026-11-25 19:00', now: '2026-11-25 20:00', outcome: '2026-11-26 07:00', why: 'seven is 12 hours late' },
  { due: '2026-11-25 18:59', now: '2026-11-25 20:00', outcome: 'tooLate', why: 'seven is over 12 hours late' },
  { due: '2026-11-27 20:00', now: '2026-11-27 22:00', outcome: 'tooLate', why: 'the next morning is a Saturday' },
  { due: '2026-11-28 08:00', now: '2026-11-28 10:00', outcome: 'tooLate', why: 'Saturday' },
  { due: '2026-11-29 10:00', now: '2026-11-29 12:00', outcome: 'tooLate', why: 'Sunday, Monday is 21 hours late' },
  { due: '2026-11-29 20:00', now: '2026-11-29 21:00', outcome: '2026-11-30 07:00', why: 'Sunday evening' },
  { due: '2026-11-29 20:00', now: '2026-11-30 06:00', outcome: '2026-11-30 07:00', why: 'Monday before seven' },
  { due: '2026-12-23 20:00', now: '2026-12-23 21:00', outcome: 'tooLate', why: 'the next morning is 24 December' },
  { due: '2026-12-24 08:00', now: '2026-12-24 08:10', outcome: 'now', why: 'on time on a closed day' },
  { due: '2026-12-24 08:00', now: '2026-12-24 09:00', outcome: 'tooLate', why: 'late on a closed day' },
  {
    due: '2027-03-29 20:00',
    now: '2027-03-29 21:00',
    outcome: '2027-03-30 07:00',
    why: 'the evening of anden påskedag',
  },
];

describe('a post that was due', () => {
  it.each(late)('at $due, at $now: $outcome ($why)', ({ due, now, outcome }) => {
    const expected: Lateness = outcome === 'now' || outcome === 'tooLate' ? outcome : { at: local(outcome) };
    expect(lateness(local(due), local(now), zone)).toEqual(expected);
  });

  test('is told by the day of its own zone', () => {
    const due = local('2026-11-27 15:00', 'America/Nuuk');
    expect(lateness(due, due + 2 * hour, 'America/Nuuk')).toBe('now');
    expect(lateness(due, due + 2 * hour, zone)).toBe('tooLate');
  });

  test('is never sent late by night or on a closed day, nor more than 12 hours late', () => {
    fc.assert(
      fc.property(anyMoment, fc.integer({ min: 0, max: 15 * 60 }), (due, minutes) => {
        const now = due + minutes * minute;
        const outcome = lateness(due, now, zone);
        const at = outcome === 'now' ? now : outcome === 'tooLate' ? undefined : outcome.at;
        if (at === undefined || at - due <= catchUp.graceMs) return;
        const then = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
        expect(isWorkday(then.toPlainDate())).toBe(true);
        expect(then.hour).toBeGreaterThanOrEqual(7);
        expect(then.hour).toBeLessThan(18);
        expect(at).toBeGreaterThanOrEqual(now);
        expect(at - due).toBeLessThanOrEqual(catchUp.withinMs);
        // Asked again at that time, the answer is to send it.
        expect(lateness(due, at, zone)).toBe('now');
      }),
      { numRuns: 500 },
    );
  });
});

const anyMoment = fc
  .integer({ min: 0, max: 5 * 365 * 24 * 60 })
  .map((minutes) => Date.UTC(2026, 0, 1) + minutes * minute);

describe('work that must be done however late', () => {
  it.each([
    { due: '2026-11-25 16:00', now: '2026-11-25 16:00', done: '2026-11-25 16:00', why: 'on time' },
    { due: '2026-11-25 23:00', now: '2026-11-25 23:10', done: '2026-11-25 23:10', why: 'on time by night' },
    { due: '2026-11-25 23:00', now: '2026-11-25 23:11', done: '2026-11-26 07:00', why: 'late by night' },
    { due: '2026-11-25 16:00', now: '2026-11-26 03:00', done: '2026-11-26 07:00', why: 'after midnight' },
    { due: '2026-11-25 16:00', now: '2026-11-25 17:59', done: '2026-11-25 17:59', why: 'late by day' },
    { due: '2026-11-25 16:00', now: '2026-11-25 18:00', done: '2026-11-26 07:00', why: 'late in the evening' },
    { due: '2026-11-25 16:00', now: '2026-11-28 12:00', done: '2026-11-28 12:00', why: 'a Saturday, 3 days late' },
    { due: '2026-11-25 16:00', now: '2026-12-24 20:00', done: '2026-12-25 07:00', why: 'Christmas, a month late' },
    { due: '2026-03-28 16:00', now: '2026-03-29 01:00', done: '2026-03-29 07:00', why: 'the night to summer time' },
    { due: '2026-10-24 16:00', now: '2026-10-25 01:00', done: '2026-10-25 07:00', why: 'the night to winter time' },
  ])('due at $due is done at $done when it is $now: $why', ({ due, now, done }) => {
    expect(daytime(local(due), local(now), zone)).toBe(local(done));
  });

  test('is done at once or the next morning', () => {
    fc.assert(
      fc.property(anyMoment, fc.integer({ min: 0, max: 60 * 24 * 60 }), (due, minutes) => {
        const now = due + minutes * minute;
        const at = daytime(due, now, zone);
        expect(at).toBeGreaterThanOrEqual(now);
        // 18:00 to 07:00, an hour more in the night to winter time.
        expect(at - now).toBeLessThanOrEqual(14 * hour);
        expect(daytime(due, at, zone)).toBe(at);
      }),
      { numRuns: 500 },
    );
  });
});

describe('reminders of an open round', () => {
  it.each([
    {
      why: 'two weeks',
      start: '2026-11-11 10:00',
      deadline: '2026-11-25 16:00',
      halfway: '2026-11-18 09:00',
      lastWorkday: '2026-11-24 09:00',
    },
    {
      why: 'halfway on a Saturday: the Friday before',
      start: '2026-11-18 10:00',
      deadline: '2026-12-08 16:00',
      halfway: '2026-11-27 09:00',
      lastWorkday: '2026-12-07 09:00',
    },
    {
      why: 'deadline on a Monday: the Friday before',
      start: '2026-11-16 10:00',
      deadline: '2026-11-30 16:00',
      halfway: '2026-11-23 09:00',
      lastWorkday: '2026-11-27 09:00',
    },
    {
      why: 'deadline on a Sunday: the Friday before',
      start: '2026-11-16 10:00',
      deadline: '2026-11-29 16:00',
      halfway: '2026-11-23 09:00',
      lastWorkday: '2026-11-27 09:00',
    },
    {
      why: 'over Christmas: both on working days',
      start: '2026-12-18 10:00',
      deadline: '2027-01-04 16:00',
      halfway: '2026-12-23 09:00',
      lastWorkday: '2026-12-30 09:00',
    },
    {
      why: 'over Christmas, both on the same day: one',
      start: '2026-12-22 10:00',
      deadline: '2026-12-28 16:00',
      lastWorkday: '2026-12-23 09:00',
    },
    {
      why: 'over Easter',
      start: '2027-03-22 10:00',
      deadline: '2027-03-30 16:00',
      lastWorkday: '2027-03-24 09:00',
    },
    {
      why: 'deadline tomorrow, started after nine: the morning of the deadline',
      start: '2026-11-24 10:00',
      deadline: '2026-11-25 16:00',
      halfway: '2026-11-25 09:00',
    },
    {
      why: 'deadline tomorrow, started before nine: today',
      start: '2026-11-24 08:00',
      deadline: '2026-11-25 15:00',
      lastWorkday: '2026-11-24 09:00',
    },
    { why: 'deadline today, started after nine: none', start: '2026-11-25 10:00', deadline: '2026-11-25 16:00' },
    {
      why: 'deadline today, started before nine',
      start: '2026-11-25 08:00',
      deadline: '2026-11-25 16:00',
      halfway: '2026-11-25 09:00',
    },
    { why: 'closed before nine: none', start: '2026-11-25 07:00', deadline: '2026-11-25 08:30' },
    { why: 'started at nine: none', start: '2026-11-25 09:00', deadline: '2026-11-26 09:00' },
    { why: 'closed at nine: none', start: '2026-11-24 20:00', deadline: '2026-11-25 09:00' },
    { why: 'Friday to Monday: none', start: '2026-11-27 12:00', deadline: '2026-11-30 09:00' },
    {
      why: 'a deadline at midnight ends the day before it',
      start: '2026-11-11 10:00',
      deadline: '2026-11-26 00:00',
      halfway: '2026-11-18 09:00',
      lastWorkday: '2026-11-24 09:00',
    },
    {
      why: 'nine is nine on both sides of summer time',
      start: '2027-03-15 10:00',
      deadline: '2027-04-09 16:00',
      halfway: '2027-03-24 09:00',
      lastWorkday: '2027-04-08 09:00',
    },
  ])('$start to $deadline, $why', ({ start, deadline, halfway, lastWorkday }) => {
    const times = nudgeTimes(local(start), local(deadline), zone);
    expect(Object.fromEntries(Object.entries(times).map(([key, at]) => [key, said(at)]))).toEqual({
      ...(halfway && { halfway }),
      ...(lastWorkday && { lastWorkday }),
    });
  });

  test('come at nine in the zone of the round', () => {
    const times = nudgeTimes(
      local('2026-11-11 10:00', 'America/Nuuk'),
      local('2026-11-25 16:00', 'America/Nuuk'),
      'America/Nuuk',
    );
    expect(times).toEqual({
      halfway: local('2026-11-18 09:00', 'America/Nuuk'),
      lastWorkday: local('2026-11-24 09:00', 'America/Nuuk'),
    });
  });

  test('always come at nine on a working day, after the start, before the deadline, and never both on one day', () => {
    fc.assert(
      fc.property(anyMoment, fc.integer({ min: 1, max: 400 * 24 * 60 }), (start, minutes) => {
        const deadline = start + minutes * minute;
        const times = Object.values(nudgeTimes(start, deadline, zone));
        for (const at of times) {
          expect(said(at)).toMatch(/ 09:00$/);
          expect(isWorkday(Temporal.PlainDate.from(said(at).slice(0, 10)))).toBe(true);
          expect(at > start && at < deadline).toBe(true);
        }
        expect(new Set(times).size).toBe(times.length);
      }),
      { numRuns: 500 },
    );
  });
});
