import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Answer, AnswersAs, Score } from '../../src/domain/answer.ts';
import { differenceOf, differenceOn, groupsOf, largestDifferences, withGroups } from '../../src/domain/perspectives.ts';
import { type Privacy, results, type ThemeResult } from '../../src/domain/results.ts';
import { closed, newRound, type Round } from '../../src/domain/round.ts';
import { trendSince } from '../../src/domain/trend.ts';
import { roundSettings, roundStart } from '../support/round-settings.ts';
import { full } from './distributions.ts';
import { smallWheel } from './small-wheel.ts';

const wheel = smallWheel({ t: ['t1', 't2'], u: [] });
const groups = ['a', 'b', 'c'];

/** Somebody's answer to a theme. */
interface Person {
  group?: string | null;
  scores: Score[];
  at?: number;
}

/** So many people of a group, each of whom chose this. */
const people = (count: number, group: string | null | undefined, ...scores: Score[]): Person[] =>
  Array.from({ length: count }, () => ({ ...(group !== undefined && { group }), scores }));

function answersOf(everybody: readonly Person[], themeId = 't'): Answer[] {
  const units = themeId === 't' ? ['t1', 't2'] : [themeId];
  return everybody.map(({ group, scores, at = 1 }, i) => ({
    roundId: 'r',
    themeId,
    person: `p${i}`,
    scores: Object.fromEntries(units.map((unit, u) => [unit, scores[u] ?? scores[0] ?? 'dontKnow'])),
    comment: '',
    savedAt: 0,
    revision: 1,
    accepted: [],
    ...(group !== undefined && { answersAs: { group, at } }),
  }));
}

function themesOf(answers: readonly Answer[], privacy: Privacy = 'confidential', smallestGroup = 4): ThemeResult[] {
  const rule = { privacy, smallestGroup };
  return withGroups(results({ wheel, depth: 'deep' }, answers, rule), { groups, answers, rule });
}

const shown = (everybody: readonly Person[], privacy?: Privacy, themeId = 't') =>
  themesOf(answersOf(everybody, themeId), privacy)
    .find((theme) => theme.themeId === themeId)
    ?.groups?.map(({ groupId, result }) => `${groupId} ${result.n}`) ?? [];

describe('whom somebody answers as', () => {
  const said = (person: string, answersAs?: AnswersAs) => ({ person, ...(answersAs && { answersAs }) });

  test('is what they said last, on whichever card', () => {
    const found = groupsOf([
      said('p1', { group: 'b', at: 2 }),
      said('p1', { group: 'a', at: 1 }),
      said('p1'),
      said('p2', { group: 'a', at: 1 }),
      said('p2', { group: null, at: 2 }),
      said('p3'),
    ]);
    expect([...found].sort()).toEqual([
      ['p1', 'b'],
      ['p2', null],
    ]);
  });
});

