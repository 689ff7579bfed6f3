import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type List, listOf, lists, type Priorities, priorities } from '../../src/domain/priorities.ts';
import { type Half, type Published, publish, type ThemeResult } from '../../src/domain/results.ts';
import type { Counts } from '../../src/domain/scale.ts';
import { type Standing, standingOf } from '../../src/domain/standing.ts';
import { distributions, full, open } from './distributions.ts';

const smallest = 4;

/** Themes a, b, … of one unit each, named as the theme. */
function themes(...all: Published[]): ThemeResult[] {
  return all.map((result, i) => {
    const id = String.fromCodePoint(97 + i);
    return { themeId: id, people: result.n, result, units: [{ unitId: id, result, dontKnow: 0 }] };
  });
}

function suggested(...all: Published[]): Record<List, string> {
  return names(priorities({ themes: themes(...all), smallestGroup: smallest }));
}

function names(found: Priorities): Record<List, string> {
  const of = (list: List) => found[list].map(({ unitId }) => unitId).join(' ');
  return {
    shortTerm: of('shortTerm'),
    talkFirst: of('talkFirst'),
    longTerm: of('longTerm'),
    strengths: of('strengths'),
    otherViews: of('otherViews'),
  };
}

const nothing = { shortTerm: '', talkFirst: '', longTerm: '', strengths: '', otherViews: '' };
const half = (of: Half, n = 2): Published => ({ level: 'half', n, half: of });
const standing = (result: Published) => standingOf(result, smallest);

describe('how a result stands', () => {
  const cases: { what: string; counts: Counts; height: Standing['height']; split: boolean }[] = [
    { what: 'low and close together', counts: [2, 4, 0, 0], height: 'low', split: false },
    { what: 'all at the bottom', counts: [6, 0, 0, 0], height: 'low', split: false },
    { what: 'low and somewhat spread', counts: [1, 2, 1, 0], height: 'low', split: false },
    { what: 'low, just below the middle', counts: [0, 3, 2, 0], height: 'low', split: false },
    { what: 'low and split', counts: [4, 0, 0, 3], height: 'low', split: true },
    { what: 'two halves beside each other', counts: [0, 3, 3, 0], height: 'middle', split: false },
    { what: 'two halves at the ends', counts: [3, 0, 0, 3], height: 'middle', split: true },
    { what: 'two halves with a low average', counts: [2, 0, 2, 0], height: 'middle', split: true },
    { what: 'two halves with a high average', counts: [0, 2, 0, 2], height: 'middle', split: true },
    { what: 'most low, and a high average', counts: [0, 3, 1, 1], height: 'middle', split: false },
    { what: 'most high, and a low average', counts: [1, 1, 3, 0], height: 'middle', split: false },
    { what: 'most low, and an average that is read as 2,5', counts: [0, 22, 18, 0], height: 'middle', split: false },
    { what: 'high, just above the middle', counts: [0, 2, 3, 0], height: 'high', split: false },
    { what: 'high and close together', counts: [0, 0, 4, 2], height: 'high', split: false },
    { what: 'high and somewhat spread', counts: [0, 1, 2, 1], height: 'high', split: false },
    { what: 'high and split', counts: [3, 0, 0, 4], height: 'high', split: true },
  ];

  it.each(cases)('$what ($counts) is $height, split: $split', ({ counts, height, split }) => {
    expect(standing(full(...counts))).toEqual({ height, split, few: false });
  });

  test('is low only where the median is low too, and high where it is high, for up to eight answers', () => {
    const wrong = [1, 2, 3, 4, 5, 6, 7, 8].flatMap(distributions).filter((counts) => {
      const result = full(...counts);
      const height = standing(result)?.height;
      return (height === 'low' && result.median > 2) || (height === 'high' && result.median < 3);
    });
    expect(wrong).toEqual([]);
  });

  it.each([
    { of: 'lower', told: { height: 'low', split: true, few: true } },
    { of: 'upper', told: { height: 'high', split: false, few: true } },
    { of: 'both', told: { height: 'middle', split: true, few: true } },
  ] as const)('of which only the $of half is told is $told', ({ of, told }) => {
    expect(standing(half(of))).toEqual(told);
  });

  test('nobody answered is none, and so is one whose answer is withheld', () => {
    expect(standing({ level: 'none', n: 0 })).toBeUndefined();
    expect(standing({ level: 'withheld', n: 1 })).toBeUndefined();
  });

  test('is that of few below the smallest group, of whom no split is named, in an open round either', () => {
    for (const n of [1, 2, 3]) {
      for (const counts of distributions(n)) expect(standing(full(...counts))).toMatchObject({ few: true });
      for (const counts of distributions(n)) {
        const published = publish(counts, { privacy: 'confidential', smallestGroup: smallest });
        expect(standing(published)?.few ?? true).toBe(true);
      }
    }
    expect(standing(full(3, 0, 0, 2))).toMatchObject({ few: false });
    expect(standingOf(full(3, 0, 0, 2), 6)).toMatchObject({ few: true });
  });

  test('is never to begin with where one of the few answers may be at the other end', () => {
    for (const smallestGroup of [3, 4, 10]) {
      for (let n = 2; n < smallestGroup; n++) {
        for (const counts of distributions(n)) {
          const found = standingOf(publish(counts, { privacy: 'confidential', smallestGroup }), smallestGroup);
          expect(found && listOf(found)).not.toBe('shortTerm');
        }
      }
    }
  });
});

