import { atMost, type Clock } from '../usecases/clock.ts';
import type { Due } from '../usecases/due/due-ports.ts';
import type { Log } from '../usecases/ports.ts';
import type { Versioned } from '../usecases/versioned.ts';

export interface LoopNeeds {
  /** Up to so many items of a shard that are due. */
  due(now: number, limit: number, shard: number): Promise<Versioned<Due>[]>;
  run(item: Versioned<Due>): Promise<unknown>;
  clock: Clock;
  log: Log;
  /** How many shards there are. */
  shards: number;
  /** How often this instance looks at each shard for what other instances stored or left undone, in milliseconds. */
  everyMs: number;
}

export interface Loop {
  /** Looks for due work in so many milliseconds, or at once: for one item in its shard, or in all shards where none is named. */
  wake(inMs?: number, item?: { id: string; shard: number }): void;
  /** Starts nothing more and waits for what is under way, at most so long. */
  stop(withinMs: number): Promise<void>;
}

const atOnce = 16;

/** Finds due items and runs them; the caller decides what that means. */
export function startLoop({ due, run, clock, log, shards, everyMs }: LoopNeeds): Loop {
  const running = new Map<string, Promise<unknown>>();
  /** By the monotonic clock, when each shard is looked at whatever is there, and when before that for which item. */
  const looks = Array.from({ length: shards }, () => ({
    sweepAt: clock.monotonic(),
    wakes: new Map<string, number>(),
  }));
  type Look = (typeof looks)[number];
  let stopped = false;
  let cancel = () => {};

  const next = ({ sweepAt, wakes }: Look) => Math.min(sweepAt, ...wakes.values());
  let planned = Number.POSITIVE_INFINITY;
  const planAt = (at: number) => {
    cancel();
    planned = at;
    if (!stopped) cancel = clock.after(Math.max(0, at - clock.monotonic()), tick);
  };
  /** Ticks then too; a hundred items that wait are not gone through for each that is woken. */
  const planBy = (at: number) => {
    if (at < planned) planAt(at);
  };
  const tick = () => {
    const at = clock.monotonic();
    for (const [shard, look] of looks.entries()) {
      if (next(look) > at) continue;
      look.sweepAt = at + everyMs;
      // What was asked for later still stands after an earlier look.
      for (const [id, wake] of look.wakes) if (wake <= at) look.wakes.delete(id);
      lookUp(look, shard).catch((error: unknown) => log.error({}, 'due work could not be looked up', error));
    }
    planAt(Math.min(...looks.map(next)));
  };
  const lookUp = async (look: Look, shard: number) => {
    if (running.size >= atOnce) return;
    const items = await due(clock.now(), atOnce, shard);
    for (const item of items) {
      const { id } = item.record;
      if (stopped || running.size >= atOnce || running.has(id)) continue;
      const done = run(item)
        .catch((error: unknown) => log.error({}, 'due work failed', error))
        .finally(() => {
          running.delete(id);
          // The item may have been scheduled again while it ran, or more may be waiting.
          look.sweepAt = clock.monotonic();
          planBy(look.sweepAt);
        });
      running.set(id, done);
    }
  };

  planBy(clock.monotonic());
  return {
    wake(inMs = 0, item) {
      const at = clock.monotonic() + inMs;
      if (!item) for (const look of looks) look.sweepAt = Math.min(look.sweepAt, at);
      else if (inMs < everyMs) {
        const wakes = looks[item.shard]?.wakes;
        wakes?.set(item.id, Math.min(at, wakes.get(item.id) ?? at));
      }
      planBy(at);
    },
    async stop(withinMs) {
      stopped = true;
      cancel();
      await atMost(clock, withinMs, Promise.allSettled(running.values()));
    },
  };
}
