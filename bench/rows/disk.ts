import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Bench } from '../bench.ts';
import { healthzWhile, percentile } from '../health.ts';
import { startServer } from '../servers.ts';
import { bounded, type Line } from '../table.ts';
import { jobOf } from './answers.ts';

const source = fileURLToPath(new URL('../slow-disk.c', import.meta.url));
const perSecond = 300;
const limit = 10;

/** How much longer everybody waits whose answer needs no disk while answers are stored on a slow one. */
export async function disk(bench: Bench): Promise<Line[]> {
  const preload = slowDisk(bench);
  const longer: number[] = [];
  for (let round = 0; round < bench.rounds; round++) {
    const running = await startServer(bench.stage, 'product', { preload });
    const alone = await healthzWhile(running.port, () => sleep(bench.seconds * 1000));
    const job = { ...jobOf(bench, 'product'), shape: { kind: 'paced', perSecond } } as const;
    const loaded = await healthzWhile(running.port, async () => {
      const { wrong, example, p50 } = await running.load(job);
      if (wrong > 0) throw new Error(`${wrong} wrong answers: ${example}`);
      bench.log(`answers on the slow disk: p50 ${unit(p50)}`);
    });
    await running.end();
    const [before, during] = [percentile(alone, 0.99), percentile(loaded, 0.99)];
    bench.log(`/healthz p99 ${unit(before)} alone, ${unit(during)} with ${perSecond} answers a second`);
    longer.push(during - before);
  }
  const what = `/healthz p99 at ${perSecond} answers a second on a disk whose fsync takes 20 ms, more than without them`;
  return [bounded(what, longer, { limit, unit })];
}

/** @throws Error where the machine has no C compiler. */
function slowDisk({ stage }: Bench): string {
  const library = join(stage.folder, 'slow-disk.so');
  execFileSync('cc', ['-shared', '-fPIC', '-o', library, source, '-ldl']);
  return library;
}

function unit(ms: number): string {
  return `${ms.toFixed(1)} ms`;
}
