import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { type Running, startServer } from '../servers.ts';
import { bounded, type Line } from '../table.ts';

const minuteMs = 60_000;
/** What comes after a start, the daily look-up of keys for one, is over by then. */
const settledMs = 10_000;
/** Clock ticks of the system's count of a process' time, in milliseconds. Source: proc_pid_stat(5), times(2). */
const tickMs = 10;
const limit = 0.2;

/** What an instance that nobody speaks to takes of a processor, all its threads together, over a minute. */
export async function idle({ stage, log }: Bench): Promise<Line[]> {
  const running = await startServer(stage, 'product');
  await sleep(settledMs);
  const before = busyMs(running);
  await sleep(minuteMs);
  const share = ((busyMs(running) - before) / minuteMs) * 100;
  await running.end();
  log(`idle: ${unit(share)}`);
  return [bounded('processor time of an idle instance over a minute', [share], { limit, unit })];
}

function busyMs({ pid }: Running): number {
  const [, user, system] = /\) (?:\S+ ){11}(\d+) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? [];
  return (Number(user) + Number(system)) * tickMs;
}

function unit(percent: number): string {
  return `${percent.toFixed(2)} % of a core`;
}
