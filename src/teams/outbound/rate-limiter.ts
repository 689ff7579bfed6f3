import { LRUCache } from 'lru-cache';
import type { Clock } from '../../usecases/clock.ts';
import { type Limit, readLimits, tenantLimits, threadLimits, waitFor } from './limits.ts';

/** Gives every send its turn: in order within a thread, and never faster than Teams takes them. */
export interface RateLimiter {
  /** Resolves when a send in this thread, or a read of this conversation's members, may leave; it then counts. */
  turn(tenantId: string, thread: string, kind?: 'send' | 'read'): Promise<void>;
  /** Teams said "too many": nothing leaves in this tenant for so long. */
  pause(tenantId: string, ms: number): void;
}

interface Lane {
  sent: number[];
  last: Promise<void>;
  notBefore: number;
}

export function createRateLimiter(clock: Clock): RateLimiter {
  const lanes = new LRUCache<string, Lane>({ max: 10_000 });
  const lane = (name: string): Lane => {
    const known = lanes.get(name) ?? { sent: [], last: Promise.resolve(), notBefore: 0 };
    lanes.set(name, known);
    return known;
  };
  return {
    turn(tenantId, thread, kind = 'send') {
      const own = lane(`${kind}|${thread}`);
      const limits = kind === 'send' ? threadLimits : readLimits;
      const shared = lane(`tenant|${tenantId}`);
      own.last = own.last.then(async () => {
        for (;;) {
          const now = clock.monotonic();
          const wait = Math.max(
            waitFor(own.sent, limits, now),
            waitFor(shared.sent, tenantLimits, now),
            shared.notBefore - now,
          );
          if (wait <= 0) break;
          await clock.sleep(wait);
        }
        // Noted in both at once: waiting for one after the other would let sends of one thread bunch up behind a pause.
        noteSent(own, limits, clock.monotonic());
        noteSent(shared, tenantLimits, clock.monotonic());
      });
      return own.last;
    },
    pause(tenantId, ms) {
      const own = lane(`tenant|${tenantId}`);
      own.notBefore = Math.max(own.notBefore, clock.monotonic() + ms);
    },
  };
}

function noteSent(lane: Lane, limits: readonly Limit[], now: number): void {
  const most = Math.max(...limits.map(({ count }) => count));
  lane.sent = [...lane.sent.slice(1 - most), now];
}
