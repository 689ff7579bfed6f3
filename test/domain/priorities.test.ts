import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type List, lists, type Pattern, type Priorities, patternOf, priorities } from '../../src/domain/priorities.ts';
import { type Counts, type Half, type Published, publish, type ThemeResult } from '../../src/domain/results.ts';
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
  return names(priorities(themes(...all), smallest));
}

function names(found: Priorities): Record<List, string> {
  const of = (list: List) => found[list].map(({ unitId }) => unitId).join(' ');
  return {
    shortTerm: of('shortTerm'),
    talkFirst: of('talkFirst'),
    longTerm: of('longTerm'),
    strengths: of('strengths'),
    hearMinority: of('hearMinority'),
  };
}

const nothing = { shortTerm: '', talkFirst: '', longTerm: '', strengths: '', hearMinority: '' };
const half = (of: Half, n = 2): Published => ({ level: 'half', n, half: of });

describe('the pattern of a result', () => {
  const cases: { what: string; counts: Counts; pattern: Pattern }[] = [
    { what: 'low and agreed', counts: [2, 4, 0, 0], pattern: 'lowAgreed' },
    { what: 'all at the bottom', counts: [6, 0, 0, 0], pattern: 'lowAgreed' },
    { what: 'low and partly agreed', counts: [1, 2, 1, 0], pattern: 'lowAgreed' },
    { what: 'low and split', counts: [4, 0, 0, 3], pattern: 'lowSplit' },
    { what: 'in the middle and agreed', counts: [0, 3, 3, 0], pattern: 'middle' },
    { what: 'in the middle and split', counts: [3, 0, 0, 3], pattern: 'middle' },
    { what: 'high and agreed', counts: [0, 0, 4, 2], pattern: 'highAgreed' },
    { what: 'high and partly agreed', counts: [0, 1, 2, 1], pattern: 'highAgreed' },
    { what: 'high and split', counts: [3, 0, 0, 4], pattern: 'highSplit' },
  ];

  it.each(cases)('$what ($counts) is $pattern', ({ counts, pattern }) => {
    expect(patternOf(full(...counts), smallest)).toBe(pattern);
  });

  it.each([
    { of: 'lower', pattern: 'lowAgreed' },
    { of: 'upper', pattern: 'highAgreed' },
  ] as const)('of which only the $of half is told is $pattern', ({ of, pattern }) => {
    expect(patternOf(half(of), smallest)).toBe(pattern);
  });

  test('nobody answered is none, and so is one whose answer is withheld', () => {
    expect(patternOf({ level: 'none', n: 0 }, smallest)).toBeUndefined();
    expect(patternOf({ level: 'withheld', n: 1 }, smallest)).toBeUndefined();
  });

  test('names no split below the smallest group, in an open round either', () => {
    for (const n of [1, 2, 3]) {
      for (const counts of distributions(n)) expect(patternOf(full(...counts), smallest)).not.toMatch(/Split/);
      for (const counts of distributions(n)) {
        const published = publish(counts, { privacy: 'confidential', smallestGroup: smallest });
        expect(patternOf(published, smallest) ?? '').not.toMatch(/Split/);
      }
    }
    expect(patternOf(full(3, 0, 0, 2), smallest)).toBe('lowSplit');
    expect(patternOf(full(3, 0, 0, 2), 6)).toBe('lowAgreed');
  });
});

