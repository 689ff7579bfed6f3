import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  applyVote,
  byDots,
  faultsOfDecision,
  mostDots,
  startingPoint,
  tally,
  type Vote,
} from '../../src/domain/choosing.ts';
import { lists, type Priorities, type Priority } from '../../src/domain/priorities.ts';
import { full } from './distributions.ts';

const units = ['a', 'b', 'c', 'd', 'e'];
const key = { roundId: 'r1', person: 'p1' };
const noon = Date.UTC(2026, 11, 1, 12);
const fingerprintOf = (said: string) => createHmac('sha256', 'key').update(said).digest('base64url');

const pressAt = (at: number) => ({ now: () => at, fingerprintOf });

function vote(current: Vote | undefined, seen: number, chosen: string[], at = noon): Vote {
  const after = applyVote(current, { ...key, seen, units: chosen }, pressAt(at)) ?? current;
  if (!after) throw new Error('no vote');
  return after;
}

const priority = (unitId: string): Priority => ({
  themeId: 't',
  unitId,
  standing: { height: 'low', split: false, few: false },
  result: full(4, 0, 0, 0),
});

function suggested(given: Partial<Record<keyof Priorities, string[]>>): Priorities {
  return Object.fromEntries(lists.map((list) => [list, (given[list] ?? []).map(priority)])) as Priorities;
}

describe('a vote', () => {
  test('given first is revision 1, moved it is the next, and the same again is nothing new', () => {
    const first = vote(undefined, 0, ['b', 'a']);
    expect(first).toMatchObject({ ...key, units: ['a', 'b'], revision: 1 });
    expect(applyVote(first, { ...key, seen: 1, units: ['a', 'b'] }, pressAt(noon))).toBeUndefined();
    expect(vote(first, 1, ['c'])).toMatchObject({ units: ['c'], revision: 2 });
  });

  test('that comes again late after it was moved changes nothing', () => {
    const moved = vote(vote(undefined, 0, ['a']), 1, ['b']);
    expect(applyVote(moved, { ...key, seen: 0, units: ['a'] }, pressAt(noon + 30_000))).toBeUndefined();
    expect(vote(moved, 2, ['a'], noon + 30_000).units).toEqual(['a']);
    expect(vote(moved, 0, ['a'], noon + 300_000).units).toEqual(['a']);
  });
});

describe('the dots', () => {
  const votes = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ units: ['a', units[1 + (i % 4)] ?? 'b'] }));

  it.each([3, 4, 5, 10])('of a confidential round are told from %i voters up, and of nobody', (smallestGroup) => {
    const told = (count: number) => tally(votes(count), { privacy: 'confidential', smallestGroup });
    expect(told(0)).toEqual({ voters: 0, dots: {} });
    for (let count = 1; count < smallestGroup; count++) expect(told(count)).toEqual({ voters: count });
    expect(told(smallestGroup).dots?.a).toBe(smallestGroup);
  });

  it('of an open round are told however few voted', () => {
    expect(tally(votes(1), { privacy: 'open', smallestGroup: 4 })).toEqual({ voters: 1, dots: { a: 1, b: 1 } });
  });

  it('are as many as were put', () => {
    const some = fc.array(
      fc.record({ units: fc.uniqueArray(fc.constantFrom(...units), { minLength: 1, maxLength: 3 }) }),
    );
    fc.assert(
      fc.property(some, (given) => {
        const { dots = {} } = tally(given, { privacy: 'open', smallestGroup: 4 });
        const put = given.reduce((sum, each) => sum + each.units.length, 0);
        expect(Object.values(dots).reduce((sum, count) => sum + count, 0)).toBe(put);
      }),
    );
  });

  it('are shown most first, ties in the wheel’s order, and without units that have none', () => {
    const outcome = { voters: 5, dots: { c: 2, a: 2, e: 4 } };
    expect(byDots(outcome, units).map(({ unitId }) => unitId)).toEqual(['e', 'a', 'c']);
  });
});

describe('what a decision starts from', () => {
  const start = (dots: Record<string, number> | undefined, given: Parameters<typeof suggested>[0]) =>
    startingPoint({ voters: 9, ...(dots && { dots }) }, suggested(given), units);

  it('is the three with most dots, each on the list that it was suggested for', () => {
    expect(start({ a: 5, b: 4, c: 3, d: 2 }, { longTerm: ['b'], shortTerm: ['d'] })).toEqual({
      short: ['a', 'c'],
      long: ['b'],
    });
  });

  it('is the long list for what has to be talked about first', () => {
    expect(start({ a: 5 }, { talkFirst: ['a'] })).toEqual({ short: [], long: ['a'] });
  });

  it('is what was suggested where the dots are not told, or are none', () => {
    const given = { shortTerm: ['d', 'a'], talkFirst: ['b'], longTerm: ['b', 'c'] };
    expect(start(undefined, given)).toEqual({ short: ['d', 'a'], long: ['b', 'c'] });
    expect(start({}, given)).toEqual({ short: ['d', 'a'], long: ['b', 'c'] });
  });

  it('is always a decision that could be made as it is, if there is anything', () => {
    const some = fc.subarray(units);
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...units), fc.integer({ min: 1, max: 9 })),
        some,
        some,
        some,
        (dots, a, b, c) => {
          const lists = start(dots, { shortTerm: a.slice(0, 2), talkFirst: b.slice(0, 2), longTerm: c.slice(0, 2) });
          expect(faultsOfDecision(lists).filter((fault) => fault !== 'none')).toEqual([]);
        },
      ),
    );
  });
});

describe('a decision', () => {
  it.each([
    [[], [], ['none']],
    [['a'], ['a'], ['twice']],
    [['a', 'b', 'c', 'd'], [], ['tooMany']],
    [['a'], ['b', 'c', 'd', 'a'], ['tooMany', 'twice']],
    [['a', 'b', 'c'], ['d', 'e'], []],
  ])('of %j and %j has the faults %j', (short, long, faults) => {
    expect(faultsOfDecision({ short, long })).toEqual(faults);
    expect(mostDots).toBe(3);
  });
});