describe('which list', () => {
  const lowClose = full(2, 4, 0, 0);
  const lowSplit = full(4, 0, 0, 3);
  const middle = full(0, 3, 3, 0);
  const middleSplit = full(2, 0, 0, 2);
  const highClose = full(0, 0, 4, 2);
  const highSplit = full(3, 0, 0, 4);

  test('each thing is on one list by how it stands', () => {
    expect(suggested(lowClose, lowSplit, middle, highClose, highSplit, middleSplit)).toEqual({
      shortTerm: 'a',
      talkFirst: 'b f',
      longTerm: 'c',
      strengths: 'd',
      otherViews: 'e',
    });
  });

  test('the greatest split there is, half at each end, is talked about first, and so is what two of an open round differ on', () => {
    expect(suggested(middleSplit)).toEqual({ ...nothing, talkFirst: 'a' });
    expect(suggested(full(1, 0, 0, 1))).toEqual({ ...nothing, talkFirst: 'a' });
  });

  test('of a half alone a low one is talked about first, and a high one is a strength', () => {
    expect(suggested(half('lower'), half('upper'))).toEqual({ ...nothing, talkFirst: 'a', strengths: 'b' });
  });

  test('one answer alone is no place to begin and no strength', () => {
    expect(suggested(full(1, 0, 0, 0), full(0, 0, 0, 1))).toEqual({ ...nothing, talkFirst: 'a', otherViews: 'b' });
  });

  test('no answers, no priorities', () => {
    expect(suggested()).toEqual(nothing);
    expect(suggested({ level: 'none', n: 0 }, { level: 'none', n: 0 })).toEqual(nothing);
  });

  test('what is withheld is on no list', () => {
    expect(suggested({ level: 'withheld', n: 1 }, { level: 'none', n: 0 })).toEqual(nothing);
    expect(suggested({ level: 'withheld', n: 1 }, lowClose)).toEqual({ ...nothing, shortTerm: 'b' });
  });

  test('an area is suggested, not its theme', () => {
    const found = priorities({
      themes: [
        {
          themeId: 't',
          people: 6,
          result: middle,
          units: [
            { unitId: 't1', result: lowClose, dontKnow: 0 },
            { unitId: 't2', result: highClose, dontKnow: 0 },
          ],
        },
      ],
      smallestGroup: smallest,
    });
    const on = { themeId: 't', standing: { split: false, few: false } };
    expect(found.shortTerm).toMatchObject([{ ...on, unitId: 't1', standing: { height: 'low' }, result: lowClose }]);
    expect(found.strengths).toMatchObject([{ ...on, unitId: 't2', standing: { height: 'high' }, result: highClose }]);
    expect(found.longTerm).toEqual([]);
  });
});

describe('how many, and in what order', () => {
  test('at most two a list, those of the greatest need first', () => {
    expect(suggested(full(1, 5, 0, 0), full(6, 0, 0, 0), full(3, 3, 0, 0))).toEqual({ ...nothing, shortTerm: 'b c' });
  });

  test('need counts for each who answered: a smaller need of many comes before a greater of few', () => {
    expect(suggested(full(4, 0, 0, 0), full(0, 10, 0, 0)).shortTerm).toBe('b a');
  });

  test('at a tie the order of the wheel decides', () => {
    expect(suggested(full(0, 5, 0, 0), full(0, 5, 0, 0), full(0, 5, 0, 0)).shortTerm).toBe('a b');
  });

  test('a tie between different numbers of answers is a tie: 5 of 3 and 9 of 4 both need 7 steps', () => {
    const small = { privacy: 'confidential', smallestGroup: 3 } as const;
    const found = priorities({
      themes: themes(publish([1, 2, 0, 0], small), publish([0, 3, 1, 0], small)),
      smallestGroup: 3,
    });
    expect(names(found).shortTerm).toBe('a b');
  });

  test('need is a whole number of steps, so that no rounding can turn two areas round', () => {
    const low = Array.from({ length: 12 }, (_, i) => distributions(i + 4))
      .flat()
      .map((counts) => ({ result: full(...counts), need: counts[0] * 3 + counts[1] * 2 + counts[2] }))
      .filter(({ result }) => {
        const found = standing(result);
        return found && listOf(found) === 'shortTerm';
      });
    const byNeed = Map.groupBy(low, ({ need }) => need);
    const turned = [...byNeed.values()].flatMap((same) => {
      const [first] = same;
      return same.flatMap(({ result }) =>
        first && suggested(first.result, result).shortTerm !== 'a b'
          ? [`${first.result.counts.join(' ')} before ${result.counts.join(' ')}`]
          : [],
      );
    });
    expect(turned).toEqual([]);
  });

  test('strengths: the highest average first', () => {
    expect(suggested(full(0, 0, 6, 0), full(0, 0, 0, 6), full(0, 0, 3, 3)).strengths).toBe('b c');
  });

  test('those to hear other views on: the greatest need first', () => {
    const split = [full(3, 0, 0, 4), full(3, 0, 1, 3), full(2, 0, 0, 4)];
    expect(split.map(standing)).toEqual(Array(3).fill({ height: 'high', split: true, few: false }));
    expect(suggested(...split).otherViews).toBe('b a');
  });
});

