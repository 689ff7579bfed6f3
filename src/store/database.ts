import type { DocumentKey } from './places.ts';

/** A document as it is kept: JSON text and the version that the next write must name. */
export interface Kept {
  id: string;
  body: string;
  version: string;
  /** In a database that freezes: whether `freeze` fixed it. Absent in one that has no need to. */
  frozen?: boolean;
}

/**
 * Whether what is written under a guard in this state may still come to count: until its closing is done, and where there
 * is no guard. After that only what was frozen counts.
 */
export function isUndecided(state: string | undefined): boolean {
  return state === undefined || state === 'open' || state === 'closing';
}

/**
 * The little that a database must do for the store. SQLite does it in one file, Azure Cosmos DB with point reads, queries
 * of one partition and IfMatch.
 *
 * A guard is a document with a `"state"` that others in its partition are written under, as answers under their round and
 * votes under their choosing: "open", then "closing" while they are counted, then anything else for good.
 */
export interface Database {
  /** The documents that exist among these ids of one partition, in one round trip. */
  read(partition: string, ids: readonly string[]): Promise<Kept[]>;
  /**
   * All documents whose id begins with the place's id, by id; once the guard's closing is done, those that it counted.
   */
  list(prefix: DocumentKey, guard?: string): Promise<Kept[]>;
  /** As `list`, the ids only. */
  ids(prefix: DocumentKey, guard?: string): Promise<string[]>;
  /**
   * Creates a document, or replaces the version named.
   * @returns `conflict` where it exists already, is gone or has another version; `guarded` where the guard is not open.
   */
  write(place: DocumentKey, body: string, options?: WriteOptions): Promise<'written' | 'conflict' | 'guarded'>;
  remove(place: DocumentKey, version: string): Promise<boolean>;
  /**
   * Fixes what was written under a guard, once the guard is `closing`. Holds everything that `write` called written;
   * nothing that is still on its way comes to it or changes it. Every instance that asks, however often, gets the same.
   */
  freeze(prefix: DocumentKey, freezing: Freezing): Promise<Kept[]>;

  readDue(id: string): Promise<Kept | undefined>;
  /** As `write`, with the fields that due items are found by. @returns the new version, undefined on a conflict. */
  writeDue(due: DueRow, version?: string): Promise<string | undefined>;
  /** A shard's waiting items visible at `now`, oldest first; costs what is due, not what is kept. */
  listDue(shard: number, now: number, limit: number): Promise<Kept[]>;

  /** Removes what has expired, where the database does not do so by itself. @returns how much that was. */
  sweep(now: number): Promise<number>;

  /** Everything there is, in pieces, for moving it; not for the way of a request. */
  everything(): AsyncIterable<Moved[]>;
  /**
   * Keeps things as they were elsewhere, in the place of what has their ids. Putting them twice is putting them once.
   */
  put(moved: readonly Moved[]): Promise<void>;

  /** Fails where it cannot be read or written now. */
  check(): Promise<void>;

  close(): Promise<void>;
}

/** How documents are fixed. */
export interface Freezing {
  /** Epoch milliseconds. */
  expiresAt: number;
  /** What becomes of each body on the way; changed twice it is the same as changed once. */
  change(body: string): string;
}

/** On what condition a document is written, and for how long. */
export interface WriteOptions {
  /** Replace this version; without it, create. */
  version?: string;
  /** Write only while the guard with this id, in the same partition, has `"state": "open"`. */
  whileOpen?: string;
  /** Epoch milliseconds; kept for good where it is left out. */
  expiresAt?: number;
}

/** Due items are spread over so many shards by their id, so that no sweep reads them all; the number never changes. */
export const shards = 8;

/** The shard that an item is in: FNV-1a of its id, the same in every instance and for ever. */
export function shardOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(id)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0) % shards;
}

/** A due item as it is stored: its text, and the fields that it is found by. */
export interface DueRow {
  id: string;
  body: string;
  waiting: boolean;
  /** Epoch milliseconds. */
  visibleAt: number;
  /** Epoch milliseconds; kept for good where it is left out. */
  expiresAt?: number;
}

/** A document or a due item on its way from one database to another. */
export type Moved = MovedDocument | MovedDue;
export interface MovedDocument {
  kind: 'document';
  partition: string;
  id: string;
  body: string;
  /** As in `Kept`. */
  frozen?: boolean;
  expiresAt?: number;
}
interface MovedDue extends DueRow {
  kind: 'due';
}
