import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Score, Scores } from '../../src/domain/answer.ts';
import {
  type Half,
  halfOfUnits,
  hasAreas,
  inTenths,
  middleOf,
  nearestStep,
  type Published,
  type PublishRule,
  publish,
  publishedComments,
  results,
} from '../../src/domain/results.ts';
import type { Counts } from '../../src/domain/scale.ts';
import { type Step, steps } from '../../src/domain/scale.ts';
import { assignments, countsOf, distributions, full, open } from './distributions.ts';
import { smallWheel } from './small-wheel.ts';

const confidential = (smallestGroup: number): PublishRule => ({ privacy: 'confidential', smallestGroup });
const groups = [3, 4, 10];

/** The only things that may be told at each level. */
const told: Record<Published['level'], string[]> = {
  none: ['level', 'n'],
  withheld: ['level', 'n'],
  half: ['half', 'level', 'n'],
  full: ['agreement', 'counts', 'level', 'mean', 'median', 'n', 'step', 'word'],
};

describe('what may be told of n answers', () => {
  const cases = groups.flatMap((smallestGroup) =>
    [0, 1, 2, 3, 4, 5, 6].flatMap((n) => {
      const hidden = n < smallestGroup ? (n === 1 ? 'withheld' : 'half') : 'full';
      const level: Published['level'] = n === 0 ? 'none' : hidden;
      return [{ n, smallestGroup, level }];
    }),
  );

  it.each(cases)('confidential, smallest group $smallestGroup, $n answers: $level', ({ n, smallestGroup, level }) => {
    for (const counts of distributions(n)) {
      const published = publish(counts, confidential(smallestGroup));
      expect(published).toMatchObject({ level, n });
      expect(Object.keys(published).sort()).toEqual(told[level]);
    }
  });

  it.each(cases)('open, smallest group $smallestGroup, $n answers: everything', ({ n, smallestGroup }) => {
    for (const counts of distributions(n)) {
      const published = publish(counts, { privacy: 'open', smallestGroup });
      expect(published).toMatchObject(n === 0 ? { level: 'none', n: 0 } : { level: 'full', n, counts });
    }
  });

  test('one answer more than too few is enough, and one fewer is not', () => {
    expect(publish([1, 2, 0, 0], confidential(4))).toEqual({ level: 'half', n: 3, half: 'lower' });
    expect(publish([1, 3, 0, 0], confidential(4))).toMatchObject({ level: 'full', mean: 1.75, counts: [1, 3, 0, 0] });
  });
});

describe('the nearest step', () => {
  it.each([
    { mean: 1, step: 1 },
    { mean: 1.5, step: 1 },
    { mean: 1.51, step: 2 },
    { mean: 2.5, step: 2 },
    { mean: 2.51, step: 3 },
    { mean: 3.49, step: 3 },
    { mean: 3.5, step: 4 },
    { mean: 4, step: 4 },
  ])('to $mean is $step: a tie goes away from the middle', ({ mean, step }) => {
    expect(nearestStep(mean)).toBe(step);
  });

  it.each([0.4, 4.5, 5, Number.NaN])('to %d is none, which is told with the number', (mean) => {
    expect(() => nearestStep(mean)).toThrow(`nearestStep: ${mean} is no average of steps 1, 2, 3, 4`);
  });

  test('is never more than half a step away', () => {
    for (const counts of Array.from({ length: 12 }, (_, i) => distributions(i + 1)).flat()) {
      const { mean, step } = full(...counts);
      expect(Math.abs(mean - step)).toBeLessThanOrEqual(0.5);
    }
  });
});

describe('an average', () => {
  it.each<[Half, number]>([
    ['lower', 1.5],
    ['upper', 3.5],
    ['both', 2.5],
  ])('stands for the %s half where nothing finer is published: %d', (half, middle) => {
    expect(middleOf(half)).toBe(middle);
  });

  it('is read with one decimal', () => {
    expect([2.4, 2.44, 2.45, 1].map(inTenths)).toEqual([24, 24, 25, 10]);
  });
});