describe('where nothing is low or in the middle', () => {
  test('the strength with the lowest average is offered for the long term, and is no strength then', () => {
    expect(suggested(full(0, 0, 2, 4), full(0, 0, 5, 1), full(0, 0, 4, 2))).toEqual({
      ...nothing,
      longTerm: 'b',
      strengths: 'a c',
    });
  });

  test('what people are split on is talked about, however low it is', () => {
    expect(suggested(full(0, 0, 2, 4), full(2, 0, 0, 4), full(0, 0, 3, 4))).toEqual({
      ...nothing,
      longTerm: 'c',
      strengths: 'a',
      otherViews: 'b',
    });
  });

  test('at a tie the first of the wheel', () => {
    expect(suggested(full(0, 0, 2, 4), full(0, 0, 4, 2), full(0, 0, 8, 4)).longTerm).toBe('b');
  });

  test('and not when anything is', () => {
    expect(suggested(full(0, 0, 2, 4), full(0, 6, 0, 0)).longTerm).toBe('');
    expect(suggested(full(0, 0, 2, 4), full(0, 3, 3, 0)).longTerm).toBe('b');
    expect(suggested(full(0, 0, 2, 4), full(0, 0, 4, 2), half('lower')).longTerm).toBe('');
  });

  test('the only one stays a strength, and so do all that are at the top of the scale', () => {
    expect(suggested(full(0, 0, 4, 2))).toEqual({ ...nothing, strengths: 'a' });
    expect(suggested(full(0, 0, 0, 4), full(0, 0, 0, 5))).toEqual({ ...nothing, strengths: 'a b' });
  });
});

describe('whatever the answers', () => {
  const counts = fc.tuple(fc.nat(6), fc.nat(6), fc.nat(6), fc.nat(6));
  const rule = fc.constantFrom(
    open,
    ...[3, 4, 10].map((n) => ({ privacy: 'confidential', smallestGroup: n }) as const),
  );
  const round = fc.tuple(fc.array(counts, { maxLength: 14 }), rule).map(([all, { privacy, smallestGroup }]) => ({
    all: themes(...all.map((each) => publish(each, { privacy, smallestGroup }))),
    smallestGroup,
  }));

  test('no unit is on two lists, or twice on one', () => {
    fc.assert(
      fc.property(round, ({ all, smallestGroup }) => {
        const found = priorities({ themes: all, smallestGroup });
        const on = lists.flatMap((list) => found[list].map(({ unitId }) => unitId));
        expect(on).toEqual([...new Set(on)]);
      }),
    );
  });

  test('every list holds what belongs there by how it stands, at most two, with the published result and nothing else', () => {
    fc.assert(
      fc.property(round, ({ all, smallestGroup }) => {
        const found = priorities({ themes: all, smallestGroup });
        const raised = found.longTerm.some(({ standing: { height } }) => height === 'high');
        for (const list of lists) {
          expect(found[list].length).toBeLessThanOrEqual(2);
          for (const { unitId, standing: stands, result } of found[list]) {
            expect(stands).toEqual(standingOf(result, smallestGroup));
            expect(listOf(stands)).toBe(raised && list === 'longTerm' ? 'strengths' : list);
            expect(result).toBe(all.find(({ themeId }) => themeId === unitId)?.result);
          }
        }
      }),
    );
  });

  test('something is suggested as soon as anything is told, and nothing before', () => {
    fc.assert(
      fc.property(round, ({ all, smallestGroup }) => {
        const found = priorities({ themes: all, smallestGroup });
        const told = all.some(({ result }) => result.level === 'half' || result.level === 'full');
        expect(lists.some((list) => found[list].length > 0)).toBe(told);
      }),
    );
  });
});
