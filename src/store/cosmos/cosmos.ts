import { systemClock } from '../../system-clock.ts';
import type { Clock } from '../../usecases/clock.ts';
import {
  type Database,
  type DueRow,
  type Freezing,
  isUndecided,
  type Kept,
  type Moved,
  type WriteOptions,
} from '../database.ts';
import type { DocumentKey } from '../places.ts';
import { type CallLimits, createCalls } from './calls.ts';
import { type Connection, type CosmosAccount, connect } from './client.ts';
import { type CosmosContainer, createContainer, type Document } from './container.ts';
import {
  type DueDocument,
  type GuardedDocument,
  keptOf,
  momentOf,
  movedDocument,
  movedDue,
  newDocument,
  newDue,
  shardNameOf,
  ttl,
} from './documents.ts';
import { createGuards, type Guards } from './guards.ts';
import { plainId, safeId } from './ids.ts';

export interface CosmosTuning extends CallLimits {
  /**
   * For so long after the round was read an answer is stored without reading it again; a closing waits twice as long.
   */
  momentMs: number;
  clock: Clock;
  random(): number;
}

const usual: CosmosTuning = {
  deadlineMs: 10_000,
  tryMs: 1_500,
  momentMs: 250,
  clock: systemClock,
  random: Math.random,
};

/**
 * Opens a database in Azure Cosmos DB; docs/decisions/0011 says how it keeps the promises that SQLite keeps with a
 * lock.
 * @param charged is called with what each request cost, in request units.
 * @throws Error naming the account, what is wrong there and the remedy.
 */
export async function openCosmos(
  account: CosmosAccount,
  tuning: Partial<CosmosTuning> = {},
  charged: (units: number) => void = () => undefined,
): Promise<Database> {
  const { clock, random, momentMs, ...limits } = { ...usual, ...tuning };
  const call = createCalls(clock, random, limits);
  const connection = await connect(account, call, charged);
  const documents = createContainer<GuardedDocument>(connection.documents, 'partition', call);
  const due = createContainer<DueDocument>(connection.due, 'shard', call);
  return new Cosmos({ connection, documents, due, guards: createGuards(documents, clock, momentMs), now: clock.now });
}

interface CosmosNeeds {
  connection: Connection;
  documents: CosmosContainer<GuardedDocument>;
  due: CosmosContainer<DueDocument>;
  guards: Guards;
  now(): number;
}

class Cosmos implements Database {
  readonly #connection: Connection;
  readonly #documents: CosmosContainer<GuardedDocument>;
  readonly #due: CosmosContainer<DueDocument>;
  readonly #guards: Guards;
  readonly #now: () => number;

  constructor({ connection, documents, due, guards, now }: CosmosNeeds) {
    this.#connection = connection;
    this.#documents = documents;
    this.#due = due;
    this.#guards = guards;
    this.#now = now;
  }