describe('the half of the scale that all focus areas are in', () => {
  const half = (where: Half): Published => ({ level: 'half', n: 3, half: where });
  const low = full(1, 3, 0, 0);
  const high = full(0, 0, 3, 1);
  const tie = full(0, 2, 2, 0);
  const nothing: Published[] = [
    { level: 'withheld', n: 1 },
    { level: 'none', n: 0 },
  ];

  it.each<[string, Published[], Half | undefined]>([
    ['both low', [half('lower'), half('lower')], 'lower'],
    ['both high', [half('upper'), half('upper')], 'upper'],
    ['one low and one high', [half('lower'), half('upper')], 'both'],
    ['one high and one low', [half('upper'), half('lower')], 'both'],
    ['one low and one with low figures', [half('lower'), low], 'lower'],
    ['one low and one with high figures', [half('lower'), high], 'both'],
    ['one high and one with low figures', [half('upper'), low], 'both'],
    ['one high and one with high figures', [half('upper'), high], 'upper'],
    ['one low and one as many high as low', [half('lower'), tie], 'lower'],
    ['one high and one as many high as low', [half('upper'), tie], 'upper'],
    ['all as many high as low', [tie, tie], 'lower'],
    ['one low and one of which nothing is published', [half('lower'), ...nothing], 'lower'],
    ['one high and one of which nothing is published', [...nothing, half('upper')], 'upper'],
    ['none of which anything is published', nothing, undefined],
    ['none at all', [], undefined],
  ])('of %s', (_, published, expected) => {
    expect(halfOfUnits(published)).toBe(expected);
  });

  it('is that of several areas only where there are several', () => {
    expect([[], ['a'], ['a', 'b']].map(hasAreas)).toEqual([false, false, true]);
  });
});

describe('the half of the scale that a small group is in', () => {
  it.each<[...Counts, Half]>([
    [1, 0, 1, 0, 'lower'],
    [0, 1, 0, 1, 'lower'],
    [0, 0, 2, 0, 'upper'],
    [1, 1, 0, 1, 'lower'],
    [1, 0, 0, 2, 'upper'],
    [0, 0, 1, 2, 'upper'],
  ])('of %i, %i, %i and %i answers is the %s one', (first, second, third, fourth, half) => {
    const n = first + second + third + fourth;
    expect(publish([first, second, third, fourth], confidential(4))).toEqual({ level: 'half', n, half });
  });

  /** What each person may have chosen, for somebody who knows what was told and what some of the others chose. */
  const explanations = (told: (counts: Counts) => unknown, n: number, known: number) => {
    const byTold = Map.groupBy(assignments(n), (scores) =>
      JSON.stringify([told(countsOf(scores)), scores.slice(0, known)]),
    );
    return [...byTold.values()].flatMap((explained) =>
      Array.from({ length: n - known }, (_, i) => new Set(explained.map((scores) => scores[known + i])).size),
    );
  };

  it.each([
    [2, 0],
    [2, 1],
    [3, 0],
    [3, 1],
    [3, 2],
    [5, 4],
    [6, 5],
  ])('of %i leaves everyone two steps or more, to those who know what %i of the others chose', (n, known) => {
    const told = (counts: Counts) => publish(counts, confidential(10));
    expect(Math.min(...explanations(told, n, known))).toBeGreaterThan(1);
  });

  it.each([
    [2, 1],
    [3, 1],
  ])('is told because the nearest step of %i gives somebody away to those who know %i answer', (n, known) => {
    const told = (counts: Counts) => {
      const sum = steps.reduce((each, step) => each + step * (counts[step - 1] ?? 0), 0);
      return nearestStep(sum / n);
    };
    expect(Math.min(...explanations(told, n, known))).toBe(1);
  });

  test('of a theme: it is worked out from what is published of its areas, so it can tell nothing more', () => {
    const wheel = smallWheel({ a: ['a1', 'a2'], b: ['b1'] });
    const scores: Score[] = [...steps, 'dontKnow'];
    const pairs = scores.flatMap((first) => scores.map((second): [Score, Score] => [first, second]));
    const themes = new Map<string, Set<string>>();
    for (const one of pairs)
      for (const other of pairs) {
        const answers = [one, other].map(([a1, a2]) => ({ themeId: 'a', scores: { a1, a2 } }));
        const [theme] = results({ wheel, depth: 'deep' }, answers, confidential(4));
        const units = JSON.stringify(theme?.units.map(({ result }) => result));
        const known = themes.get(units) ?? new Set();
        themes.set(units, known.add(JSON.stringify(theme?.result)));
      }
    expect([...themes.values()].filter((told) => told.size > 1)).toEqual([]);
  });
});

