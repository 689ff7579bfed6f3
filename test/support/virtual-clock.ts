import { setImmediate as settled } from 'node:timers/promises';
import type { Clock } from '../../src/usecases/clock.ts';

/** Time that passes only when a test says so. It begins at an hour like any other, since 0 is what unset fields hold. */
export interface VirtualClock extends Clock {
  /** Lets time pass by so many milliseconds, with everything that falls due on the way. */
  pass(ms: number): Promise<void>;
  /** Lets time pass until nobody waits for it any longer. */
  passAll(): Promise<void>;
}

export const start = Date.UTC(2026, 11, 1, 8);

export function virtualClock(): VirtualClock {
  let now = start;
  const timers = new Set<{ at: number; work: () => void }>();

  const after = (ms: number, work: () => void) => {
    const timer = { at: now + ms, work };
    timers.add(timer);
    return () => {
      timers.delete(timer);
    };
  };
  const passTo = async (end: number) => {
    for (;;) {
      // Everything that needs no time is done before time passes.
      await settled();
      const [next] = [...timers].toSorted((a, b) => a.at - b.at);
      if (!next || next.at > end) return;
      timers.delete(next);
      now = Math.max(now, next.at);
      next.work();
    }
  };

  return {
    now: () => now,
    monotonic: () => now,
    after,
    sleep: (ms, signal) =>
      new Promise((wake, stop) => {
        const cancel = after(ms, wake);
        signal?.addEventListener('abort', () => {
          cancel();
          stop(signal.reason);
        });
      }),
    timeout(ms) {
      const controller = new AbortController();
      after(ms, () => controller.abort(new DOMException('It took too long', 'TimeoutError')));
      return controller.signal;
    },
    async pass(ms) {
      const end = now + ms;
      await passTo(end);
      now = end;
    },
    passAll: () => passTo(Number.POSITIVE_INFINITY),
  };
}
