import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../usecases/clock.ts';
import { type Health, isBusy } from './faults.ts';

/** Writes that are asked for at the same moment share one commit; each is acknowledged once that commit is on the disk. */
export interface Commits {
  /**
   * @param write may run twice, the first time undone.
   * @param whole of several statements, all of which are done or none.
   * @returns what it returned, after its commit.
   */
  run<T>(write: () => T, whole?: 'whole'): Promise<T>;
  /** Commits what waits, at once. */
  flush(): void;
}

interface Waiting {
  /** Writes, and returns what acknowledges it. */
  write(): () => void;
  whole: boolean;
  fail(error: unknown): void;
  /** When it first found the file locked, by a steady clock. */
  since?: number;
}

interface Failure {
  error: unknown;
}

interface CommitsNeeds {
  db: DatabaseSync;
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
export function createCommits({ db, clock, health, wrote, isCleaning }: CommitsNeeds): Commits {
  let waiting: Waiting[] = [];
  let last = false;

  /** Another program is writing: looks again in a moment, and lets everybody else on meanwhile. */
  const later = (writes: Waiting[], error: unknown): void => {
    const now = clock.monotonic();
    const left = writes.filter((each) => {
      each.since ??= now;
      const patient = !last && (now - each.since < busyMs || isCleaning());
      if (!patient) each.fail(health.failed(error));
      return patient;
    });
    waiting = [...left, ...waiting];
    if (left.length > 0) void clock.sleep(busyLookMs).then(flush);
  };
  const attempt = (writes: Waiting[]): void => {
    const [first] = writes;
    if (!first) return;
    const failure = writes.length > 1 || first.whole ? together(db, writes) : alone(first);
    if (!failure) wrote();
    else if (isBusy(failure.error)) later(writes, failure.error);
    else if (writes.length === 1) first.fail(health.failed(failure.error));
    // One by one, so that a write that cannot be done takes none of the others with it.
    else for (const each of writes) attempt([each]);
  };
  const flush = (): void => {
    const writes = waiting;
    waiting = [];
    attempt(writes);
  };

  return {
    run: (write, whole) =>
      new Promise((resolve, fail) => {
        // After everything that has come in by now was read: what it writes is in the same commit.
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({
          write: () => {
            const result = write();
            return () => resolve(result);
          },
          whole: whole !== undefined,
          fail,
        });
      }),
    flush() {
      last = true;
      flush();
    },
  };
}

/** @returns why it could not be written, where it could not. */
function alone({ write }: Waiting): Failure | undefined {
  try {
    write()();
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** @returns why none of them was written, where one could not be. */
function together(db: DatabaseSync, writes: readonly Waiting[]): Failure | undefined {
  let acknowledge: (() => void)[];
  try {
    db.exec('BEGIN IMMEDIATE');
    acknowledge = writes.map(({ write }) => write());
    db.exec('COMMIT');
  } catch (error) {
    // A full disk ends the transaction by itself.
    if (db.isTransaction) db.exec('ROLLBACK');
    return { error };
  }
  for (const each of acknowledge) each();
  return undefined;
}
