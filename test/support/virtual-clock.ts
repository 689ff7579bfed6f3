import { setImmediate as settled } from 'node:timers/promises';
import type { Clock } from '../../src/teams/outbound/rate-limiter.ts';

/** Time that passes only when a test says so. It begins at an hour like any other, since 0 is what unset fields hold. */
export interface VirtualClock extends Clock {
  /** Lets time pass by so many milliseconds, with everything that falls due on the way. */
  pass(ms: number): Promise<void>;
  /** Lets time pass until nobody waits for it any longer. */
  passAll(): Promise<void>;
  /** Does something so many milliseconds from now. */
  after(ms: number, deed: () => void): void;
}

export const start = Date.UTC(2026, 11, 1, 8);

export function virtualClock(): VirtualClock {
  let now = start;
  const sleepers: { at: number; wake: () => void }[] = [];

  const passTo = async (end: number) => {
    for (;;) {
      // Everything that needs no time is done before time passes.
      await settled();
      const next = sleepers.reduce<(typeof sleepers)[number] | undefined>(
        (first, each) => (first && first.at <= each.at ? first : each),
        undefined,
      );
      if (!next || next.at > end) return;
      sleepers.splice(sleepers.indexOf(next), 1);
      now = Math.max(now, next.at);
      next.wake();
    }
  };

  return {
    now: () => now,
    sleep: (ms) => new Promise((wake) => sleepers.push({ at: now + ms, wake })),
    after: (ms, deed) => {
      sleepers.push({ at: now + ms, wake: deed });
    },
    async pass(ms) {
      const end = now + ms;
      await passTo(end);
      now = end;
    },
    passAll: () => passTo(Number.POSITIVE_INFINITY),
  };
}
