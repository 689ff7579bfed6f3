import { optionsOf, positive } from '../scripts/options.ts';
import type { Job } from './load.ts';
import { type Running, startServer } from './servers.ts';
import { setStage } from './set-stage.ts';
import { peopleInEach, type Stage } from './stage.ts';
import { median } from './table.ts';

/**
 * `npm run bench:soak -- --minutes 10`: Hjulet under half the load that it can carry, its memory and its errors. It ends
 * with 1 where an answer was wrong, Teams' limits were broken or memory grew.
 */

const sampleMs = 5_000;
/** Memory varies with the garbage in it: growth by a smaller factor counts as none. */
const maxGrowth = 1.1;

const values = optionsOf({ minutes: { type: 'string', default: '10' } }, 'npm run bench:soak -- --minutes 10');
const minutes = positive('--minutes', values.minutes);
const stage = await setStage();
try {
  const running = await startServer(stage, 'product');
  const { perSecond, answers } = await running.load(job(stage, { kind: 'steady', connections: 32 }, 20_000));
  const half = Math.floor(perSecond / 2);
  console.log(`It gives ${perSecond.toFixed(0)} answers a second; now ${half} a second for ${minutes} minutes.`);
  const samples = sampled(running);
  const measured = await running.load({
    ...job(stage, { kind: 'paced', perSecond: half }, minutes * 60_000),
    given: answers,
  });
  const memory = samples.stop();
  await running.end();
  const quarter = Math.floor(memory.length / 4);
  const [early, late] = [memory.slice(quarter, 2 * quarter), memory.slice(-quarter)].map(median);
  const growth = (late ?? Number.NaN) / (early ?? Number.NaN);
  const { tooMany, updates } = stage.connector;
  console.log(`${measured.answers} answers, ${measured.wrong} wrong ${measured.example}`);
  console.log(`p50 ${measured.p50.toFixed(1)} ms, p99 ${measured.p99.toFixed(1)} ms`);
  console.log(`${updates.length} updates, ${tooMany} of them refused`);
  console.log(
    `memory ${megabytes(early)} in the second quarter, ${megabytes(late)} in the last: × ${growth.toFixed(2)}`,
  );
  if (measured.wrong > 0 || tooMany > 0 || !(growth <= maxGrowth)) process.exitCode = 1;
} finally {
  await stage.close();
}

function job({ places }: Stage, shape: Job['shape'], ms: number): Omit<Job, 'port' | 'pid' | 'tokens'> {
  return { places, people: peopleInEach, shape, warmUpMs: 0, ms, expect: 'Din vurdering er gemt' };
}

function sampled(running: Running): { stop(): number[] } {
  const memory: number[] = [];
  const timer = setInterval(() => {
    memory.push(running.memory());
    if (memory.length % 12 === 0) console.log(`  ${megabytes(memory.at(-1))}`);
  }, sampleMs);
  return {
    stop() {
      clearInterval(timer);
      return memory;
    },
  };
}

function megabytes(bytes = Number.NaN): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
