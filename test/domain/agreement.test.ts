import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { agreement, agreementWord } from '../../src/domain/agreement.ts';
import { listOf } from '../../src/domain/priorities.ts';
import { publish } from '../../src/domain/results.ts';
import type { Counts } from '../../src/domain/scale.ts';
import { steps } from '../../src/domain/scale.ts';
import { standingOf } from '../../src/domain/standing.ts';
import { distributions, full, open } from './distributions.ts';

/**
 * From the project's facts, data/agreement-4-steps.csv: every distribution of up to five answers on four steps, worked
 * out apart from this program with the formulas of the R package agrmt.
 */
const rows = readFileSync(new URL('fixtures/agreement-4-steps.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [n = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0, mean = 0, median = 0, , a = 0] = line.split(',').map(Number);
    const counts: Counts = [c1, c2, c3, c4];
    return { n, counts, mean, median, a };
  });

describe('the distributions of agreement-4-steps.csv', () => {
  test('are all there are for one to five answers', () => {
    const all = [1, 2, 3, 4, 5].flatMap(distributions);
    expect(rows.map(({ counts }) => counts.join(' ')).sort()).toEqual(all.map((counts) => counts.join(' ')).sort());
  });

  it.each(rows)('$counts: A $a, mean $mean, median $median', ({ n, counts, mean, median, a }) => {
    expect(agreement(counts)).toBeCloseTo(a, 6);
    const published = full(...counts);
    expect(published).toMatchObject({ n, median, counts });
    expect(published.mean).toBeCloseTo(mean, 6);
    expect(published.agreement).toBeCloseTo(a, 6);
  });
});

describe("the published values of agrmt's manual and vignette", () => {
  const seven = [30, 40, 210, 130, 530, 50, 10];

  test('seven steps: A 0.6113333, polarization 0.1943333', () => {
    const a = agreement(seven) ?? Number.NaN;
    expect(a).toBeCloseTo(0.6113333, 7);
    expect((1 - a) / 2).toBeCloseTo(0.1943333, 7);
  });

  const layers = [
    { pattern: [1, 1, 1, 1, 1, 1, 1], a: 0, weight: 0.07 },
    { pattern: [1, 1, 1, 1, 1, 1, 0], a: 0.167, weight: 0.12 },
    { pattern: [0, 1, 1, 1, 1, 1, 0], a: 0.333, weight: 0.05 },
    { pattern: [0, 0, 1, 1, 1, 1, 0], a: 0.5, weight: 0.04 },
    { pattern: [0, 0, 1, 1, 1, 0, 0], a: 0.667, weight: 0.24 },
    { pattern: [0, 0, 1, 0, 1, 0, 0], a: 0.467, weight: 0.16 },
    { pattern: [0, 0, 0, 0, 1, 0, 0], a: 1, weight: 0.32 },
  ];

  it.each(layers)('the layer $pattern alone: A $a', ({ pattern, a }) => {
    expect(agreement(pattern)).toBeCloseTo(a, 3);
  });

  test('the layers put together are the seven steps, and A is their weighted sum', () => {
    const put = seven.map((_, step) =>
      layers.reduce((sum, { pattern, weight }) => {
        const inUse = pattern.filter(Boolean).length;
        return sum + ((pattern[step] ?? 0) * weight * 1000) / inUse;
      }, 0),
    );
    expect(put.map(Math.round)).toEqual(seven);
    const sum = layers.reduce((total, { pattern, weight }) => total + weight * (agreement(pattern) ?? 0), 0);
    expect(agreement(seven)).toBeCloseTo(sum, 10);
  });

  it.each([
    { ratings: '1,1,1,1', counts: [4, 0, 0, 0], a: 1 },
    { ratings: '1,2,3,4', counts: [1, 1, 1, 1], a: 0 },
    { ratings: '1,1,4,4', counts: [2, 0, 0, 2], a: -1 },
    { ratings: '1,1,3,4', counts: [2, 0, 1, 1], a: 1 / 12 },
  ])('four ratings $ratings on four steps: A $a', ({ counts, a }) => {
    expect(agreement(counts)).toBeCloseTo(a, 12);
  });

  it.each([
    { shares: '.5 .5 0 0 0', counts: [1, 1, 0, 0, 0], a: 0.75 },
    { shares: '.5 0 .5 0 0', counts: [1, 0, 1, 0, 0], a: 0.1666667 },
    { shares: '.05 .15 .45 .2 .15', counts: [1, 3, 9, 4, 3], a: 0.425 },
  ])('shares $shares on five steps, as whole counts: A $a', ({ counts, a }) => {
    expect(agreement(counts)).toBeCloseTo(a, 7);
  });
});

describe('what counts are taken', () => {
  it.each([
    { counts: [0.5, 0.5, 0, 0] },
    { counts: [1, 2, Number.NaN, 0] },
    { counts: [1, Number.POSITIVE_INFINITY, 0, 0] },
    { counts: [3, -1, 0, 0] },
    { counts: [2 ** 53, 0, 0, 0] },
    { counts: [1, 1] },
    { counts: [] },
  ])('$counts are refused, with the counts named', ({ counts }) => {
    expect(() => agreement(counts)).toThrow(RangeError);
    expect(() => agreement(counts)).toThrow(`[${counts.join(', ')}]`);
  });

  test('the counts given are left as they were', () => {
    const counts = Object.freeze([3, 0, 2, 1]);
    agreement(counts);
    expect(counts).toEqual([3, 0, 2, 1]);
  });
});

