import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterEach, describe, expect, it, test, vi } from 'vitest';
import {
  type Cadence,
  daytime,
  lateness,
  nudgeTimes,
  type Occasion,
  occasionsAfter,
  type Rule,
  snoozed,
} from '../../src/domain/schedule.ts';
import { instantOf } from '../../src/domain/wall-time.ts';
import { isWorkday } from '../../src/domain/workdays.ts';
import { local, said, zone } from './wall-time.ts';

const hour = 3_600_000;

const utc = (instant: number) => new Date(instant).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
const everyMonths = (every: number, from: string, time = '08:00', inZone = zone): Rule => ({
  cadence: { kind: 'months', every },
  from,
  time,
  zone: inZone,
});
const onDate = (date: string): Rule => ({ cadence: { kind: 'date', date }, from: '2026-01-05', time: '08:00', zone });
const days = (occasions: Occasion[]) => occasions.map(({ day }) => day);
const workdays = (occasions: Occasion[]) => occasions.map(({ on }) => on);

describe('a wall time', () => {
  it.each([
    { day: '2026-01-15', time: '08:00', zone, at: '2026-01-15T07:00', why: 'winter' },
    { day: '2026-07-15', time: '08:00', zone, at: '2026-07-15T06:00', why: 'summer' },
    { day: '2026-03-28', time: '08:00', zone, at: '2026-03-28T07:00', why: 'the day before summer time' },
    { day: '2026-03-29', time: '01:59', zone, at: '2026-03-29T00:59', why: 'before the gap' },
    { day: '2026-03-29', time: '02:00', zone, at: '2026-03-29T01:00', why: 'in the gap: 03:00' },
    { day: '2026-03-29', time: '02:30', zone, at: '2026-03-29T01:30', why: 'in the gap: 03:30' },
    { day: '2026-03-29', time: '03:30', zone, at: '2026-03-29T01:30', why: 'after the gap' },
    { day: '2026-03-29', time: '08:00', zone, at: '2026-03-29T06:00', why: 'the first day of summer time' },
    { day: '2026-10-24', time: '08:00', zone, at: '2026-10-24T06:00', why: 'the day before winter time' },
    { day: '2026-10-25', time: '02:00', zone, at: '2026-10-25T00:00', why: 'the first of two' },
    { day: '2026-10-25', time: '02:30', zone, at: '2026-10-25T00:30', why: 'the first of two' },
    { day: '2026-10-25', time: '03:00', zone, at: '2026-10-25T02:00', why: 'after the fold' },
    { day: '2026-10-25', time: '08:00', zone, at: '2026-10-25T07:00', why: 'the first day of winter time' },
    { day: '2027-03-28', time: '02:30', zone, at: '2027-03-28T01:30', why: 'in the gap: 03:30' },
    { day: '2027-03-28', time: '08:00', zone, at: '2027-03-28T06:00', why: 'the first day of summer time' },
    { day: '2027-10-31', time: '02:30', zone, at: '2027-10-31T00:30', why: 'the first of two' },
    { day: '2027-10-31', time: '08:00', zone, at: '2027-10-31T07:00', why: 'the first day of winter time' },
    { day: '2026-01-15', time: '08:00', zone: 'Atlantic/Faroe', at: '2026-01-15T08:00', why: 'winter' },
    { day: '2026-07-15', time: '08:00', zone: 'Atlantic/Faroe', at: '2026-07-15T07:00', why: 'summer' },
    { day: '2026-01-15', time: '08:00', zone: 'America/Nuuk', at: '2026-01-15T10:00', why: 'winter' },
    { day: '2026-07-15', time: '08:00', zone: 'America/Nuuk', at: '2026-07-15T09:00', why: 'summer' },
    {
      day: '2026-03-28',
      time: '23:30',
      zone: 'America/Nuuk',
      at: '2026-03-29T01:30',
      why: 'in the gap, on to the 29th',
    },
  ])('of $day $time in $zone is $at in UTC: $why', ({ day, time, zone, at }) => {
    expect(utc(instantOf(day, time, zone))).toBe(at);
  });
});

