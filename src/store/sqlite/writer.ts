import type { DatabaseSync } from 'node:sqlite';
import { createStatements } from './statements.ts';

/** One statement of a write. */
export interface Step {
  sql: string;
  values: readonly (string | number | null)[];
}

/** Statements that are done all together or not at all. */
export type Write = readonly Step[];

/**
 * How a batch of writes ended: how much each step of each changed, or why none of them was written. `isUnknown`: nobody
 * can tell whether they were, and nobody is to be told that they were.
 */
export type Written = { changes: number[][] } | { error: unknown; isUnknown?: boolean };

/** A connection that writes. */
export interface Writer {
  /** Resolves once the batch is on the disk, or is not written. It never fails. */
  write(batch: readonly Write[]): Written | Promise<Written>;
  /** Statements that are no writes, as settings of the connection. */
  exec(sql: string): void;
  close(): Promise<void>;
}

/** One that has written when it returns. */
interface WriterHere extends Writer {
  write(batch: readonly Write[]): Written;
}

/** Writes where it is asked for. The connection is somebody else's, who closes it. */
export function writerOn(db: DatabaseSync): WriterHere {
  const sql = createStatements(db);
  const run = (write: Write) => write.map((step) => Number(sql(step.sql).run(...step.values).changes));
  return {
    write(batch) {
      const [first = []] = batch;
      try {
        return {
          changes: batch.length === 1 && first.length === 1 ? [run(first)] : together(db, () => batch.map(run)),
        };
      } catch (error) {
        return { error };
      }
    },
    exec: (text) => db.exec(text),
    close: async () => undefined,
  };
}

function together<T>(db: DatabaseSync, write: () => T): T {
  try {
    db.exec('BEGIN IMMEDIATE');
    const result = write();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk ends the transaction by itself.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
