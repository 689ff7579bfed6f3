import { inTenths, type Published } from './results.ts';
import { type Counts, inHalves, middleOfScale } from './scale.ts';

/**
 * How a thing stands. Everything that is said of it goes by this: what its row, its list, its thread and the report say
 * cannot disagree (docs/decisions/0021).
 */

/** Where on the scale the answers lie. */
export type Height = 'low' | 'middle' | 'high';

/** How high a result is, and how sure that is. */
export interface Standing {
  height: Height;
  /** Whether the answers lie so far apart, or may do, that they are talked about before anything is chosen. */
  split: boolean;
  /** Whether so few answered that nothing is said of how far apart the answers lie. */
  few: boolean;
}

/** Undefined where nothing is published of a result. */
export function standingOf(result: Published, smallestGroup: number): Standing | undefined {
  switch (result.level) {
    case 'none':
    case 'withheld':
      return undefined;
    case 'half':
      // Half of those in the lower half may be one of two, and the other at the very top.
      return { height: heightOfHalf[result.half], split: result.half !== 'upper', few: true };
    case 'full':
      return {
        height: heightOf(result.mean, result.counts),
        split: result.n === 1 || result.word === 'split',
        few: result.n < smallestGroup,
      };
  }
}

const heightOfHalf = { lower: 'low', both: 'middle', upper: 'high' } as const;

/**
 * Low where more than half of the answers are at steps 1–2 and the average, as it is read, is nearer to them; high the
 * same way; in the middle where the answers fall in two halves, or the two measures disagree.
 */
function heightOf(mean: number, counts: Counts): Height {
  const { lower, upper } = inHalves(counts);
  const [average, middle] = [inTenths(mean), inTenths(middleOfScale)];
  if (lower > upper && average < middle) return 'low';
  return upper > lower && average > middle ? 'high' : 'middle';
}
