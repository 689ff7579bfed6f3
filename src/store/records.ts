import type { z } from 'zod';
import type { Versioned } from '../usecases/ports.ts';
import type { Database, Kept } from './database.ts';
import type { Place } from './documents.ts';

/** Records to documents and back. */

export async function one<T>(db: Database, place: Place, schema: z.ZodType<T>): Promise<Versioned<T> | undefined> {
  const [kept] = await db.read(place.partition, [place.id]);
  return kept && versioned(kept, schema);
}

export async function save(db: Database, place: Place, record: object, version?: string): Promise<boolean> {
  return (await db.write(place, document(record), version === undefined ? {} : { version })) === 'written';
}

export async function overwrite(db: Database, place: Place, body: string): Promise<void> {
  for (;;) {
    const [kept] = await db.read(place.partition, [place.id]);
    const outcome = await db.write(place, body, kept ? { version: kept.version } : {});
    if (outcome === 'written') return;
  }
}

export function document(record: object): string {
  return JSON.stringify({ v: 1, ...record });
}

export function parse<T>(kept: Kept, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(kept.body));
}

export function versioned<T>(kept: Kept, schema: z.ZodType<T>): Versioned<T> {
  return { record: parse(kept, schema), version: kept.version };
}
