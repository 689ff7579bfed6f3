import { inTenths, middleOf, type Published, type ThemeResult } from './results.ts';
import { countOf, highestStep, steps } from './scale.ts';
import { type Standing, standingOf } from './standing.ts';

/**
 * Suggested priorities: a rule a person can repeat from memory. Low → short term, high → strength, in the middle → long
 * term; where the answers are split, talk about it first, and where they are high, hear other views. Works on published
 * results only, so a reason can never say more than the summary does.
 */

/** In the order that they are shown. */
export const lists = ['shortTerm', 'talkFirst', 'longTerm', 'strengths', 'otherViews'] as const;
export type List = (typeof lists)[number];

/** A unit on a list, with what speaks for it. */
export interface Priority {
  themeId: string;
  unitId: string;
  standing: Standing;
  result: Extract<Published, { level: 'half' | 'full' }>;
}

/** Each unit stands on one list at most. */
export type Priorities = Record<List, Priority[]>;

const most = 2;

/** The list that a thing belongs to by how it stands. */
export function listOf({ height, split }: Standing): List {
  if (height === 'high') return split ? 'otherViews' : 'strengths';
  if (split) return 'talkFirst';
  return height === 'low' ? 'shortTerm' : 'longTerm';
}

/** What the lists are made of. */
export interface RoundResults {
  themes: readonly ThemeResult[];
  smallestGroup: number;
}

/** At most two on each list, by need × how many answered; ties keep the wheel's order. */
export function priorities({ themes, smallestGroup }: RoundResults): Priorities {
  const all = themes.flatMap(({ themeId, units }) =>
    units.flatMap(({ unitId, result }): Priority[] => {
      const standing = standingOf(result, smallestGroup);
      if (!standing || result.level === 'none' || result.level === 'withheld') return [];
      return [{ themeId, unitId, standing, result }];
    }),
  );
  const raised = toRaise(all);
  const on = (list: List) => all.filter((each) => each !== raised && listOf(each.standing) === list);
  const byNeed = (list: Priority[]) => list.toSorted((a, b) => weight(b) - weight(a)).slice(0, most);
  return {
    shortTerm: byNeed(on('shortTerm')),
    talkFirst: byNeed(on('talkFirst')),
    longTerm: raised ? [raised] : byNeed(on('longTerm')),
    strengths: on('strengths')
      .toSorted((a, b) => value(b) - value(a))
      .slice(0, most),
    otherViews: byNeed(on('otherViews')),
  };
}

/**
 * Where nothing is low or in the middle, the strength with the lowest average is what there is to raise in the long
 * term. One that is alone, or at the top of the scale, stays a strength.
 */
function toRaise(all: readonly Priority[]): Priority | undefined {
  if (all.some(({ standing }) => standing.height !== 'high')) return undefined;
  const strengths = all.filter(({ standing }) => !standing.split);
  const [lowest] = strengths
    .filter(({ result }) => result.level === 'full' && inTenths(result.mean) < inTenths(highestStep))
    .toSorted((a, b) => value(a) - value(b));
  return strengths.length > 1 ? lowest : undefined;
}

function value({ result }: Priority): number {
  return result.level === 'full' ? result.mean : middleOf(result.half);
}

/** Need, 0–3 steps from the top, × how many answered. In whole or half numbers, so that rounding breaks no tie. */
function weight({ result }: Priority): number {
  if (result.level === 'half') return (highestStep - middleOf(result.half)) * result.n;
  return steps.reduce((sum, step) => sum + (highestStep - step) * countOf(result.counts, step), 0);
}
