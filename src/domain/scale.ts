/**
 * The scale that things are scored by, from the lowest step to the highest. No other place says how many steps there
 * are: types follow `steps`, rules are worked out from it, and test/domain/one-definition.test.ts holds against it what
 * is no code.
 */
export const steps = [1, 2, 3, 4] as const;

/** A score: one of the steps. */
export type Step = (typeof steps)[number];

type SameLength<Tuple extends readonly unknown[], T> = { -readonly [Place in keyof Tuple]: T };

/** One for each step, the lowest first. */
export type PerStep<T> = SameLength<typeof steps, T>;

/** How many chose each step. */
export type Counts = PerStep<number>;

export const lowestStep = Math.min(...steps);
export const highestStep = Math.max(...steps);

/** Steps below it are the lower half of the scale, those above it the upper. */
export const middleOfScale = (lowestStep + highestStep) / 2;

/** @param of what a step has. */
export function perStep<T>(of: (step: Step) => T): PerStep<T> {
  const [first, second, third, fourth] = steps;
  return [of(first), of(second), of(third), of(fourth)];
}

/** How many chose a step. */
export function countOf(counts: Readonly<Counts>, step: Step): number {
  return counts[step - 1] ?? 0;
}

/** The average step of at least one score. */
export function meanOf(counts: Readonly<Counts>): number {
  const sum = (of: (step: Step) => number) => steps.reduce((all, step) => all + of(step), 0);
  return sum((step) => step * countOf(counts, step)) / sum((step) => countOf(counts, step));
}

/** How many chose a step of each half. */
export function inHalves(counts: Readonly<Counts>): { lower: number; upper: number } {
  const sum = (half: readonly Step[]) => half.reduce((all, step) => all + countOf(counts, step), 0);
  return {
    lower: sum(steps.filter((step) => step < middleOfScale)),
    upper: sum(steps.filter((step) => step > middleOfScale)),
  };
}

/** A step as a card sends it, since a choice's value is text; undefined for anything else. */
export function parseStep(value: unknown): Step | undefined {
  return steps.find((step) => String(step) === value);
}
