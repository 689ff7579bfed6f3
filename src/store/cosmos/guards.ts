import { LRUCache } from 'lru-cache';
import type { Clock } from '../../usecases/clock.ts';
import type { Kept } from '../database.ts';
import type { DocumentKey } from '../places.ts';
import { CosmosBusy } from './calls.ts';
import type { CosmosContainer, Document, Written } from './container.ts';
import { plainId, safeId } from './ids.ts';

/**
 * How answers meet a closing without a condition over two documents, which Cosmos DB has not: docs/decisions/0011.
 *
 * Whoever writes under a guard has seen it open, and either is done within a moment of that look, or looks again. Whoever
 * closes waits for longer than that moment before it lists what there is, writes the list down once and for all, and then
 * touches each document on it, so that no late write fits any more. What is not on the list does not count.
 */
export interface Guards {
  /** Notes what a look at a guard, begun at `since`, showed. */
  saw(partition: string, guard: string, state: string | undefined, since: Moment): void;
  /** Whether the guard was surely open less than a moment ago. */
  sawOpen(partition: string, guard: string): boolean;
  now(): Moment;
  /** How a write ended that was not done within the moment. */
  verdict(place: DocumentKey, guard: string, written: Written): Promise<'written' | 'conflict' | 'guarded'>;
  freeze(prefix: DocumentKey, ttl: number): Promise<Kept[]>;
  /** Until every write has ended, one way or the other, that saw a guard open before now. */
  passed(): Promise<unknown>;
}

export interface GuardedDocument extends Document {
  partition: string;
  /** Of what has one: "open", "closing", "closed". */
  state?: string;
}

/** By two clocks: the monotonic one may stand still while a machine is suspended, the other may be set. */
interface Moment {
  monotonic: number;
  wall: number;
}

/** Rounds that are being answered just now, in this instance. */
const remembered = 1_000;
const atOnce = 16;
/** Longer than a closing takes; one that died on the way is taken up by its due item, later. */
const verdictTries = 12;

export function createGuards(documents: CosmosContainer<GuardedDocument>, clock: Clock, momentMs: number): Guards {
  const looks = new LRUCache<string, Moment>({ max: remembered });
  const nameOf = (partition: string, guard: string) => `${partition}\n${guard}`;
  const now = () => ({ monotonic: clock.monotonic(), wall: clock.now() });

  const saw: Guards['saw'] = (partition, guard, state, since) => {
    if (state === 'open') looks.set(nameOf(partition, guard), since);
    else looks.delete(nameOf(partition, guard));
  };
  const sawOpen: Guards['sawOpen'] = (partition, guard) => {
    const look = looks.get(nameOf(partition, guard));
    if (!look) return false;
    const { monotonic, wall } = now();
    return monotonic - look.monotonic < momentMs && wall - look.wall < momentMs;
  };

  const passed = () => clock.sleep(2 * momentMs);

  return {
    saw,
    sawOpen,
    now,
    async verdict({ partition, id }, guard, { etag, write }) {
      for (let tries = 0; tries < verdictTries; tries++) {
        const since = now();
        const found = await documents.query(partition, {
          where: 'c.id IN (@guard, @id)',
          values: { guard: safeId(guard), id: safeId(id) },
        });
        const state = found.find((each) => each.id === safeId(guard))?.state;
        const kept = found.find((each) => each.id === safeId(id));
        saw(partition, guard, state, since);
        // Open still: a closing comes after this write and will count it.
        if (state === 'open') return 'written';
        // Counted: as it was written here, or as the same person changed it meanwhile.
        if (kept?.frozen !== undefined) return kept.frozen === write ? 'written' : 'conflict';
        if (state !== 'closing') {
          if (kept?._etag === etag) await documents.remove(partition, safeId(id), etag);
          return 'guarded';
        }
        await clock.sleep(momentMs / 2);
      }
      throw new CosmosBusy('A write met the closing of its round, and whether it counts was not decided in time.');
    },
    freeze: (prefix, ttl) => freeze(documents, prefix, ttl, passed),
    passed,
  };
}

async function freeze(
  documents: CosmosContainer<GuardedDocument>,
  prefix: DocumentKey,
  ttl: number,
  wait: () => Promise<unknown>,
): Promise<Kept[]> {
  const { partition, id } = prefix;
  const counted = new Set(await countedIds(documents, prefix, ttl, wait));
  const found = await documents.query(partition, {
    where: 'STARTSWITH(c.id, @prefix)',
    values: { prefix: safeId(id) },
  });
  const waiting = found.filter((each) => counted.has(each.id));
  const frozen: GuardedDocument[] = [];
  const worker = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const fixed = await fix(documents, next, ttl);
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
  ttl: number,
  wait: () => Promise<unknown>,
): Promise<string[]> {
  const marker = safeId(markerOf(id));
  const read = async (): Promise<string[] | undefined> => {
    const kept = await documents.read(partition, marker);
    return kept && JSON.parse(kept.body).ids;
  };
  const before = await read();
  if (before) return before;
  await wait();
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
  ttl: number,
): Promise<GuardedDocument | undefined> {
  for (let kept: GuardedDocument | undefined = found; kept; kept = await documents.read(kept.partition, kept.id)) {
    if (kept.frozen !== undefined) return kept;
    const { id, partition, write } = kept;
    const written = await documents.patch(partition, id, kept._etag, { frozen: write, ttl });
    if (written) return { ...kept, _etag: written.etag, frozen: write };
  }
  return undefined;
}
