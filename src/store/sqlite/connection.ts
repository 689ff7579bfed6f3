import type { DatabaseSync } from 'node:sqlite';

/**
 * FULL: an answer that was acknowledged survives a power cut, not only a crash of the process. What is removed is written
 * over; cleaning.ts does the rest.
 */
export function prepareConnection(db: DatabaseSync): void {
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
}
