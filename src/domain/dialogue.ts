import type { ThemeResult } from './results.ts';

/** What a group is asked to talk about, chosen by how it answered a theme; from published results alone. */

export const dialoguePatterns = [
  'lowAgreed',
  'lowSplit',
  'middleAgreed',
  'middleSplit',
  'highAgreed',
  'highSplit',
  'fewLow',
  'fewMiddle',
  'fewHigh',
  'one',
  'dontKnow',
] as const;
export type DialoguePattern = (typeof dialoguePatterns)[number];

type Height = 'low' | 'middle' | 'high';

/** How a group answered a theme; undefined where nobody answered it. "Agreed" is whatever is not split. */
export function dialoguePattern(
  { people, result, units }: Pick<ThemeResult, 'people' | 'result' | 'units'>,
  smallestGroup: number,
): DialoguePattern | undefined {
  switch (result.level) {
    case 'none':
      return people > 0 ? 'dontKnow' : undefined;
    case 'withheld':
      return 'one';
    case 'half':
      return result.half === 'lower' ? 'fewLow' : 'fewHigh';
    case 'full': {
      // The median of several units' answers together is nobody's view of the theme; the average is what the card shows.
      const height = heightOf(units.length > 1 ? result.mean : result.median);
      // With a handful, as an open round may have, one cannot speak of agreement.
      if (result.n < smallestGroup) return result.n === 1 ? 'one' : few[height];
      return result.word === 'split' ? split[height] : agreed[height];
    }
  }
}

const few = { low: 'fewLow', middle: 'fewMiddle', high: 'fewHigh' } as const;
const split = { low: 'lowSplit', middle: 'middleSplit', high: 'highSplit' } as const;
const agreed = { low: 'lowAgreed', middle: 'middleAgreed', high: 'highAgreed' } as const;

function heightOf(value: number): Height {
  if (value <= 2) return 'low';
  return value < 3 ? 'middle' : 'high';
}

/** A focus area to begin with. */
interface StandsOut {
  unitId: string;
  why: 'split' | 'low';
  n: number;
  /** 1–4. */
  mean: number;
}

/** The focus area where the answers lie furthest apart or, where none is split, one that is low though its theme is not. */
export function standsOut({ units, result }: Pick<ThemeResult, 'units' | 'result'>, smallestGroup: number) {
  if (units.length < 2 || result.level !== 'full') return undefined;
  const told = units.flatMap(({ unitId, result: of }) =>
    of.level === 'full' && of.n >= smallestGroup ? [{ unitId, ...of }] : [],
  );
  const [furthest] = told.filter(({ word }) => word === 'split').toSorted((a, b) => a.agreement - b.agreement);
  const [lowest] = told.filter(({ median }) => median <= 2).toSorted((a, b) => a.mean - b.mean);
  const found = furthest ?? (heightOf(result.mean) === 'low' ? undefined : lowest);
  if (!found) return undefined;
  const { unitId, n, mean } = found;
  return { unitId, why: furthest ? 'split' : 'low', n, mean } satisfies StandsOut;
}
