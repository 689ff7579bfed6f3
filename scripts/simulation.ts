import { simulate } from '../test/simulation/simulation.ts';
import { optionsOf } from './options.ts';

/**
 * Runs the seeded simulation of test/simulation for a night, or one seed of it again. Prints each seed in which a promise
 * was broken, with how to run it again, and fails where there was one.
 */
const values = optionsOf(
  {
    seeds: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
  },
  'npm run nightly:simulation -- --from 1 --seeds 10000, or --seed 7 for one of them',
);
const from = Number(values.seed ?? values.from);
const count = values.seed === undefined ? Number(values.seeds) : 1;
if (!Number.isInteger(from) || from < 0 || !Number.isInteger(count) || count < 1) {
  console.error(`--from ${from} --seeds ${count}: both are whole numbers, such as --from 1 --seeds 10000`);
  process.exit(1);
}

let failed = 0;
const began = performance.now();
for (let seed = from; seed < from + count; seed++) {
  const { broken } = await simulate(seed);
  if (broken.length > 0) {
    failed += 1;
    console.log(`Seed ${seed}; again with: npm run nightly:simulation -- --seed ${seed}`);
    for (const line of broken) console.log(`  ${line}`);
  }
  if ((seed - from + 1) % 500 === 0) console.log(`${seed - from + 1} seeds, ${failed} failed`);
}
console.log(`${count} seeds from ${from}, ${failed} failed, ${Math.round((performance.now() - began) / 1_000)} s`);
process.exitCode = failed > 0 ? 1 : 0;
