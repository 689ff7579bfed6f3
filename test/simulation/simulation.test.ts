import { expect, it } from 'vitest';
import { simulate } from './simulation.ts';

/** `npm run nightly:simulation` runs as many as it is given, and found these. */
const found = [6178, 6315, 6577, 811, 42890, 45210, 46217, 46714, 46969, 47561, 52805, 52937];
/** Show ends that are rare: a reminder to score again that comes hours late, and one that may or may not have come. */
const rare = [412, 483, 401];
/** `npm run mutants` runs them for each of hundreds of changes, most of which a few seeds notice. */
const few = process.env.HJULET_MUTATED_FILE !== undefined;
const seeds = [...Array.from({ length: few ? 15 : 300 }, (_, i) => i + 1), ...found, ...rare];

/** Ends of due items that must have come about, or the simulation would show little. */
const ends = [
  'open done',
  'recount done',
  'deadline done',
  'deadline cancelled',
  'publish done',
  'dialogue skippedLate',
  'resume done',
  ...['done', 'skippedLate', 'cancelled'].map((end) => `personalReminder ${end}`),
  ...['nudge', 'reassess'].flatMap((work) =>
    ['sent', 'unknown', 'skippedLate', 'cancelled'].map((end) => `${work} ${end}`),
  ),
];

it('keeps every promise while instances die, freeze and have wrong clocks, people do as they like and Teams fails', async () => {
  const failed: string[] = [];
  const seen = new Set<string>();
  for (const seed of seeds) {
    const { broken, ended } = await simulate(seed);
    if (broken.length > 0)
      failed.push(`seed ${seed}, again with npm run nightly:simulation -- --seed ${seed}`, ...broken);
    for (const end of ended) seen.add(end);
  }
  expect(failed.join('\n')).toBe('');
  if (!few) expect(ends.filter((end) => !seen.has(end))).toEqual([]);
}, 240_000);
