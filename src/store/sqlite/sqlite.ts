import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../../system-clock.ts';
import type { Clock } from '../../usecases/clock.ts';
import type { Log } from '../../usecases/ports.ts';
import type { Database } from '../database.ts';
import { busyMs } from './commits.ts';
import { prepareConnection } from './connection.ts';
import { findingOf } from './faults.ts';
import { lostWal, makeFolder } from './files.ts';
import { prepareSchema, refuseForeign } from './schema.ts';
import { SqliteDatabase } from './sqlite-database.ts';

interface SqliteOptions {
  clock?: Clock;
  /** Told when the file cannot be used, and when it can again. */
  log?: Log | undefined;
  /** Writes and cleans in threads of its own, so that nobody waits for the disk who writes nothing. */
  thread?: boolean;
}

/**
 * Opens the embedded database, and makes it where it is not.
 * @param file a path, its folder made as needed.
 * @throws Error naming the file and the remedy where it is newer than this program or is no database.
 */
export function openSqlite(file: string, { clock = systemClock, log, thread = false }: SqliteOptions = {}): Database {
  const lost = lostWal(file);
  if (lost) throw new Error(`Cannot open the database ${file}: ${lost.reason} (${lost.code}). ${lost.remedy}`);
  let db: DatabaseSync | undefined;
  try {
    makeFolder(dirname(file));
    const existed = existsSync(file);
    // SQLite opens a file that it may only read, and finds out at the first write.
    if (existed) accessSync(file, constants.W_OK);
    db = new DatabaseSync(file, { timeout: busyMs });
    refuseForeign(db);
    prepareConnection(db);
    prepareSchema(db, clock.now());
    // From here on a lock is waited for without holding everybody else up.
    db.exec('PRAGMA busy_timeout = 0');
    return new SqliteDatabase({ db, file, existed, thread, clock, log });
  } catch (error) {
    db?.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot open the database ${file}: ${reason}. ${remedyFor(error, reason)}`, { cause: error });
  }
}

function remedyFor(error: unknown, reason: string): string {
  if (/of version/.test(reason)) return 'Start the newer program.';
  if (/another program, /.test(reason)) return 'Set HJULET_DATA to a folder that is this program’s own.';
  if (/^(?:EACCES|EPERM|EROFS).* access /.test(reason)) return 'Let this program write to the file and to its folder.';
  const anyhow = 'See that HJULET_DATA names a folder that this program may write in, with room on its disk.';
  return findingOf(error)?.remedy ?? anyhow;
}