describe('which list', () => {
  const lowAgreed = full(2, 4, 0, 0);
  const lowSplit = full(4, 0, 0, 3);
  const middle = full(0, 3, 3, 0);
  const highAgreed = full(0, 0, 4, 2);
  const highSplit = full(3, 0, 0, 4);

  test('each pattern is on its own lists', () => {
    expect(suggested(lowAgreed, lowSplit, middle, highAgreed, highSplit)).toEqual({
      shortTerm: 'a',
      talkFirst: 'b',
      longTerm: 'b c',
      strengths: 'd',
      hearMinority: 'e',
    });
  });

  test('a half alone puts a low one on the short term and a high one among the strengths', () => {
    expect(suggested(half('lower'), half('upper'))).toEqual({ ...nothing, shortTerm: 'a', strengths: 'b' });
  });

  test('no answers, no priorities', () => {
    expect(suggested()).toEqual(nothing);
    expect(suggested({ level: 'none', n: 0 }, { level: 'none', n: 0 })).toEqual(nothing);
  });

  test('what is withheld is on no list', () => {
    expect(suggested({ level: 'withheld', n: 1 }, { level: 'none', n: 0 })).toEqual(nothing);
    expect(suggested({ level: 'withheld', n: 1 }, lowAgreed)).toEqual({ ...nothing, shortTerm: 'b' });
  });

  test('an area is suggested, not its theme', () => {
    const found = priorities(
      [
        {
          themeId: 't',
          people: 6,
          result: middle,
          units: [
            { unitId: 't1', result: lowAgreed, dontKnow: 0 },
            { unitId: 't2', result: highAgreed, dontKnow: 0 },
          ],
        },
      ],
      smallest,
    );
    expect(found.shortTerm).toEqual([{ themeId: 't', unitId: 't1', pattern: 'lowAgreed', result: lowAgreed }]);
    expect(found.strengths).toEqual([{ themeId: 't', unitId: 't2', pattern: 'highAgreed', result: highAgreed }]);
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
    const found = priorities(themes(publish([1, 2, 0, 0], small), publish([0, 3, 1, 0], small)), 3);
    expect(names(found).shortTerm).toBe('a b');
  });

  test('need is a whole number of steps, so that no rounding can turn two areas round', () => {
    const low = Array.from({ length: 12 }, (_, i) => distributions(i + 4))
      .flat()
      .map((counts) => ({ result: full(...counts), need: counts[0] * 3 + counts[1] * 2 + counts[2] }))
      .filter(({ result }) => patternOf(result, smallest) === 'lowAgreed');
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

  test('those to hear the minority of: the greatest need first', () => {
    const split = [full(3, 0, 0, 4), full(3, 0, 1, 3), full(2, 0, 0, 4)];
    expect(split.map((result) => patternOf(result, smallest))).toEqual(['highSplit', 'highSplit', 'highSplit']);
    expect(suggested(...split).hearMinority).toBe('b a');
  });
});

describe('where nothing is low or in the middle', () => {
  test('the high one with the lowest average is offered for the long term', () => {
    expect(suggested(full(0, 0, 2, 4), full(0, 0, 5, 1), full(0, 0, 4, 2)).longTerm).toBe('b');
  });

  test('whether people agree on it or not', () => {
    expect(suggested(full(0, 0, 2, 4), full(2, 0, 0, 4), full(0, 0, 2, 4))).toEqual({
      ...nothing,
      longTerm: 'b',
      strengths: 'a c',
      hearMinority: 'b',
    });
  });

  test('at a tie the first of the wheel', () => {
    expect(suggested(full(0, 0, 2, 4), full(0, 0, 4, 2), full(0, 0, 8, 4)).longTerm).toBe('b');
  });

  test('and not when anything is', () => {
    expect(suggested(full(0, 0, 2, 4), full(0, 6, 0, 0)).longTerm).toBe('');
    expect(suggested(full(0, 0, 2, 4), full(0, 3, 3, 0)).longTerm).toBe('b');
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

  /** What one unit may be on at once: split and low is talked about first and worked on for long. */
  const together = ['shortTerm', 'talkFirst', 'longTerm', 'talkFirst longTerm', 'strengths', 'hearMinority'];
  /** Only where there is nothing lower to offer. */
  const nothingLower = ['longTerm strengths', 'longTerm hearMinority'];

  test('no unit is on lists that contradict each other, or twice on one', () => {
    fc.assert(
      fc.property(round, ({ all, smallestGroup }) => {
        const found = priorities(all, smallestGroup);
        const lower = all.some(({ result }) => /low|middle/.test(patternOf(result, smallestGroup) ?? ''));
        for (const { themeId } of all) {
          const on = lists.flatMap((list) => found[list].flatMap(({ unitId }) => (unitId === themeId ? [list] : [])));
          if (on.length > 0) expect(lower ? together : [...together, ...nothingLower]).toContain(on.join(' '));
        }
      }),
    );
  });

  test('every list holds what its pattern says, at most two, with the published result and nothing else', () => {
    const belongs: Record<List, RegExp> = {
      shortTerm: /^lowAgreed$/,
      talkFirst: /^lowSplit$/,
      longTerm: /^(lowSplit|middle|highAgreed|highSplit)$/,
      strengths: /^highAgreed$/,
      hearMinority: /^highSplit$/,
    };
    fc.assert(
      fc.property(round, ({ all, smallestGroup }) => {
        const found = priorities(all, smallestGroup);
        for (const list of lists) {
          expect(found[list].length).toBeLessThanOrEqual(2);
          for (const { unitId, pattern, result } of found[list]) {
            expect(pattern).toMatch(belongs[list]);
            expect(pattern).toBe(patternOf(result, smallestGroup));
            expect(result).toBe(all.find(({ themeId }) => themeId === unitId)?.result);
          }
        }
      }),
    );
  });

  test('something is suggested as soon as anything is told, and nothing before', () => {
    fc.assert(
      fc.property(round, ({ all, smallestGroup }) => {
        const found = priorities(all, smallestGroup);
        const told = all.some(({ result }) => result.level === 'half' || result.level === 'full');
        expect(lists.some((list) => found[list].length > 0)).toBe(told);
      }),
    );
  });
});
