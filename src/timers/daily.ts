import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../usecases/ports.ts';

const dayMs = 24 * 3_600_000;

/** Does some housekeeping now and once a day; a failure is logged, and the next day is another try. */
export function startDaily(work: () => Promise<void>, log: Log): { stop(withinMs: number): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const run = () => {
    running = running.then(work).catch((error: unknown) => log.error({}, 'daily housekeeping failed', error));
  };
  const timer = setInterval(run, dayMs);
  timer.unref();
  run();
  return {
    async stop(withinMs) {
      clearInterval(timer);
      await Promise.race([running, sleep(withinMs, undefined, { ref: false })]);
    },
  };
}
