import { middleOf, type Published, type ThemeResult } from './results.ts';

/**
 * Suggested priorities: a rule a person can repeat from memory. Low and agreed → short term; low and split → talk about
 * it first, and long term; in the middle → long term; high and agreed → strength; high and split → hear the minority.
 * Works on published results only, so a reason can never tell more than the summary does.
 */

export const patterns = ['lowAgreed', 'lowSplit', 'middle', 'highAgreed', 'highSplit'] as const;
export type Pattern = (typeof patterns)[number];

export const lists = ['shortTerm', 'talkFirst', 'longTerm', 'strengths', 'hearMinority'] as const;
export type List = (typeof lists)[number];

export interface Priority {
  themeId: string;
  unitId: string;
  pattern: Pattern;
  result: Exclude<Published, { level: 'none' | 'withheld' }>;
}

export type Priorities = Record<List, Priority[]>;

const most = 2;

/** The pattern of a result; undefined where nothing may be said. With only a half of the scale told, no split is named. */
export function patternOf(result: Published, smallestGroup: number): Pattern | undefined {
  if (result.level === 'none' || result.level === 'withheld') return undefined;
  const middle = result.level === 'full' ? result.median : middleOf(result.half);
  const split = result.level === 'full' && result.n >= smallestGroup && result.word === 'split';
  if (middle <= 2) return split ? 'lowSplit' : 'lowAgreed';
  if (middle < 3) return 'middle';
  return split ? 'highSplit' : 'highAgreed';
}

/** At most two on each list, by need × how many answered; ties keep the wheel's order. */
export function priorities(themes: readonly ThemeResult[], smallestGroup: number): Priorities {
  const all = themes.flatMap(({ themeId, units }) =>
    units.flatMap(({ unitId, result }): Priority[] => {
      const pattern = patternOf(result, smallestGroup);
      if (pattern === undefined || result.level === 'none' || result.level === 'withheld') return [];
      return [{ themeId, unitId, pattern, result }];
    }),
  );
  const pick = (...wanted: Pattern[]) => all.filter((each) => wanted.includes(each.pattern));
  const byNeed = (list: Priority[]) => list.toSorted((a, b) => weight(b) - weight(a)).slice(0, most);
  const byValue = (list: Priority[]) => list.toSorted((a, b) => value(b) - value(a)).slice(0, most);

  const needed = pick('lowAgreed', 'lowSplit', 'middle');
  const lowestHigh = all.toSorted((a, b) => value(a) - value(b)).slice(0, 1);
  return {
    shortTerm: byNeed(pick('lowAgreed')),
    talkFirst: byNeed(pick('lowSplit')),
    longTerm: needed.length === 0 ? lowestHigh : byNeed(pick('lowSplit', 'middle')),
    strengths: byValue(pick('highAgreed')),
    hearMinority: byNeed(pick('highSplit')),
  };
}

function value({ result }: Priority): number {
  return result.level === 'full' ? result.mean : middleOf(result.half);
}

/** Need, 0–3 steps from the top, × how many answered. In whole or half numbers, so that rounding breaks no tie. */
function weight({ result }: Priority): number {
  if (result.level === 'half') return (4 - middleOf(result.half)) * result.n;
  const [first, second, third] = result.counts;
  return 3 * first + 2 * second + third;
}
