import { random } from '../support/random.ts';

/** All the chance of a simulation, from one seed. */
export interface Dice {
  /** A whole number from 0 to below `below`. */
  pick(below: number): number;
  /** True so often, from 0 to 1. */
  chance(often: number): boolean;
  /** A number from one to below the other. */
  between(from: number, to: number): number;
  one<T>(of: readonly T[]): T;
}

export function dice(seed: number): Dice {
  const pick = random(seed);
  const fraction = () => pick(2 ** 30) / 2 ** 30;
  return {
    pick,
    chance: (often) => fraction() < often,
    between: (from, to) => from + fraction() * (to - from),
    one(of) {
      const found = of[pick(of.length)];
      if (found === undefined) throw new Error('There is nothing to choose from');
      return found;
    },
  };
}
