import { DatabaseSync } from 'node:sqlite';

const tries = 50;
const pauseMs = 20;

export interface CleanJob {
  file: string;
  /**
   * Writes the file anew: where pages are balanced SQLite leaves copies of rows behind that `secure_delete` does not know
   * of, about one row in a thousand. In memory where there is room, since there may be no other place to write to.
   */
  rebuild: 'inMemory' | 'onDisk' | false;
}

/** How it ended: whether the `-wal` is empty, or what SQLite said. */
export type Cleaned = { emptied: boolean } | { errcode: number; message: string };

/** Cleans a file over a connection of its own. */
export function cleanFile({ file, rebuild }: CleanJob): Cleaned {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { timeout: 5_000 });
    return { emptied: clean(db, rebuild) };
  } catch (error) {
    const errcode = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
    return { errcode, message: error instanceof Error ? error.message : String(error) };
  } finally {
    db?.close();
  }
}

/**
 * Takes out of a file and its `-wal` what was removed or replaced.
 * @returns false where somebody still reads from the `-wal`, so that it could not be emptied.
 */
export function clean(db: DatabaseSync, rebuild: CleanJob['rebuild']): boolean {
  db.exec('PRAGMA secure_delete = ON');
  if (rebuild === 'inMemory') db.exec('PRAGMA temp_store = MEMORY');
  if (rebuild) db.exec('VACUUM');
  // Most of it goes while others write; only the little that is left then holds them up.
  db.exec('PRAGMA wal_checkpoint(PASSIVE)');
  // Waiting for a reader it would keep all writers out.
  db.exec('PRAGMA busy_timeout = 0');
  for (let left = tries; left > 0; left--) {
    if (db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy === 0) return true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
  }
  return false;
}
