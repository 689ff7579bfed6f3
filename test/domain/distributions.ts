import { type Published, type PublishRule, publish } from '../../src/domain/results.ts';
import type { Counts } from '../../src/domain/scale.ts';
import { type Step, steps } from '../../src/domain/scale.ts';

/** Every way in which `n` answers can fall on the four steps. */
export function distributions(n: number): Counts[] {
  const upTo = (most: number) => Array.from({ length: most + 1 }, (_, i) => i);
  return upTo(n).flatMap((a) =>
    upTo(n - a).flatMap((b) => upTo(n - a - b).map((c): Counts => [a, b, c, n - a - b - c])),
  );
}

/** Every way in which `n` people can each choose a step: 4 to the power of n. */
export function assignments(n: number): Step[][] {
  return n === 0 ? [[]] : assignments(n - 1).flatMap((others) => steps.map((step) => [...others, step]));
}

export function countsOf(scores: readonly Step[]): Counts {
  const of = (step: Step) => scores.filter((score) => score === step).length;
  return [of(1), of(2), of(3), of(4)];
}

export const open: PublishRule = { privacy: 'open', smallestGroup: 4 };

type Full = Extract<Published, { level: 'full' }>;

/** All figures of these counts. */
export function full(...counts: Counts): Full {
  const published = publish(counts, open);
  if (published.level !== 'full') throw new Error(`counts ${counts.join(' ')} have no figures`);
  return published;
}
