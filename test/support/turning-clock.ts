import type { Clock } from '../../src/usecases/clock.ts';

export interface TurningClock extends Clock {
  stop(): void;
}

const began = Date.UTC(2026, 11, 1, 8);

/**
 * A millisecond is a turn of the event loop: time goes slower on a busy machine, as the work does, and flies where nobody
 * works. So a limit is never reached because the machine is slow, and nothing is waited for.
 */
export function turningClock(): TurningClock {
  let now = began;
  let stopped = false;
  const timers = new Set<{ at: number; work: () => void }>();
  const turn = () => {
    now += 1;
    for (const timer of timers) {
      if (timer.at > now) continue;
      timers.delete(timer);
      timer.work();
    }
    if (!stopped) setImmediate(turn);
  };
  setImmediate(turn);
  const after = (ms: number, work: () => void) => {
    const timer = { at: now + ms, work };
    timers.add(timer);
    return () => {
      timers.delete(timer);
    };
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
    stop() {
      stopped = true;
    },
  };
}