describe('the results of a round', () => {
  const wheel = smallWheel({ a: ['a1', 'a2', 'a3'], b: [], c: ['c1'] });
  /** One answer a person to theme a: the scores of a1, a2 and a3. */
  const given = (...people: [Score, Score, Score][]) =>
    people.map(([a1, a2, a3]) => ({ themeId: 'a', scores: { a1, a2, a3 } }));
  const themeA = (rule: PublishRule, ...people: [Score, Score, Score][]) =>
    results({ wheel, depth: 'deep' }, given(...people), rule)[0];

  test('stand in the order of the wheel, with a unit for each focus area, or the theme itself', () => {
    const units = (depth: 'deep' | 'screening') =>
      results({ wheel, depth }, [], open).map(({ themeId, units }) => [themeId, ...units.map(({ unitId }) => unitId)]);
    expect(units('deep')).toEqual([
      ['a', 'a1', 'a2', 'a3'],
      ['b', 'b'],
      ['c', 'c1'],
    ]);
    expect(units('screening')).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ]);
  });

  test('of a round that nobody has answered hold no number but 0 answers', () => {
    for (const theme of results({ wheel, depth: 'deep' }, [], open)) {
      expect(theme).toMatchObject({ people: 0, result: { level: 'none', n: 0 } });
      for (const unit of theme.units) expect(unit).toMatchObject({ result: { level: 'none', n: 0 }, dontKnow: 0 });
    }
  });

  test('count each area for itself and leave the other themes alone', () => {
    const [a, b] = results(
      { wheel, depth: 'deep' },
      [...given([1, 2, 3], [1, 2, 4]), { themeId: 'b', scores: { b: 4 } }],
      open,
    );
    expect(a?.units.map(({ result }) => result.level === 'full' && result.counts)).toEqual([
      [2, 0, 0, 0],
      [0, 2, 0, 0],
      [0, 0, 1, 1],
    ]);
    expect(b).toMatchObject({ people: 1, result: { level: 'full', n: 1, mean: 4 } });
  });

  test('leave out scores for units that the round does not have', () => {
    const scores: Scores = { a1: 1, a2: 1, a3: 1, a: 4, stranger: 4 };
    const [a] = results({ wheel, depth: 'deep' }, [{ themeId: 'a', scores }], open);
    expect(a?.result).toMatchObject({ level: 'full', n: 1, mean: 1, counts: [3, 0, 0, 0] });
  });

  test('keep "ved ikke" apart: it is counted beside the figures and never as a score', () => {
    const theme = themeA(open, [3, 'dontKnow', 'dontKnow'], [3, 'dontKnow', 2], [3, 'dontKnow', 2]);
    expect(theme?.people).toBe(3);
    expect(theme?.units).toMatchObject([
      { result: { level: 'full', n: 3, mean: 3, word: 'agreed' }, dontKnow: 0 },
      { result: { level: 'none', n: 0 }, dontKnow: 3 },
      { result: { level: 'full', n: 2, mean: 2 }, dontKnow: 1 },
    ]);
  });

  test('do not let "ved ikke" fill up the smallest group', () => {
    const theme = themeA(confidential(4), [1, 1, 1], [1, 1, 1], [1, 1, 1], ['dontKnow', 1, 1]);
    expect(theme?.units[0]).toEqual({ unitId: 'a1', result: { level: 'half', n: 3, half: 'lower' }, dontKnow: 1 });
    expect(theme?.units[1]?.result).toMatchObject({ level: 'full', n: 4 });
  });

  test('give a theme the average of its areas, each counting the same, and all its areas’ answers', () => {
    const theme = themeA(open, [1, 4, 'dontKnow'], [1, 'dontKnow', 'dontKnow'], [1, 'dontKnow', 'dontKnow']);
    expect(theme?.result).toMatchObject({ level: 'full', n: 3, mean: 2.5, counts: [3, 0, 0, 1], agreement: 1 });
  });

  test('take a theme that lies exactly between two steps away from the middle, as everything else', () => {
    // Averages 8/4, 23/6 and 10/6: together 2.5, which floating point makes a little more.
    const theme = themeA(open, [2, 4, 1], [2, 4, 1], [2, 4, 2], [2, 4, 2], ['dontKnow', 4, 2], ['dontKnow', 3, 2]);
    expect(theme?.result).toMatchObject({ level: 'full', step: 2 });
  });

  test('hold a theme’s figures back when one of its areas has too few answers, since one could subtract', () => {
    const four: [Score, Score, Score][] = [
      [1, 1, 1],
      [1, 1, 2],
      [2, 1, 2],
      [2, 2, 'dontKnow'],
    ];
    const theme = themeA(confidential(4), ...four);
    expect(theme?.units.map(({ result }) => result.level)).toEqual(['full', 'full', 'half']);
    expect(theme?.result).toEqual({ level: 'half', n: 4, half: 'lower' });
    expect(themeA(confidential(3), ...four)?.result.level).toBe('full');
  });

  test('hold a theme’s figures back when one of its areas has one answer, and take no account of that answer', () => {
    const withLast = (last: Step) =>
      themeA(confidential(3), [1, 2, last], [1, 2, 'dontKnow'], [2, 2, 'dontKnow'], [2, 2, 'dontKnow']);
    expect(withLast(1)?.units[2]?.result).toEqual({ level: 'withheld', n: 1 });
    for (const last of steps) expect(withLast(last)?.result).toEqual({ level: 'half', n: 4, half: 'lower' });
  });

  test('withhold a theme of which every answered area has one answer', () => {
    expect(themeA(confidential(4), [1, 'dontKnow', 4])?.result).toEqual({ level: 'withheld', n: 1 });
  });

  test('of a screening are the theme’s own', () => {
    const answers = ([2, 2, 3, 3] as const).map((a) => ({ themeId: 'a', scores: { a } }));
    const [theme] = results({ wheel, depth: 'screening' }, answers, confidential(4));
    expect(theme?.result).toEqual(theme?.units[0]?.result);
    expect(theme?.result).toMatchObject({ level: 'full', n: 4, mean: 2.5, median: 2.5, counts: [0, 2, 2, 0] });
  });

  test('equal an independent recount, and do not depend on the order of the answers', () => {
    const score = fc.constantFrom<Score>(1, 2, 3, 4, 'dontKnow');
    const answer = fc.record({ themeId: fc.constant('a'), scores: fc.record({ a1: score, a2: score, a3: score }) });
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 30 }), fc.constantFrom(...groups), (answers, smallestGroup) => {
        for (const rule of [open, confidential(smallestGroup)]) {
          const found = results({ wheel, depth: 'deep' }, answers, rule);
          expect(results({ wheel, depth: 'deep' }, answers.toReversed(), rule)).toEqual(found);
          expect(found[0]?.people).toBe(answers.length);
          for (const [i, unitId] of (['a1', 'a2', 'a3'] as const).entries()) {
            const scores = answers.map((each) => each.scores[unitId]).filter((each) => each !== 'dontKnow');
            const unit = found[0]?.units[i];
            expect(unit).toMatchObject({ unitId, dontKnow: answers.length - scores.length });
            expect(unit?.result.n).toBe(scores.length);
            if (unit?.result.level !== 'full') continue;
            expect(unit.result.counts).toEqual(countsOf(scores));
            expect(unit.result.mean).toBeCloseTo(scores.reduce((sum, each) => sum + each, 0) / scores.length, 10);
          }
        }
      }),
    );
  });
});