describe('occasions every so many months', () => {
  test('begin one cadence after the day they are counted from', () => {
    expect(occasionsAfter(everyMonths(3, '2026-11-25'), local('2026-11-25 10:00'), 2)).toEqual([
      { day: '2027-02-25', on: '2027-02-25', at: Date.UTC(2027, 1, 25, 7) },
      { day: '2027-05-25', on: '2027-05-25', at: Date.UTC(2027, 4, 25, 6) },
    ]);
  });

  test('begin there also when asked long before', () => {
    expect(days(occasionsAfter(everyMonths(3, '2026-11-25'), local('2020-01-01 00:00'), 1))).toEqual(['2027-02-25']);
  });

  test('of a 31st are on the last day of shorter months, and on the 31st again after them', () => {
    const found = occasionsAfter(everyMonths(1, '2027-01-31'), local('2027-01-31 12:00'), 5);
    expect(days(found)).toEqual(['2027-02-28', '2027-03-31', '2027-04-30', '2027-05-31', '2027-06-30']);
    expect(workdays(found)).toEqual(['2027-03-01', '2027-03-31', '2027-04-30', '2027-05-31', '2027-06-30']);
  });

  test('of a leap day are on 28 February, and on the 29th in the next leap year', () => {
    const found = occasionsAfter(everyMonths(12, '2028-02-29'), local('2028-02-29 12:00'), 4);
    expect(days(found)).toEqual(['2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29']);
  });

  test('fall on a leap day', () => {
    expect(days(occasionsAfter(everyMonths(3, '2027-08-29'), local('2027-12-01 00:00'), 1))).toEqual(['2028-02-29']);
  });

  it.each([
    { day: '2026-12-24', on: '2026-12-28', why: 'Christmas' },
    { day: '2027-03-25', on: '2027-03-30', why: 'Easter' },
    { day: '2027-06-05', on: '2027-06-07', why: 'a Saturday' },
    { day: '2026-12-31', on: '2027-01-04', why: 'New Year' },
    { day: '2026-11-30', on: '2026-11-30', why: 'a working day' },
  ])('of $day are on $on: $why', ({ day, on }) => {
    const from = Temporal.PlainDate.from(day).subtract({ years: 1 }).toString();
    const [occasion] = occasionsAfter(everyMonths(12, from), local(`${from} 08:00`), 1);
    expect(occasion).toMatchObject({ on, at: local(`${on} 08:00`) });
  });

  test('that have been moved to after now still come, though the day by the rule has passed', () => {
    const rule = everyMonths(6, '2026-06-24');
    expect(occasionsAfter(rule, local('2026-12-25 12:00'), 2)).toEqual([
      { day: '2026-12-24', on: '2026-12-28', at: local('2026-12-28 08:00') },
      { day: '2027-06-24', on: '2027-06-24', at: local('2027-06-24 08:00') },
    ]);
  });

  test('come strictly after the moment, to the millisecond', () => {
    const rule = everyMonths(3, '2026-11-25');
    const first = local('2027-02-25 08:00');
    expect(days(occasionsAfter(rule, first - 1, 1))).toEqual(['2027-02-25']);
    expect(days(occasionsAfter(rule, first, 1))).toEqual(['2027-05-25']);
    expect(days(occasionsAfter(rule, first + 1, 1))).toEqual(['2027-05-25']);
  });

  test('keep the wall time over summer time', () => {
    const found = occasionsAfter(everyMonths(1, '2026-09-15'), local('2026-09-15 12:00'), 8);
    expect(found.map(({ at }) => said(at).slice(-5))).toEqual(Array(8).fill('08:00'));
    expect(new Set(found.map(({ at }) => utc(at).slice(-5)))).toEqual(new Set(['06:00', '07:00']));
  });

  it.each(['Atlantic/Faroe', 'America/Nuuk', 'Pacific/Kiritimati'])(
    'are told in %s, whatever day it is in Denmark',
    (far) => {
      const rule = everyMonths(1, '2026-11-02', '00:05', far);
      const first = local('2026-12-02 00:05', far);
      expect(occasionsAfter(rule, first - 1, 1)).toEqual([{ day: '2026-12-02', on: '2026-12-02', at: first }]);
      expect(days(occasionsAfter(rule, first, 1))).toEqual(['2027-01-02']);
    },
  );

  test('are as many as asked for, also none', () => {
    expect(occasionsAfter(everyMonths(3, '2026-11-25'), 0, 0)).toEqual([]);
    expect(occasionsAfter(everyMonths(3, '2026-11-25'), 0, 40)).toHaveLength(40);
  });

  it.each([0, -3, 1.5, Number.NaN])('are refused every %d months', (every) => {
    expect(() => occasionsAfter(everyMonths(every, '2026-11-25'), 0, 1)).toThrow(
      `every ${every} months: a cadence is a whole number of months from 1 up`,
    );
  });

  it.each([
    { every: 3, count: 40 },
    { every: 6, count: 20 },
    { every: 12, count: 10 },
  ])(
    'every $every over ten years are on working days, each after the one before, from every day of a leap year',
    ({ every, count }) => {
      for (let from = Temporal.PlainDate.from('2028-01-01'); from.year === 2028; from = from.add({ days: 1 }))
        expectSound(everyMonths(every, from.toString()), local(`${from} 12:00`), count);
    },
  );

  test('are sound from any day, at any time, in any zone, at any cadence', () => {
    fc.assert(
      fc.property(anyRule, fc.integer({ min: 0, max: 20 * 365 * 24 }), (rule, hours) => {
        expectSound(rule, Date.UTC(2024, 0, 1) + hours * hour, 13);
      }),
      { numRuns: 300 },
    );
  });

  test('are the same whether asked one after the other or all at once', () => {
    fc.assert(
      fc.property(anyRule, (rule) => {
        const all = occasionsAfter(rule, Date.UTC(2024, 0, 1), 13);
        let after = Date.UTC(2024, 0, 1);
        for (const occasion of all) {
          expect(occasionsAfter(rule, after, 1)).toEqual([occasion]);
          after = occasion.at;
        }
      }),
      { numRuns: 100 },
    );
  });
});

