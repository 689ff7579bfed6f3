import type { Freezing, Kept } from '../database.ts';
import type { DocumentKey } from '../places.ts';
import type { CosmosContainer } from './container.ts';
import type { GuardedDocument } from './documents.ts';
import { plainId, safeId } from './ids.ts';

const atOnce = 16;

/** What becomes of each document. */
export interface Fixing extends Pick<Freezing, 'change'> {
  /** How long what counts is kept, in seconds. */
  ttl: number;
}

interface Terms extends Fixing {
  /** Resolves once every write has ended that may have seen the guard open. */
  passed(): Promise<unknown>;
}

/**
 * Fixes what was written under a prefix, so that every instance that asks, however often, gets the same; see
 * `Database.freeze`.
 */
export async function freeze(
  documents: CosmosContainer<GuardedDocument>,
  prefix: DocumentKey,
  terms: Terms,
): Promise<Kept[]> {
  const { partition, id } = prefix;
  const counted = new Set(await countedIds(documents, prefix, terms));
  const found = await documents.query(partition, {
    where: 'STARTSWITH(c.id, @prefix)',
    values: { prefix: safeId(id) },
  });
  const waiting = found.filter((each) => counted.has(each.id));
  const frozen: GuardedDocument[] = [];
  const worker = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const fixed = await fix(documents, next, terms);
      if (fixed) frozen.push(fixed);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return frozen
    .map((each) => ({ id: plainId(each.id), body: each.body, version: each._etag, frozen: true }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** "frozen:<round>:answer": like all that belongs to a round it has the round's id in the second place. */
function markerOf(prefix: string): string {
  const [kind, ...of] = prefix.split(':').filter((part) => part !== '');
  return `frozen:${of.join(':')}:${kind}`;
}

/** What counts is decided by the first who writes it down, however many close at once. */
async function countedIds(
  documents: CosmosContainer<GuardedDocument>,
  { partition, id }: DocumentKey,
  { ttl, passed }: Terms,
): Promise<string[]> {
  const marker = safeId(markerOf(id));
  const read = async (): Promise<string[] | undefined> => {
    const kept = await documents.read(partition, marker);
    return kept && JSON.parse(kept.body).ids;
  };
  const before = await read();
  if (before) return before;
  await passed();
  const question = { select: 'c.id', where: 'STARTSWITH(c.id, @prefix)', values: { prefix: safeId(id) } };
  const ids = (await documents.query(partition, question)).map((each) => each.id);
  const written = await documents.write(partition, { id: marker, body: JSON.stringify({ v: 1, ids }), ttl });
  if (written !== undefined) return ids;
  return (await read()) ?? ids;
}

/** Marked, the document has a new etag, and a late write that names the old one fails. */
async function fix(
  documents: CosmosContainer<GuardedDocument>,
  found: GuardedDocument,
  { ttl, change }: Fixing,
): Promise<GuardedDocument | undefined> {
  for (let kept: GuardedDocument | undefined = found; kept; kept = await documents.read(kept.partition, kept.id)) {
    if (kept.frozen !== undefined) return kept;
    const { id, partition, write } = kept;
    const body = change(kept.body);
    const properties = { frozen: write, ttl, body };
    const written = await documents.patch(partition, { id, etag: kept._etag, properties });
    if (written) return { ...kept, body, _etag: written.etag, frozen: write };
  }
  return undefined;
}
