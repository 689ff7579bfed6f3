import { Temporal } from 'temporal-polyfill';
import { describe, expect, it, test } from 'vitest';
import type { Answer, Score } from '../../src/domain/answer.ts';
import { priorities } from '../../src/domain/priorities.ts';
import {
  bounds,
  closed,
  everyoneAnswered,
  faultsOf,
  mayLead,
  newRound,
  type RoundSettings,
  unitsIn,
} from '../../src/domain/round.ts';
import { roundSettings, terms } from '../support/round-settings.ts';
import { smallWheel } from './small-wheel.ts';

const wheel = smallWheel({ a: ['a1', 'a2'], b: [], c: ['c1'] });
const settings = roundSettings(wheel, { expected: 5, nudges: true, personalReminders: true, closeWhenAll: true });
const start = {
  id: 'r1',
  channel: { tenantId: 'tenant', conversationId: 'channel' },
  startedBy: 'starter',
  startedAt: Date.UTC(2026, 10, 30),
  thread: 'channel;messageid=1',
  terms,
};
const round = newRound(settings, wheel, start);

describe('the settings of a round', () => {
  const now = Date.parse('2026-11-30T10:00+01:00');
  const faults = (change: Partial<RoundSettings>) => faultsOf({ ...settings, ...change }, now);

  test('are all right', () => {
    expect(faults({})).toEqual([]);
  });

  it.each([1, 2, 1000])('may expect %d people', (expected) => {
    expect(faults({ expected })).toEqual([]);
  });

  it.each([0, -1, 1001, 2.5, Number.NaN, Number.POSITIVE_INFINITY])('may not expect %d people', (expected) => {
    expect(faults({ expected })).toEqual(['expected']);
  });

  it.each([
    { deadline: '2026-11-29', found: ['deadlinePast'] },
    { deadline: '2026-11-30', found: [] },
    { deadline: '2026-12-01', found: [] },
    { deadline: '2028-01-04', found: [] },
    { deadline: '2028-01-05', found: ['deadlineFar'] },
  ])('with the deadline $deadline on 2026-11-30 has the faults $found', ({ deadline, found }) => {
    const today = Temporal.PlainDate.from('2026-11-30');
    expect(today.until('2028-01-04', { largestUnit: 'day' }).days).toBe(bounds.deadlineDays);
    expect(faults({ deadline })).toEqual(found);
  });

  test('are told all their faults at once', () => {
    expect(faults({ expected: 0, deadline: '2025-01-01' })).toEqual(['expected', 'deadlinePast']);
  });
});

describe('a new round', () => {
  test('is open, keeps its settings, and has no summary', () => {
    expect(round).toMatchObject({ ...settings, ...start, state: 'open' });
    expect(round).not.toHaveProperty('summary');
  });

  test('asks for every focus area in depth, and for the theme where it has none', () => {
    expect(round.units).toEqual({ a: ['a1', 'a2'], b: ['b'], c: ['c1'] });
  });

  test('asks for one score a theme in a screening', () => {
    expect(newRound({ ...settings, depth: 'screening' }, wheel, start).units).toEqual({ a: ['a'], b: ['b'], c: ['c'] });
  });
});

describe('what is scored in a theme', () => {
  test('is what the round asks for', () => {
    expect(unitsIn(round, 'a')).toEqual(['a1', 'a2']);
  });

  it.each(['d', '', 'constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'is nothing for %j, a theme that the round does not have',
    (themeId) => {
      expect(unitsIn(round, themeId)).toBeUndefined();
    },
  );
});

describe('a round that closes', () => {
  const answer = (person: string, themeId: string, scores: Record<string, Score>): Answer => ({
    roundId: 'r1',
    themeId,
    person,
    scores,
    comment: '',
    savedAt: 1,
    revision: 1,
    accepted: [],
  });
  const answers = [
    ...['p1', 'p2', 'p3', 'p4'].map((person) => answer(person, 'a', { a1: 1, a2: 'dontKnow' })),
    answer('p1', 'b', { b: 4 }),
    answer('p5', 'b', { b: 4 }),
  ];
  const end = { closedAt: Date.UTC(2026, 11, 10), smallestGroup: 4, pictureId: 'picture' };
  const done = closed({ ...round, state: 'closing', closedBy: 'deadline' }, { wheel, answers }, end);

  test('has its results worked out and frozen, by its own privacy and the smallest group of the day', () => {
    expect(done).toMatchObject({ ...settings, ...start, state: 'closed', closedBy: 'deadline', units: round.units });
    expect(done.summary).toMatchObject({ ...end, people: 5 });
    expect(done.summary?.themes.map(({ themeId, people, result }) => [themeId, people, result.level])).toEqual([
      ['a', 4, 'full'],
      ['b', 2, 'half'],
      ['c', 0, 'none'],
    ]);
    const found = done.summary && priorities(done.summary);
    expect(found?.shortTerm.map(({ unitId }) => unitId)).toEqual(['a1']);
    expect(found?.strengths.map(({ unitId }) => unitId)).toEqual(['b']);
  });

  test('and was closed before stays as it is, whatever came since', () => {
    const before = structuredClone(done);
    const again = closed(
      done,
      { wheel, answers: [...answers, answer('p6', 'c', { c1: 1 })] },
      {
        closedAt: end.closedAt + 1,
        smallestGroup: 10,
        pictureId: 'another',
      },
    );
    expect(again).toBe(done);
    expect(again).toEqual(before);
  });

  test('leaves the round it was given open', () => {
    closed(round, { wheel, answers }, end);
    expect(round.state).toBe('open');
    expect(round).not.toHaveProperty('summary');
  });

  test('without any answer has a summary without people, figures and priorities', () => {
    const { summary } = closed(round, { wheel, answers: [] }, end);
    expect(summary?.people).toBe(0);
    expect(summary?.themes.map(({ result }) => result)).toEqual(Array(3).fill({ level: 'none', n: 0 }));
    expect(summary && Object.values(priorities(summary)).flat()).toEqual([]);
  });

  test('and is open shows what a confidential one holds back', () => {
    const shown = closed({ ...round, privacy: 'open' }, { wheel, answers }, end);
    expect(shown.summary?.themes[1]?.result).toMatchObject({ level: 'full', n: 2, mean: 4 });
  });
});

describe('everyone has answered', () => {
  it.each([
    { answered: { a: 5, b: 5, c: 5 }, everyone: true },
    { answered: { a: 5, b: 6, c: 7 }, everyone: true },
    { answered: { a: 5, b: 5, c: 4 }, everyone: false },
    { answered: { a: 5, b: 5 }, everyone: false },
    { answered: { a: 9, b: 9, c: 0 }, everyone: false },
    { answered: {}, everyone: false },
  ])('of five expected and $answered: $everyone', ({ answered, everyone }) => {
    expect(everyoneAnswered(round, answered)).toBe(everyone);
  });
});

describe('a round may be led', () => {
  it.each([
    { person: 'starter', facilitators: [], may: true },
    { person: 'tovholder', facilitators: ['tovholder'], may: true },
    { person: 'member', facilitators: ['tovholder'], may: false },
    { person: '', facilitators: [], may: false },
  ])('by $person where $facilitators are facilitators: $may', ({ person, facilitators, may }) => {
    expect(mayLead(round, person, facilitators)).toBe(may);
  });
});