describe('the groups of a confidential round', () => {
  const cases: { what: string; everybody: Person[]; seen: string[] }[] = [
    {
      what: 'all are as many as the smallest group',
      everybody: [...people(4, 'a', 1), ...people(5, 'b', 2)],
      seen: ['a 4', 'b 5'],
    },
    {
      what: 'one is smaller',
      everybody: [...people(4, 'a', 1), ...people(5, 'b', 2), ...people(3, 'c', 3)],
      seen: ['b 5'],
    },
    {
      what: 'one is smaller, and the others are of one size',
      everybody: [...people(4, 'a', 1), ...people(4, 'b', 2), ...people(1, 'c', 3)],
      seen: ['a 4'],
    },
    {
      what: 'two are smaller, and enough together',
      everybody: [...people(4, 'a', 1), ...people(2, 'b', 2), ...people(2, 'c', 3)],
      seen: ['a 4'],
    },
    {
      what: 'two are smaller, and too few together',
      everybody: [...people(4, 'a', 1), ...people(2, 'b', 2), ...people(1, 'c', 3)],
      seen: [],
    },
    {
      what: 'one person would rather not say',
      everybody: [...people(4, 'a', 1), ...people(5, 'b', 2), ...people(1, null, 3)],
      seen: ['b 5'],
    },
    {
      what: 'one person said nothing',
      everybody: [...people(4, 'a', 1), ...people(5, 'b', 2), ...people(1, undefined, 3)],
      seen: ['b 5'],
    },
    {
      what: 'enough would rather not say',
      everybody: [...people(4, 'a', 1), ...people(5, 'b', 2), ...people(4, null, 3)],
      seen: ['a 4', 'b 5'],
    },
    { what: 'everybody is in one', everybody: people(8, 'a', 1), seen: [] },
    { what: 'nobody said', everybody: people(8, undefined, 1), seen: [] },
    { what: 'one is no group of the round', everybody: [...people(5, 'x', 1), ...people(5, 'b', 2)], seen: ['b 5'] },
  ];

  it.each(cases)('are shown where nobody can be worked out: $what', ({ everybody, seen }) => {
    expect(shown(everybody)).toEqual(seen);
    expect(shown(everybody, 'confidential', 'u')).toEqual(seen);
  });

  test('are held back where they are too few in one of the focus areas, on that theme alone', () => {
    const everybody = [...people(3, 'a', 1, 2), ...people(1, 'a', 1, 'dontKnow'), ...people(4, 'b', 3, 3)];
    expect(shown(everybody)).toEqual([]);
    expect(shown(everybody, 'confidential', 'u')).toEqual(['a 4', 'b 4']);
  });

  test('are held back where those left over are too few in one of the focus areas', () => {
    const everybody = [
      ...people(4, 'a', 1),
      ...people(4, 'b', 2),
      ...people(3, 'c', 1, 'dontKnow'),
      ...people(1, 'c', 3),
    ];
    expect(shown(everybody)).toEqual(['a 4']);
  });

  test('are compared by the focus areas that anybody scored', () => {
    const everybody = [...people(4, 'a', 1, 'dontKnow'), ...people(4, 'b', 3, 'dontKnow')];
    expect(shown(everybody)).toEqual(['a 4', 'b 4']);
  });

  test('have the figures of their own answers', () => {
    const [theme] = themesOf(answersOf([...people(4, 'a', 1, 2), ...people(4, 'b', 3, 4)]));
    expect(theme?.groups).toEqual([
      {
        groupId: 'a',
        result: { ...full(4, 4, 0, 0), n: 4, mean: 1.5, step: 1, agreement: 1, word: 'agreed' },
        units: [
          { unitId: 't1', result: full(4, 0, 0, 0) },
          { unitId: 't2', result: full(0, 4, 0, 0) },
        ],
      },
      {
        groupId: 'b',
        result: { ...full(0, 0, 4, 4), n: 4, mean: 3.5, step: 4, agreement: 1, word: 'agreed' },
        units: [
          { unitId: 't1', result: full(0, 0, 4, 0) },
          { unitId: 't2', result: full(0, 0, 0, 4) },
        ],
      },
    ]);
  });

  const member = fc.record({
    group: fc.constantFrom('a', 'b', 'c', null),
    scores: fc.array(fc.constantFrom<Score>(1, 2, 3, 4, 'dontKnow'), { minLength: 2, maxLength: 2 }),
  });

  test('are, however they are added and subtracted, of nobody or of the smallest group at least', () => {
    fc.assert(
      fc.property(
        fc.array(member, { minLength: 1, maxLength: 24 }),
        fc.integer({ min: 3, max: 5 }),
        (everybody, smallest) => {
          const [theme] = themesOf(answersOf(everybody), 'confidential', smallest);
          for (const { unitId, result } of theme?.units ?? []) {
            if (result.level === 'none' || !theme?.groups) continue;
            const parts = theme.groups.map(({ units }) => units.find((unit) => unit.unitId === unitId)?.result.n ?? 0);
            const rest = result.n - parts.reduce((sum, n) => sum + n, 0);
            expect(Math.min(...parts)).toBeGreaterThanOrEqual(smallest);
            expect(rest === 0 || rest >= smallest).toBe(true);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('look the same whoever of those left over chose what', () => {
    const twins = fc.array(member, { minLength: 4, maxLength: 24 }).chain((everybody) =>
      fc.record({
        everybody: fc.constant(everybody),
        order: fc.shuffledSubarray(
          everybody.map((_, i) => i),
          { minLength: everybody.length },
        ),
      }),
    );
    let moved = 0;
    fc.assert(
      fc.property(twins, ({ everybody, order }) => {
        const answers = answersOf(everybody);
        const before = themesOf(answers);
        const seen = before[0]?.groups?.map(({ groupId }) => groupId) ?? [];
        const hidden = order.filter((i) => !seen.includes(everybody[i]?.group ?? ''));
        // Those who did not say which step they would choose stay who they are: that is known of everybody.
        const whole = hidden.filter((i) => !everybody[i]?.scores.includes('dontKnow'));
        const from = whole.toSorted((a, b) => a - b);
        const twin = everybody.map((person, i) => {
          const at = from.indexOf(i);
          return at < 0 ? person : { ...person, scores: everybody[whole[at] ?? i]?.scores ?? [] };
        });
        if (seen.length > 0 && whole.length > 1) moved += 1;
        expect(themesOf(answersOf(twin))).toEqual(before);
      }),
      { numRuns: 3_000 },
    );
    expect(moved).toBeGreaterThan(50);
  });
});

describe('the groups of an open round', () => {
  test('are all shown that have an answer', () => {
    const everybody = [...people(1, 'a', 1), ...people(2, 'b', 2), ...people(1, null, 4)];
    expect(shown(everybody, 'open')).toEqual(['a 1', 'b 2']);
  });

  test('are compared by the focus areas that they scored', () => {
    const [theme] = themesOf(answersOf([...people(1, 'a', 1, 'dontKnow'), ...people(1, 'b', 2, 4)]), 'open');
    expect(theme?.groups?.map(({ result }) => result.mean)).toEqual([1, 3]);
  });
});

describe('the difference between groups', () => {
  const figures = (...means: number[]) =>
    means.map((mean, i) => ({ groupId: groups[i] ?? '', result: { ...full(1, 0, 0, 0), mean } }));

  test('is that of the averages as they are read', () => {
    expect(differenceOf(figures(1.84, 2.96, 2))).toEqual({
      tenths: 12,
      low: [{ groupId: 'a', mean: 1.84 }],
      high: [{ groupId: 'c', mean: 2.96 }].map(() => ({ groupId: 'b', mean: 2.96 })),
    });
  });

  test('names all that are alike', () => {
    expect(differenceOf(figures(2, 2.04, 3))).toMatchObject({
      low: [{ groupId: 'a' }, { groupId: 'b' }],
      high: [{ groupId: 'c' }],
    });
  });

  test('is not told below half a step, nor of one group', () => {
    expect(differenceOf(figures(2, 2.44))).toBeUndefined();
    expect(differenceOf(figures(2, 2.45))).toMatchObject({ tenths: 5 });
    expect(differenceOf(figures(2))).toBeUndefined();
    expect(differenceOf()).toBeUndefined();
  });

  test('of a round is that of the themes where it is largest', () => {
    const half = [...people(4, 'a', 1), ...people(4, 'b', 2)];
    const whole = [...people(4, 'a', 1), ...people(4, 'b', 3)];
    const found = (t: Person[], u: Person[]) =>
      largestDifferences(themesOf([...answersOf(t), ...answersOf(u, 'u')])).map(
        ({ themeId, tenths }) => `${themeId} ${tenths}`,
      );
    expect(found(half, whole)).toEqual(['u 20']);
    expect(found(whole, half)).toEqual(['t 20']);
    expect(found(half, half)).toEqual(['t 10', 'u 10']);
    expect(found(people(8, 'a', 1), people(8, undefined, 1))).toEqual([]);
  });

  test('is told of one focus area too', () => {
    const [theme] = themesOf(answersOf([...people(4, 'a', 1, 3), ...people(4, 'b', 3, 3)]));
    if (!theme) throw new Error('no theme');
    expect(differenceOn(theme, 't1')).toMatchObject({ tenths: 20 });
    expect(differenceOn(theme, 't2')).toBeUndefined();
    expect(differenceOn(theme, 'elsewhere')).toBeUndefined();
  });
});

describe('how the groups have changed', () => {
  function roundOf(everybody: readonly Person[], privacy: Privacy, asked = true) {
    const start = asked ? { ...roundStart, groups } : roundStart;
    const round: Round = newRound(roundSettings(wheel, { privacy }), wheel, start);
    const answers = answersOf(everybody, 'u');
    const { summary } = closed(round, { wheel, answers }, { closedAt: 0, smallestGroup: 4, pictureId: '' });
    if (!summary) throw new Error('no summary');
    return { ...round, summary };
  }

  function changes(
    before: readonly Person[],
    after: readonly Person[],
    privacy: Privacy = 'confidential',
    asked = true,
  ) {
    const { themes } = trendSince(roundOf(before, privacy, asked), roundOf(after, privacy));
    return themes
      .find(({ themeId }) => themeId === 'u')
      ?.groups?.map(({ groupId, change }) => `${groupId} ${change.tenths}`);
  }

  test('is told of those that both rounds show', () => {
    const before = [...people(4, 'a', 1), ...people(4, 'b', 2)];
    const after = [...people(5, 'a', 2), ...people(4, 'b', 4)];
    expect(changes(before, after)).toEqual(['a 10', 'b 20']);
    expect(changes(before, after, 'confidential', false)).toBeUndefined();
  });

  test('is not told of one that lays bare a few of its own', () => {
    const before = [...people(4, 'a', 1), ...people(4, 'b', 2)];
    const after = [...people(4, 'a', 1), ...people(1, 'a', 4), ...people(4, 'b', 4)];
    // What is left of everybody is then group a, whose own change is not told.
    expect(changes(before, after)).toBeUndefined();
    expect(changes(before, after, 'open')).toEqual(['a 6', 'b 20']);
  });

  test('is not told where it lays bare a few of those who are in none of them', () => {
    const before = [...people(4, 'a', 1), ...people(4, 'b', 2), ...people(4, null, 3)];
    const more = people(1, null, 1);
    expect(
      changes(before, [...people(4, 'a', 2), ...people(4, 'b', 4), ...people(4, null, 3), ...more]),
    ).toBeUndefined();
    expect(changes(before, [...people(4, 'a', 2), ...people(4, 'b', 4), ...people(4, null, 1), ...more])).toEqual([
      'a 10',
      'b 20',
    ]);
  });

  test('is not told where it lays bare a newcomer among several of them, who changed places', () => {
    const before = [...people(4, 'a', 2), ...people(2, 'a', 1), ...people(4, 'b', 2), ...people(1, 'b', 4)];
    const elsewhere = [...before, ...people(4, null, 3)];
    // Two of group a now answer as b, one of b as a, and there is one more in b: from both changes one reads the newcomer's.
    const moved = [...people(4, 'a', 2), ...people(1, 'a', 4), ...people(4, 'b', 2), ...people(2, 'b', 1)];
    const given = (newcomer: Score, others: Score) => [
      ...moved,
      ...people(1, 'b', newcomer),
      ...people(4, null, others),
    ];
    for (const newcomer of [1, 2, 3] as const) expect(changes(elsewhere, given(newcomer, 1))).toBeUndefined();
    expect(changes(elsewhere, given(3, 1), 'open')).toHaveLength(2);
    expect(changes(elsewhere, [...given(3, 1), ...people(3, 'a', 3)])).toHaveLength(2);
  });

  test('is not told where it lays bare a few of those in some of them and in none', () => {
    const before = [...people(5, 'a', 1), ...people(5, 'b', 2), ...people(2, 'b', 1), ...people(5, null, 3)];
    // Those outside group a are one more, who chose step 4; between b and no group some have changed places.
    const after = [...people(5, 'a', 2), ...people(5, 'b', 2), ...people(2, 'b', 3), ...people(3, null, 3)];
    const more = [...people(2, null, 1), ...people(1, null, 4)];
    expect(changes(before, [...after, ...more])).toBeUndefined();
    expect(changes(before, [...after, ...more], 'open')).toEqual(['a 10', 'b 6']);
  });

  test('is not told where the theme’s own is not', () => {
    const before = [...people(4, 'a', 1), ...people(4, 'b', 2)];
    const after = [...people(4, 'a', 1), ...people(4, 'b', 2), ...people(1, 'a', 2)];
    expect(changes(before, after)).toBeUndefined();
  });
});
