import type { z } from 'zod';
import { compiled } from '../domain/compiled.ts';
import type { Versioned } from '../usecases/versioned.ts';
import { type Database, type Freezing, isUndecided, type Kept, type WriteOptions } from './database.ts';
import type { DocumentKey } from './places.ts';

/** Records to documents and back. */

/**
 * The record at a place; undefined where there is none.
 * @throws ZodError where what is stored there is no such record.
 */
export async function one<T>(
  db: Database,
  place: DocumentKey,
  schema: z.ZodType<T>,
): Promise<Versioned<T> | undefined> {
  const [kept] = await db.read(place.partition, [place.id]);
  return kept && versioned(kept, schema);
}

interface Saving {
  record: object;
  /** The version that it replaces; none where it is new. */
  version?: string | undefined;
  /** Epoch milliseconds; kept for good where it is left out. */
  expiresAt?: number;
}

/** Creates a record, or replaces the version named. @returns whether it did: false where somebody else was first. */
export async function save(db: Database, place: DocumentKey, { record, ...saving }: Saving): Promise<boolean> {
  return (await db.write(place, document(record), optionsOf(saving))) === 'written';
}

/** The way of an answer, or of a vote: refused once what it belongs to is not open any more. */
export async function saveWhileOpen(
  db: Database,
  place: DocumentKey,
  { record, whileOpen, ...saving }: Saving & { whileOpen: string },
): Promise<'saved' | 'changed' | 'closed'> {
  const outcome = await db.write(place, document(record), { ...optionsOf(saving), whileOpen });
  return outcome === 'written' ? 'saved' : outcome === 'guarded' ? 'closed' : 'changed';
}

/**
 * Whether a document counts that was written under another: in a database that freezes, one that came after the count may
 * still lie there. @param state what the other is in now.
 */
export function counts(kept: Kept, state: string | undefined): boolean {
  return kept.frozen !== false || isUndecided(state);
}

/**
 * What is fixed is changed no more: what was accepted on the way to it, as late retries are known by, has no use left.
 */
export function frozenUntil(expiresAt: number): Freezing {
  return { expiresAt, change: (body) => JSON.stringify({ ...JSON.parse(body), accepted: [] }) };
}

/** Writes a record whatever is there. */
export async function overwrite(
  db: Database,
  place: DocumentKey,
  { record, expiresAt }: Omit<Saving, 'version'>,
): Promise<void> {
  for (;;) {
    const [kept] = await db.read(place.partition, [place.id]);
    const expiry = expiresAt === undefined ? {} : { expiresAt };
    const outcome = await db.write(place, document(record), optionsOf({ version: kept?.version, ...expiry }));
    if (outcome === 'written') return;
  }
}

function optionsOf({ version, expiresAt }: Omit<Saving, 'record'>): WriteOptions {
  return { ...(version !== undefined && { version }), ...(expiresAt !== undefined && { expiresAt }) };
}

/** The text that a record is stored as. */
export function document(record: object): string {
  return JSON.stringify({ v: 1, ...record });
}

/** The record that a text was stored as. @throws ZodError where it is another. */
export function parse<T>(kept: Kept, schema: z.ZodType<T>): T {
  return compiled(schema).parse(JSON.parse(kept.body));
}

/** So many are read out of their text at once, a millisecond's work or two. */
const parsedAtOnce = 50;

/** As `parse`, for as many as there are, with everybody else let in now and then. */
export async function parseAll<T>(all: readonly Kept[], schema: z.ZodType<T>): Promise<T[]> {
  const records: T[] = [];
  for (const kept of all) {
    if (records.length % parsedAtOnce === parsedAtOnce - 1) await new Promise(setImmediate);
    records.push(parse(kept, schema));
  }
  return records;
}

/** As `parse`, with the version that the next write must name. */
export function versioned<T>(kept: Kept, schema: z.ZodType<T>): Versioned<T> {
  return { record: parse(kept, schema), version: kept.version };
}

/** As many ids as one statement takes with ease. */
const atOnce = 100;

/** The documents that exist among any number of ids of one partition. */
export async function readMany(db: Database, partition: string, ids: readonly string[]) {
  const found = [];
  for (let i = 0; i < ids.length; i += atOnce) found.push(...(await db.read(partition, ids.slice(i, i + atOnce))));
  return found;
}

/** Removes what is there under these ids, whatever is written meanwhile. @returns how many documents that were. */
export async function removeAll(db: Database, partition: string, ids: readonly string[]): Promise<number> {
  let removed = 0;
  for (let left = await readMany(db, partition, ids); left.length > 0; left = await readMany(db, partition, ids)) {
    for (const { id, version } of left) if (await db.remove({ partition, id }, version)) removed += 1;
  }
  return removed;
}
