import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../src/usecases/clock.ts';
import { hanging, stir } from './in-flight.ts';

interface Timer {
  at: number;
  work(): void;
  /** Limits a call, and does nothing where that was answered. */
  limit: boolean;
}

/** Time that passes only when a test says so. */
export interface VirtualClock extends Clock {
  /** Lets time pass by so many milliseconds, with everything that falls due on the way. */
  pass(ms: number): Promise<void>;
  /** Lets time pass until nobody waits for it any longer. */
  passAll(): Promise<void>;
  /** When the next timer is due, by the monotonic clock; infinite where there is none. */
  nextAt(): number;
  /** Moves on to the next timer and fires it; limits of calls that were answered are passed over. */
  fireNext(): void;
  /** Lets time pass without a look at what falls due on the way; that is late, as on a busy machine. */
  elapse(ms: number): void;
  /** How many sleep. */
  sleepers(): number;
  /** Makes it another time at once, as where a machine was suspended or its time was set. The monotonic clock never goes back. */
  setTo(now: number): void;
}

/** An hour like any other, since 0 is what unset fields hold. */
export const start = Date.UTC(2026, 11, 1, 8);

export function virtualClock(began = start): VirtualClock {
  let monotonic = began;
  /** By how much the time of day is ahead of the monotonic clock. */
  let ahead = 0;
  let sleepers = 0;
  const timers = new Set<Timer>();

  const set = (ms: number, work: () => void, limit = false) => {
    const timer = { at: monotonic + Math.max(0, ms), work, limit };
    timers.add(timer);
    stir();
    return () => {
      timers.delete(timer);
    };
  };
  /** Of those at the same moment the one that was set first. */
  const first = () =>
    timers
      .values()
      .reduce<Timer | undefined>((soonest, each) => (soonest && soonest.at <= each.at ? soonest : each), undefined);
  const nextAt = () => first()?.at ?? Number.POSITIVE_INFINITY;
  const fireNext = () => {
    for (let timer = first(); timer; timer = timer.limit && !hanging() ? first() : undefined) {
      timers.delete(timer);
      monotonic = Math.max(monotonic, timer.at);
      stir();
      timer.work();
    }
  };
  const passTo = async (end: number) => {
    // Everything that needs no time is done before time passes.
    for (await turn(); timers.size > 0 && nextAt() <= end; await turn()) fireNext();
  };

  return {
    now: () => Math.floor(monotonic + ahead),
    monotonic: () => monotonic,
    after: (ms, work) => set(ms, work),
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const cancel = set(ms, resolve);
      const stop = () => {
        cancel();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', stop, { once: true });
      sleepers += 1;
      await promise.finally(() => {
        sleepers -= 1;
        signal?.removeEventListener('abort', stop);
      });
    },
    timeout(ms) {
      const controller = new AbortController();
      set(ms, () => controller.abort(new DOMException('It took too long', 'TimeoutError')), true);
      return controller.signal;
    },
    async pass(ms) {
      const end = monotonic + ms;
      await passTo(end);
      monotonic = end;
    },
    passAll: () => passTo(Number.POSITIVE_INFINITY),
    nextAt,
    elapse(ms) {
      monotonic += ms;
    },
    fireNext,
    sleepers: () => sleepers,
    setTo(now) {
      const forward = Math.max(0, now - (monotonic + ahead));
      monotonic += forward;
      ahead = now - monotonic;
      stir();
    },
  };
}
