import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from './usecases/clock.ts';

/** The machine's clocks. Nothing else in src reads them or waits by them: scripts/lint/one-clock.grit. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal && { signal }),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  timeout: (ms) => AbortSignal.timeout(ms),
};
