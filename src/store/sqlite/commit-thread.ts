import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { busyMs } from './commits.ts';
import { prepareConnection } from './connection.ts';
import type { CommitJob, CommitTold } from './thread-writer.ts';
import { type Written, writerOn } from './writer.ts';

/** Writes to a database's file in a thread of its own, since the disk takes its time, and tells how that ended. */

const { file } = workerData as { file: string };
const db = new DatabaseSync(file, { timeout: busyMs });
prepareConnection(db);
db.exec('PRAGMA busy_timeout = 0');
const writer = writerOn(db);

parentPort?.on('message', (job: CommitJob) => {
  if (job.kind === 'write') parentPort?.postMessage(told(writer.write(job.batch)));
  else if (job.kind === 'exec') set(job.sql);
  else {
    db.close();
    parentPort?.close();
  }
});

/** Of an error its code and its words come across. */
function told(written: Written): CommitTold {
  if ('changes' in written) return written;
  const { error } = written;
  const errcode = error instanceof Error && 'errcode' in error ? Number(error.errcode) : undefined;
  return { errcode, message: error instanceof Error ? error.message : String(error) };
}

function set(sql: string): void {
  try {
    writer.exec(sql);
  } catch {
    // What keeps a setting from being made keeps the next write from being done, which tells.
  }
}
