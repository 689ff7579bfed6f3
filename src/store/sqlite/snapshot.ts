import type { DatabaseSync } from 'node:sqlite';

/** One state of a database that several reads share. */
export interface Snapshot {
  /** What is read from now on is read of this state, until the turn of the event loop ends. */
  begin(): void;
  /** What is read from now on is read as it is then. */
  end(): void;
}

/**
 * Each statement by itself takes locks, and reads its pages anew once another connection has written: 13 reads of the file
 * and 4 locks for an answer. Those of one turn share them.
 */
export function createSnapshot(db: DatabaseSync): Snapshot {
  const [begin, rollback] = [db.prepare('BEGIN'), db.prepare('ROLLBACK')];
  let isOpen = false;
  const end = () => {
    if (!isOpen) return;
    isOpen = false;
    // SQLite ends it by itself on some faults. A commit fails after others, such as a damaged page, which are told already.
    if (db.isTransaction) rollback.run();
  };
  return {
    begin() {
      if (isOpen) return;
      begin.run();
      isOpen = true;
      setImmediate(end);
    },
    end,
  };
}
