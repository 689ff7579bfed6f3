import { LRUCache } from 'lru-cache';
import { entriesUpTo } from '../../usecases/cache-size.ts';
import type { Clock } from '../../usecases/clock.ts';

interface Lane<T, R> {
  /** What waits for its turn; a newer value takes its place and shares its outcome. */
  next?: { value: T; outcome: Promise<R> };
  running: Promise<unknown>;
  startedAt: number;
}

export interface Coalescer<T, R> {
  /**
   * Sends the newest value for a key, one at a time and at most once in `spacingMs`: twenty changes of a count within a
   * second are one update, and an older value never overtakes a newer one.
   */
  send(key: string, value: T, send: (newest: T) => Promise<R>): Promise<R>;
  /** Resolves once what is being sent for a key has been; what waits for its turn is not waited for. */
  sent(key: string): Promise<unknown>;
}

export function createCoalescer<T, R>(spacingMs: number, clock: Clock): Coalescer<T, R> {
  const lanes = new LRUCache<string, Lane<T, R>>(entriesUpTo(10_000));

  const send: Coalescer<T, R>['send'] = (key, value, send) => {
    const lane: Lane<T, R> = lanes.get(key) ?? { running: Promise.resolve(), startedAt: Number.NEGATIVE_INFINITY };
    lanes.set(key, lane);
    if (lane.next) {
      lane.next.value = value;
      return lane.next.outcome;
    }
    const run = async (): Promise<R> => {
      await lane.running;
      const wait = lane.startedAt + spacingMs - clock.monotonic();
      if (wait > 0) await clock.sleep(wait);
      delete lane.next;
      lane.startedAt = clock.monotonic();
      const sent = send(next.value);
      lane.running = sent.catch(() => undefined);
      return sent;
    };
    const next: { value: T; outcome: Promise<R> } = { value, outcome: Promise.resolve().then(run) };
    lane.next = next;
    return next.outcome;
  };
  return { send, sent: async (key) => lanes.get(key)?.running };
}
