import type { Clock } from '../../usecases/clock.ts';
import { type Health, isBusy } from './faults.ts';
import type { Write, Writer } from './writer.ts';

/** Writes that are asked for at the same moment share one commit; each is acknowledged once that commit is on the disk. */
export interface Commits {
  /**
   * @param write may be done twice, the first time undone.
   * @returns how much each of its steps changed, after its commit.
   */
  run(write: Write): Promise<number[]>;
  /** For how long a commit has been on its way to the disk; 0 where none is. */
  underWayMs(): number;
  /** Commits what waits, at once, and resolves when it is done. */
  flush(): Promise<void>;
}

interface Waiting {
  write: Write;
  done(changes: number[]): void;
  fail(error: unknown): void;
  /** When it first found the file locked, by a steady clock. */
  since?: number;
}

interface CommitsNeeds {
  writer: Writer;
  clock: Clock;
  health: Health;
  /** Something is on the disk. */
  wrote(): void;
  /** Whether the bot itself keeps the file locked; that ends, and is waited for. */
  isCleaning(): boolean;
}

/** How long another program may have the file to itself before it counts as locked, and how often that is looked at. */
export const busyMs = 5_000;
export const busyLookMs = 5;

/** A commit takes 110 µs here, most of it the disk's; with 16 writes in it 18 µs for each. */
export function createCommits({ writer, clock, health, wrote, isCleaning }: CommitsNeeds): Commits {
  let waiting: Waiting[] = [];
  let flushing: Promise<void> | undefined;
  let isNext = false;
  let began = 0;
  let last = false;

  /** Another program is writing: looks again in a moment, and lets everybody else on meanwhile. */
  const later = (writes: readonly Waiting[], error: unknown): void => {
    const now = clock.monotonic();
    const left = writes.filter((each) => {
      // That the cleaning ended may be heard of before a write that it kept from the file.
      if (each.since === undefined || isCleaning()) each.since = now;
      const patient = !last && now - each.since < busyMs;
      if (!patient) each.fail(health.failed(error));
      return patient;
    });
    waiting = [...left, ...waiting];
    if (left.length > 0) void clock.sleep(busyLookMs).then(flush);
  };

  const attempt = async (writes: readonly Waiting[]): Promise<void> => {
    const [first] = writes;
    if (!first) return;
    const written = writer.write(writes.map(({ write }) => write));
    // What was written at once is acknowledged at once.
    const ended = written instanceof Promise ? await written : written;
    if ('changes' in ended) {
      wrote();
      for (const [i, each] of writes.entries()) each.done(ended.changes[i] ?? []);
    } else if (isBusy(ended.error)) later(writes, ended.error);
    else if (writes.length === 1 || ended.isUnknown) for (const each of writes) each.fail(health.failed(ended.error));
    // One by one, so that a write that cannot be done takes none of the others with it.
    else for (const each of writes) await attempt([each]);
  };
  /** One batch at a time; what is asked for meanwhile is the next. */
  const flush = (): Promise<void> => {
    if (flushing) {
      isNext = true;
      return flushing;
    }
    const writes = waiting;
    waiting = [];
    began = clock.monotonic();
    flushing = attempt(writes).finally(() => {
      flushing = undefined;
      if (isNext) void flush();
      isNext = false;
    });
    return flushing;
  };

  return {
    run: (write) =>
      new Promise((done, fail) => {
        // After everything that has come in by now was read: what it writes is in the same commit.
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ write, done, fail });
      }),
    underWayMs: () => (flushing ? clock.monotonic() - began : 0),
    async flush() {
      last = true;
      while (flushing || waiting.length > 0) await flush();
    },
  };
}
