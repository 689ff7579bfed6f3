import type { Due, Log, Versioned } from '../usecases/ports.ts';

export interface LoopNeeds {
  due(now: number, limit: number): Promise<Versioned<Due>[]>;
  run(item: Versioned<Due>): Promise<unknown>;
  now(): number;
  log: Log;
}

export interface Loop {
  /** Looks for due work in so many milliseconds, or at once. */
  wake(inMs?: number): void;
  /** Starts nothing more and waits for what is under way, at most so long. */
  stop(withinMs: number): Promise<void>;
}

/** How often this instance looks by itself, for what other instances noted. */
const everyMs = 1_000;
const atOnce = 16;

/** Finds what is due and has it run; what to do is decided elsewhere. */
export function startLoop({ due, run, now, log }: LoopNeeds): Loop {
  const running = new Map<string, Promise<unknown>>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let nextAt = Number.POSITIVE_INFINITY;

  const schedule = (inMs: number) => {
    const at = performance.now() + inMs;
    if (stopped || at >= nextAt) return;
    clearTimeout(timer);
    nextAt = at;
    timer = setTimeout(() => {
      nextAt = Number.POSITIVE_INFINITY;
      sweep()
        .catch((error: unknown) => log.error({}, 'due work could not be looked up', error))
        .finally(() => schedule(everyMs));
    }, inMs);
  };

  const sweep = async () => {
    const room = atOnce - running.size;
    if (room <= 0) return;
    const items = await due(now(), atOnce);
    for (const item of items.slice(0, room)) {
      const { id } = item.record;
      if (stopped || running.has(id)) continue;
      const done = run(item)
        .catch((error: unknown) => log.error({}, 'due work failed', error))
        .finally(() => {
          running.delete(id);
          // The item may have been armed again while it ran, or more may be waiting.
          schedule(0);
        });
      running.set(id, done);
    }
  };

  schedule(0);
  return {
    wake: (inMs = 0) => schedule(inMs),
    async stop(withinMs) {
      stopped = true;
      clearTimeout(timer);
      const patience = AbortSignal.timeout(withinMs);
      await Promise.race([
        Promise.allSettled(running.values()),
        new Promise<void>((resolve) => patience.addEventListener('abort', () => resolve(), { once: true })),
      ]);
    },
  };
}