describe('the comments that others may read', () => {
  const four = ['Zebraen er træt', '', 'Åbent hus virker', 'Ærligt talt: nej'];

  test('are all there from the smallest group up, without the empty ones, in Danish order', () => {
    expect(publishedComments(four, 4, confidential(4))).toEqual([
      'Zebraen er træt',
      'Ærligt talt: nej',
      'Åbent hus virker',
    ]);
  });

  test('are held back, all of them, from fewer people than the smallest group', () => {
    expect(publishedComments(four, 4, confidential(5))).toEqual([]);
    expect(publishedComments(four.slice(1), 3, confidential(4))).toEqual([]);
  });

  test('need as many people who answered, not as many who wrote', () => {
    expect(publishedComments(['', '', '', 'Kun mig'], 4, confidential(4))).toEqual(['Kun mig']);
  });

  test('stay when one of those who answered takes theirs back', () => {
    expect(publishedComments(four.slice(1), 4, confidential(4))).toEqual(['Ærligt talt: nej', 'Åbent hus virker']);
  });

  test('of an open round are all there, however few', () => {
    expect(publishedComments(['Kun mig'], 1, open)).toEqual(['Kun mig']);
  });

  test('do not tell who came first', () => {
    const comments = fc.uniqueArray(fc.constantFrom('alfa', 'beta', 'gamma', 'ære', 'øl', 'år', 'Alfa'));
    fc.assert(
      fc.property(comments, (each) => {
        const rule = confidential(1);
        expect(publishedComments(each, each.length, rule)).toEqual(
          publishedComments(each.toReversed(), each.length, rule),
        );
        expect(publishedComments(each, each.length, rule)).toEqual(
          publishedComments(each.toSorted(), each.length, rule),
        );
      }),
    );
  });
});
