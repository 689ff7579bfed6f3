import type { Place } from './documents.ts';

/** A document as it is kept: JSON text and the version that the next write must name. */
export interface Kept {
  id: string;
  body: string;
  version: string;
}

/**
 * The little that a database must do for the store; SQLite does it here, Cosmos DB can do it with point reads,
 * single-partition queries and IfMatch.
 */
export interface Database {
  /** The documents that exist among these ids of one partition, in one round trip. */
  read(partition: string, ids: readonly string[]): Promise<Kept[]>;
  /** All documents whose id begins with the place's id, by id. */
  list(prefix: Place): Promise<Kept[]>;
  count(prefix: Place): Promise<number>;
  /**
   * Creates a document, or replaces the version named.
   * @returns `conflict` where it exists already, is gone or has another version; `guarded` where the guard said no.
   */
  write(place: Place, body: string, options?: WriteOptions): Promise<'written' | 'conflict' | 'guarded'>;
  remove(place: Place, version: string): Promise<boolean>;

  readDue(id: string): Promise<Kept | undefined>;
  /** As `write`, with the fields that due items are found by. @returns the new version, undefined on a conflict. */
  writeDue(due: DueRow, version?: string): Promise<string | undefined>;
  /** A shard's waiting items visible at `now`, oldest first; costs what is due, not what is kept. */
  listDue(shard: number, now: number, limit: number): Promise<Kept[]>;

  close(): Promise<void>;
}

export interface WriteOptions {
  /** Replace this version; without it, create. */
  version?: string;
  /** Write only while the document with this id, in the same partition, has `"state": "open"`; decided with the write. */
  whileOpen?: string;
}

/** Due items are spread over so many shards by their id, so that no sweep reads them all; the number never changes. */
export const shards = 8;

/** The shard that an item is in: FNV-1a of its id, the same in every instance and for ever. */
export function shardOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(id)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0) % shards;
}

export interface DueRow {
  id: string;
  body: string;
  waiting: boolean;
  /** Epoch milliseconds. */
  visibleAt: number;
}
