import { LRUCache } from 'lru-cache';
import { entriesUpTo } from '../../usecases/cache-size.ts';
import type { Clock } from '../../usecases/clock.ts';

/** Which presses this instance has answered in time, so that what comes later under another id is another press. */
export interface AnsweredPresses {
  /** A press has come. */
  began(press: string): void;
  /** It was answered. */
  ended(press: string): void;
  has(press: string): boolean;
}

/** Longer than anything is sent again. */
const rememberedMs = 5 * 60_000;
/** What takes longer may not have been heard. */
const inTimeMs = 10_000;

export function createAnsweredPresses({ monotonic }: Pick<Clock, 'monotonic'>): AnsweredPresses {
  const presses = new LRUCache<string, { at: number; state: 'open' | 'answered' | 'unheard' }>({
    ...entriesUpTo(20_000),
    ttl: rememberedMs,
    perf: { now: monotonic },
    ttlResolution: 0,
  });
  return {
    began(press) {
      // Under the same id it comes again only where its answer was not heard.
      presses.set(press, { at: monotonic(), state: presses.has(press) ? 'unheard' : 'open' });
    },
    ended(press) {
      const found = presses.get(press);
      if (found?.state !== 'open') return;
      found.state = monotonic() - found.at < inTimeMs ? 'answered' : 'unheard';
    },
    has: (press) => presses.get(press)?.state === 'answered',
  };
}