const anyRule: fc.Arbitrary<Rule> = fc
  .record({
    every: fc.integer({ min: 1, max: 24 }),
    day: fc.integer({ min: 0, max: 20 * 365 }),
    minutes: fc.integer({ min: 0, max: 24 * 60 - 1 }),
    zone: fc.constantFrom(zone, 'Atlantic/Faroe', 'America/Nuuk', 'Pacific/Kiritimati', 'UTC'),
  })
  .map(({ every, day, minutes, zone }) => ({
    cadence: { kind: 'months', every } satisfies Cadence,
    from: Temporal.PlainDate.from('2024-01-01').add({ days: day }).toString(),
    time: Temporal.PlainTime.from('00:00').add({ minutes }).toString({ smallestUnit: 'minute' }),
    zone,
  }));

/** On working days, at the rule's time, each after the one before, all after the moment, none twice. */
function expectSound(rule: Rule, after: number, count: number) {
  const found = occasionsAfter(rule, after, count);
  expect(found).toHaveLength(count);
  let last = after;
  for (const { day, on, at } of found) {
    expect(isWorkday(Temporal.PlainDate.from(on)), on).toBe(true);
    expect(on >= day && day > rule.from, `${day} on ${on}`).toBe(true);
    expect(at).toBe(instantOf(on, rule.time, rule.zone));
    expect(at).toBeGreaterThan(last);
    last = at;
  }
  expect(new Set(workdays(found)).size).toBe(count);
  expect(new Set(days(found)).size).toBe(count);
}

describe('an occasion on a date', () => {
  test('comes once', () => {
    expect(occasionsAfter(onDate('2027-03-01'), local('2026-11-25 12:00'), 3)).toEqual([
      { day: '2027-03-01', on: '2027-03-01', at: local('2027-03-01 08:00') },
    ]);
  });

  test('comes on the next working day', () => {
    expect(occasionsAfter(onDate('2026-12-24'), local('2026-12-24 12:00'), 3)).toEqual([
      { day: '2026-12-24', on: '2026-12-28', at: local('2026-12-28 08:00') },
    ]);
  });

  test('comes no more once it has been, and not where none is asked for', () => {
    expect(occasionsAfter(onDate('2027-03-01'), local('2027-03-01 08:00'), 3)).toEqual([]);
    expect(occasionsAfter(onDate('2027-03-01'), local('2026-11-25 12:00'), 0)).toEqual([]);
  });
});

describe('an occasion put off', () => {
  it.each([
    { on: '2026-11-25', days: 7, day: '2026-12-02', moved: '2026-12-02', at: '2026-12-02T07:00' },
    { on: '2026-12-17', days: 7, day: '2026-12-24', moved: '2026-12-28', at: '2026-12-28T07:00' },
    { on: '2027-03-18', days: 7, day: '2027-03-25', moved: '2027-03-30', at: '2027-03-30T06:00' },
    { on: '2027-12-27', days: 7, day: '2028-01-03', moved: '2028-01-03', at: '2028-01-03T07:00' },
    { on: '2026-11-25', days: 3, day: '2026-11-28', moved: '2026-11-30', at: '2026-11-30T07:00' },
  ])('by $days days from $on is on $moved', ({ on, days, day, moved, at }) => {
    const occasion = snoozed(on, days, { time: '08:00', zone });
    expect(occasion).toMatchObject({ day, on: moved });
    expect(utc(occasion.at)).toBe(at);
  });
});

describe("the process's own zone", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const zones = ['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/New_York', 'Europe/Copenhagen'];

  it.each(zones)('%s changes nothing', (processZone) => {
    const before = samples();
    vi.stubEnv('TZ', processZone);
    // Without this the test would pass where the process does not take the zone.
    expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(processZone);
    expect(samples()).toEqual(before);
  });
});

function samples() {
  return [
    ...zonesOfRules.flatMap((inZone) => occasionsAfter(everyMonths(1, '2026-01-31', '02:30', inZone), 0, 24)),
    instantOf('2026-03-29', '02:30', zone),
    instantOf('2026-10-25', '02:30', zone),
    snoozed('2026-12-17', 7, { time: '08:00', zone }),
    lateness(local('2026-11-25 23:00'), local('2026-11-26 03:00'), zone),
    lateness(local('2026-11-27 15:00'), local('2026-11-27 17:59'), zone),
    daytime(local('2026-11-25 16:00'), local('2026-11-26 03:00'), zone),
    nudgeTimes(local('2026-12-18 10:00'), local('2027-01-04 16:00'), zone),
  ];
}
const zonesOfRules = [zone, 'Atlantic/Faroe', 'America/Nuuk'];