describe('whatever the answers', () => {
  const someCounts = fc.array(fc.nat(300), { minLength: 3, maxLength: 9 }).filter((counts) => counts.some(Boolean));

  test('A lies between −1 and 1, and is 1 only where one step is in use', () => {
    fc.assert(
      fc.property(someCounts, (counts) => {
        const a = agreement(counts) ?? Number.NaN;
        expect(a).toBeGreaterThanOrEqual(-1);
        expect(a).toBeLessThanOrEqual(1);
        expect(a === 1).toBe(counts.filter(Boolean).length === 1);
      }),
    );
  });

  test('A is the same for the scale read from the other end, and for ten times as many answers', () => {
    fc.assert(
      fc.property(someCounts, (counts) => {
        const a = agreement(counts) ?? Number.NaN;
        expect(agreement(counts.toReversed())).toBeCloseTo(a, 10);
        expect(agreement(counts.map((count) => count * 10))).toBeCloseTo(a, 10);
      }),
    );
  });

  test('the word is the one that exact arithmetic gives, also at 0.6 and 0.3, for up to forty answers', () => {
    const wrong = Array.from({ length: 40 }, (_, i) => distributions(i + 1))
      .flat()
      .filter((counts) => full(...counts).word !== exactWord(counts));
    expect(wrong).toEqual([]);
  });
});

/** Eighteen times the agreement of each layer on four steps, worked out by hand: whole numbers, so nothing is rounded. */
const eighteenths: Record<string, number> = {
  '1000': 18,
  '0100': 18,
  '0010': 18,
  '0001': 18,
  '1100': 12,
  '0110': 12,
  '0011': 12,
  '1010': -3,
  '0101': -3,
  '1001': -18,
  '1110': 6,
  '0111': 6,
  '1101': -4,
  '1011': -4,
  '1111': 0,
};

function exactWord(counts: Counts): string {
  let left: number[] = counts;
  let weighted = 0;
  while (left.some(Boolean)) {
    const used = left.filter(Boolean);
    const layer = Math.min(...used);
    weighted += layer * used.length * (eighteenths[left.map((count) => Number(count > 0)).join('')] ?? Number.NaN);
    left = left.map((count) => Math.max(0, count - layer));
  }
  const n = counts.reduce((sum, count) => sum + count, 0);
  if (10 * weighted >= 6 * 18 * n) return 'agreed';
  return 10 * weighted >= 3 * 18 * n ? 'partly' : 'split';
}

describe('the words', () => {
  it.each([
    { a: 1, word: 'agreed' },
    { a: 0.6, word: 'agreed' },
    { a: 0.5999999, word: 'partly' },
    { a: 0.3, word: 'partly' },
    { a: 0.2999999, word: 'split' },
    { a: 0, word: 'split' },
    { a: -1, word: 'split' },
  ])('A $a is "$word"', ({ a, word }) => {
    expect(agreementWord(a)).toBe(word);
  });
});

describe('what others get wrong', () => {
  test('a group in which every answer is the same is never split, however large', () => {
    for (const step of steps)
      for (const n of [1, 2, 3, 4, 5, 10, 100, 1000]) {
        const counts: Counts = [0, 0, 0, 0];
        counts[step - 1] = n;
        const published = full(...counts);
        expect(published).toMatchObject({ agreement: 1, word: 'agreed' });
        const standing = standingOf(published, 1);
        // Of one alone nobody can say whether others would answer alike.
        const found = step <= 2 ? ['talkFirst', 'shortTerm'] : ['otherViews', 'strengths'];
        expect(standing && listOf(standing)).toBe(found[n === 1 ? 0 : 1]);
      }
  });

  test('agreement does not come from the mean: one mean, four kinds of group', () => {
    const groups = [full(0, 5, 5, 0), full(3, 2, 2, 3), full(2, 3, 3, 2), full(5, 0, 0, 5)];
    expect(groups.map(({ mean }) => mean)).toEqual([2.5, 2.5, 2.5, 2.5]);
    expect(groups.map(({ word }) => word)).toEqual(['agreed', 'split', 'split', 'split']);
    expect(new Set(groups.map((group) => group.agreement)).size).toBe(4);
  });

  test('a high mean is no agreement: three at the top and one at the bottom are not "agreed"', () => {
    expect(full(1, 0, 0, 3)).toMatchObject({ mean: 3.25, word: 'split' });
  });

  test('a low mean is no disagreement: the same spread has the same agreement wherever it lies', () => {
    expect(full(2, 3, 0, 0).agreement).toBeCloseTo(full(0, 0, 2, 3).agreement, 12);
    expect(full(2, 3, 0, 0).word).toBe('agreed');
  });

  test('no answers are neither 0 nor anything else: no average, no median, no agreement, no step', () => {
    expect(agreement([0, 0, 0, 0])).toBeUndefined();
    expect(publish([0, 0, 0, 0], open)).toEqual({ level: 'none', n: 0 });
    expect(publish([0, 0, 0, 0], { ...open, privacy: 'confidential' })).toEqual({ level: 'none', n: 0 });
  });
});
