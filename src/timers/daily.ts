import { atMost, type Clock } from '../usecases/clock.ts';
import type { Log } from '../usecases/ports.ts';

const dayMs = 24 * 3_600_000;

/** Does some housekeeping now and once a day; a failure is logged, and the next day is another try. */
export function startDaily(
  work: () => Promise<void>,
  clock: Clock,
  log: Log,
): { stop(withinMs: number): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let cancel = () => {};
  const run = () => {
    cancel = clock.after(dayMs, run);
    running = running.then(work).catch((error: unknown) => log.error({}, 'daily housekeeping failed', error));
  };
  run();
  return {
    async stop(withinMs) {
      cancel();
      await atMost(clock, withinMs, running);
    },
  };
}
