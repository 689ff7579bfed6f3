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
  /** When each shard is looked at next, by the monotonic clock. */
  const lookAt = Array.from({ length: shards }, () => clock.monotonic());
  /** When each shard is to be looked at for which item, where that is sooner than every so often. */
  const wakes = lookAt.map(() => new Map<string, number>());
  let stopped = false;
  let cancel = () => {};

  const plan = () => {
    cancel();
    if (!stopped) cancel = clock.after(Math.max(0, Math.min(...lookAt) - clock.monotonic()), tick);
  };
  const soon = (shard: number, inMs: number) => {
    lookAt[shard] = Math.min(lookAt[shard] ?? 0, clock.monotonic() + inMs);
  };
  /** What was asked for later still stands after an earlier look. */
  const nextLook = (shard: number, at: number) => {
    const left = [...(wakes[shard] ?? [])].filter(([, wake]) => wake > at);
    wakes[shard] = new Map(left);
    return Math.min(at + everyMs, ...left.map(([, wake]) => wake));
  };
  const tick = () => {
    const at = clock.monotonic();
    for (const [shard, next] of lookAt.entries()) {
      if (next > at) continue;
      lookAt[shard] = nextLook(shard, at);
      lookUp(shard).catch((error: unknown) => log.error({}, 'due work could not be looked up', error));
    }
    plan();
  };
  const lookUp = async (shard: number) => {
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
          soon(shard, 0);
          plan();
        });
      running.set(id, done);
    }
  };

  plan();
  return {
    wake(inMs = 0, item) {
      if (item) {
        const own = wakes[item.shard];
        const at = clock.monotonic() + inMs;
        if (inMs < everyMs) own?.set(item.id, Math.min(at, own.get(item.id) ?? at));
        soon(item.shard, inMs);
      } else for (const shard of lookAt.keys()) soon(shard, inMs);
      plan();
    },
    async stop(withinMs) {
      stopped = true;
      cancel();
      await atMost(clock, withinMs, Promise.allSettled(running.values()));
    },
  };
}