  async read(partition: string, ids: readonly string[]): Promise<Kept[]> {
    const since = this.#guards.now();
    const [first] = ids;
    if (first === undefined) return [];
    const found =
      ids.length === 1
        ? [await this.#documents.read(partition, safeId(first))].filter((each) => each !== undefined)
        : await this.#documents.query(partition, {
            where: `c.id IN (${ids.map((_, i) => `@id${i}`).join(', ')})`,
            values: Object.fromEntries(ids.map((id, i) => [`id${i}`, safeId(id)])),
          });
    for (const { id, state } of found)
      if (state !== undefined) this.#guards.saw({ partition, id: plainId(id) }, state, since);
    return found.map(keptOf);
  }

  async list({ partition, id }: DocumentKey, guard?: string): Promise<Kept[]> {
    return (await this.#under({ partition, id }, '*', guard)).map(keptOf);
  }

  async ids(prefix: DocumentKey, guard?: string): Promise<string[]> {
    return (await this.#under(prefix, 'c.id, c.state, c.frozen', guard)).map(({ id }) => plainId(id));
  }

  /**
   * What is under a prefix, by id; under a guard whose closing is done only what was counted, since a late write may
   * have come after.
   */
  async #under({ partition, id }: DocumentKey, select: string, guard: string | undefined): Promise<GuardedDocument[]> {
    const prefix = safeId(id);
    const found = await this.#documents.query(partition, {
      select,
      where: guard === undefined ? 'STARTSWITH(c.id, @prefix)' : '(STARTSWITH(c.id, @prefix) OR c.id = @guard)',
      values: { prefix, ...(guard !== undefined && { guard: safeId(guard) }) },
    });
    const undecided = guard === undefined || isUndecided(found.find((each) => each.id === safeId(guard))?.state);
    return found
      .filter((each) => each.id.startsWith(prefix) && (undecided || each.frozen !== undefined))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  async write(place: DocumentKey, body: string, { version, whileOpen, expiresAt }: WriteOptions = {}) {
    const { partition, id } = place;
    if (whileOpen !== undefined && !(await this.#isOpen({ partition, id: whileOpen }))) return 'guarded';
    const made = { partition, id, body, ...(expiresAt !== undefined && { expiresAt }) };
    const { partitionKey, ...document } = newDocument(made, this.#now());
    const written = await this.#documents.write(partitionKey, document, version);
    // Whatever became of it, what was seen of this document before says nothing any more.
    if ('state' in document) this.#guards.saw(place, undefined, this.#guards.now());
    if (!written) return 'conflict';
    if (whileOpen === undefined || this.#guards.sawOpen({ partition, id: whileOpen })) return 'written';
    return this.#guards.verdict(place, whileOpen, written);
  }

  async #isOpen(guard: DocumentKey): Promise<boolean> {
    if (this.#guards.sawOpen(guard)) return true;
    const since = this.#guards.now();
    const kept = await this.#documents.read(guard.partition, safeId(guard.id));
    this.#guards.saw(guard, kept?.state, since);
    return kept?.state === 'open';
  }

  async remove({ partition, id }: DocumentKey, version: string): Promise<boolean> {
    const removed = await this.#documents.remove(partition, safeId(id), version);
    // With a round gone, the work that then removes what was under it must find all of it.
    if (removed && isGuard(id)) await this.#guards.passed();
    return removed;
  }

  async freeze(prefix: DocumentKey, { expiresAt, change }: Freezing): Promise<Kept[]> {
    return this.#guards.freeze(prefix, { ttl: ttl(expiresAt, this.#now()).ttl, change });
  }

  async readDue(id: string): Promise<Kept | undefined> {
    const kept = await this.#due.read(shardNameOf(id), safeId(id));
    return kept && keptOf(kept);
  }

  async writeDue(due: DueRow, version?: string): Promise<string | undefined> {
    const { partitionKey, ...document } = newDue(due, this.#now());
    return (await this.#due.write(partitionKey, document, version))?.etag;
  }

  async listDue(shard: number, now: number, limit: number): Promise<Kept[]> {
    if (limit < 1) return [];
    const found = await this.#due.query(String(shard), {
      top: limit,
      where: 'c.at < @until',
      values: { until: momentOf(now + 1) },
      orderBy: 'c.at',
    });
    return found.map(keptOf);
  }

  async sweep(now: number): Promise<number> {
    if (this.#connection.enforcesTtl) return 0;
    const gone = ({ _ts, ttl = Number.POSITIVE_INFINITY }: Document) => (_ts + ttl) * 1_000 <= now;
    let count = 0;
    for await (const page of this.#documents.pages()) {
      for (const each of page.filter(gone))
        count += Number(await this.#documents.remove(each.partition, each.id, each._etag));
    }
    for await (const page of this.#due.pages()) {
      for (const each of page.filter(gone)) count += Number(await this.#due.remove(each.shard, each.id, each._etag));
    }
    return count;
  }

  async *everything(): AsyncIterable<Moved[]> {
    for await (const page of this.#documents.pages()) yield page.map(movedDocument);
    for await (const page of this.#due.pages()) yield page.map(movedDue);
  }

  async put(moved: readonly Moved[]): Promise<void> {
    const now = this.#now();
    await this.#documents.putAll(moved.flatMap((each) => (each.kind === 'document' ? [newDocument(each, now)] : [])));
    await this.#due.putAll(moved.flatMap((each) => (each.kind === 'due' ? [newDue(each, now)] : [])));
  }

  async check(): Promise<void> {
    await this.listDue(0, 0, 1);
  }

  async close(): Promise<void> {
    this.#connection.close();
  }
}

/** Answers are written under their round and votes under their choosing, and nothing under anything else. */
const isGuard = (id: string) => id.startsWith('round:') || id.startsWith('choice:');
