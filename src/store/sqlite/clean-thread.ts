import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { type CleanJob, clean } from './clean.ts';
import type { Cleaned } from './cleaning.ts';

/** Cleans a database's file in a thread of its own, since it may take a second, and tells how that ended. */

const { file, rebuild } = workerData as CleanJob;

function cleaned(): Cleaned {
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

parentPort?.postMessage(cleaned());
