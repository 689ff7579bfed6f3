import { closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { endianness } from 'node:os';
import { dirname } from 'node:path';
import type { Finding } from './faults.ts';

/** A database that is nowhere but in memory has no files. */
export const inMemory = ':memory:';

/** The files of an open database, and what became of them. */
export interface Files {
  /** What is wrong where somebody has moved one away, or put another in its place. */
  lost(): (Finding & { which: 'file' | 'wal' }) | undefined;
}

/**
 * Makes a folder and those above it that are not there. Node's own way never ends where nothing can be made in a folder
 * that is there, as in /proc or in one that is mounted on demand.
 * @throws Error naming the folder and the reason
 */
export function makeFolder(path: string): void {
  const isThere = () => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isThere()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another instance may have been quicker.
    if (!isThere()) throw error;
  }
}

/** To be made once the database is open: both of its files are there then. */
export function watchFiles(file: string): Files {
  const paths = { file, wal: `${file}-wal` };
  const before = { file: identityOf(paths.file), wal: identityOf(paths.wal) };
  return {
    lost() {
      if (identityOf(paths.file) !== before.file)
        return {
          which: 'file',
          code: 'FILE_LOST',
          reason: 'the file was moved away or replaced while the bot ran, and nothing can be kept in it any more',
          remedy: 'Stop the bot, put the file back where it was, and start.',
          lasting: true,
        };
      if (identityOf(paths.wal) !== before.wal)
        return {
          which: 'wal',
          code: 'WAL_LOST',
          reason: `its ${paths.wal} was removed while the bot ran`,
          remedy: 'What was in it is in the file now, and nothing is lost. Restart the bot, and leave the -wal alone.',
          lasting: true,
        };
      return undefined;
    },
  };
}

function identityOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? `${found.dev}:${found.ino}` : '';
}

/**
 * Whether a `-wal` is missing, or cut off, that a program which was killed left something in. SQLite itself would open
 * the file as if nothing had been: the `-shm` beside it knows better.
 */
export function lostWal(file: string): Finding | undefined {
  const first = pendingBytes(file);
  if (first === 0) return undefined;
  const size = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  // Another program may be at work on the file and have emptied it between the two looks.
  if (size >= first || pendingBytes(file) !== first) return undefined;
  return {
    code: 'WAL_LOST',
    reason: `its ${file}-wal is missing or cut off, which held what was last written`,
    remedy: `Put it back beside the file, or restore a backup. To go on without what was in it, remove ${file}-shm and start again.`,
  };
}

/**
 * How long the `-wal` must be for all that is in it and not yet in the file, by the `-shm`; 0 where nothing is.
 * Source: sqlite.org/walformat.html, "The WAL-Index File Format".
 */
function pendingBytes(file: string): number {
  const header = Buffer.alloc(100);
  try {
    const shm = openSync(`${file}-shm`, 'r');
    const read = readSync(shm, header, 0, header.length, 0);
    closeSync(shm);
    if (read < header.length) return 0;
  } catch {
    return 0;
  }
  const number = (at: number) => (endianness() === 'LE' ? header.readUInt32LE(at) : header.readUInt32BE(at));
  const pageSize = endianness() === 'LE' ? header.readUInt16LE(14) : header.readUInt16BE(14);
  const [isWritten, frames, inFile] = [header[12] === 1, number(16), number(96)];
  return isWritten && frames > inFile ? 32 + frames * (24 + (pageSize === 1 ? 65_536 : pageSize)) : 0;
}
