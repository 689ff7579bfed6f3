import { LRUCache } from 'lru-cache';
import { type Limit, tenantLimits, threadLimits, waitFor } from './limits.ts';

/** Gives every send its turn: in order within a thread, and never faster than Teams takes them. */
export interface Pace {
  /** Resolves when a send in this thread of this tenant may leave, which then counts as sent. */
  turn(tenantId: string, thread: string): Promise<void>;
  /** Teams said "too many": nothing leaves in this tenant for so long. */
  pause(tenantId: string, ms: number): void;
}

export interface Clock {
  now(): number;
  sleep(ms: number): Promise<void>;
}

interface Lane {
  sent: number[];
  last: Promise<void>;
  notBefore: number;
}

export function createPace(clock: Clock): Pace {
  const lanes = new LRUCache<string, Lane>({ max: 10_000 });
  const lane = (name: string): Lane => {
    const known = lanes.get(name) ?? { sent: [], last: Promise.resolve(), notBefore: 0 };
    lanes.set(name, known);
    return known;
  };
  const pass = (name: string, limits: readonly Limit[]): Promise<void> => {
    const own = lane(name);
    const most = Math.max(...limits.map(({ count }) => count));
    own.last = own.last.then(async () => {
      for (;;) {
        const wait = Math.max(waitFor(own.sent, limits, clock.now()), own.notBefore - clock.now());
        if (wait <= 0) break;
        await clock.sleep(wait);
      }
      own.sent = [...own.sent.slice(1 - most), clock.now()];
    });
    return own.last;
  };
  return {
    async turn(tenantId, thread) {
      await pass(`thread|${thread}`, threadLimits);
      await pass(`tenant|${tenantId}`, tenantLimits);
    },
    pause(tenantId, ms) {
      const own = lane(`tenant|${tenantId}`);
      own.notBefore = Math.max(own.notBefore, clock.now() + ms);
    },
  };
}
