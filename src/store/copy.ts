import { createHash } from 'node:crypto';
import { type Database, isUndecided, type Moved } from './database.ts';

/** How much a database holds, and a digest of it that says nothing of the order. */
export interface Holding {
  count: number;
  digest: string;
}

/**
 * Copies everything that counts from one database to another, whichever they are. Stopped, it is run again and does
 * again what it did before; the bot must not run meanwhile.
 * @param onProgress is called with how much has been copied so far.
 * @throws Error where the target holds something else afterwards.
 */
export async function copyStore(
  from: Database,
  to: Database,
  onProgress: (count: number) => void = () => undefined,
): Promise<Holding> {
  const copied = new Tally();
  for await (const piece of whatCounts(from)) {
    await to.put(piece);
    for (const each of piece) copied.add(each);
    onProgress(copied.count);
  }
  const source = copied.holding();
  const target = await holdingOf(to);
  if (target.count !== source.count || target.digest !== source.digest) {
    throw new Error(
      `${source.count} documents and due items were copied (${source.digest.slice(0, 12)}), and the target holds ` +
        `${target.count} (${target.digest.slice(0, 12)}). It was not empty before, or a bot was writing: stop the bots, ` +
        'empty the target, and copy again.',
    );
  }
  return target;
}

/** Counts and digests what a database holds; reads all of it. */
export async function holdingOf(db: Database): Promise<Holding> {
  const tally = new Tally();
  for await (const piece of whatCounts(db)) for (const each of piece) tally.add(each);
  return tally.holding();
}

/** What the documents of a kind are written under; see `Database`. */
const guards = new Map([
  ['answer', 'round'],
  ['vote', 'choice'],
]);

/** Leaves out what a closing left behind in a database that freezes, and marks for such a one what was counted. */
async function* whatCounts(db: Database): AsyncIterable<Moved[]> {
  const decided = new Set<string>();
  const kinds = new Set(guards.values());
  for await (const piece of db.everything()) {
    for (const each of piece) {
      if (each.kind !== 'document' || !kinds.has(each.id.split(':')[0] ?? '')) continue;
      if (!isUndecided(JSON.parse(each.body).state)) decided.add(`${each.partition}\n${each.id}`);
    }
  }
  for await (const piece of db.everything()) {
    yield piece.flatMap((each): Moved[] => {
      if (each.kind === 'due') return [each];
      const [kind = '', roundId] = each.id.split(':');
      if (kind === 'frozen') return [];
      const guard = guards.get(kind);
      if (guard === undefined || !decided.has(`${each.partition}\n${guard}:${roundId}`)) return [each];
      return each.frozen === false ? [] : [{ ...each, frozen: true }];
    });
  }
}

class Tally {
  count = 0;
  #sum = 0n;

  add(each: Moved): void {
    const { kind, id, body } = each;
    const where = kind === 'document' ? each.partition : String(each.waiting);
    const digest = createHash('sha256')
      .update(JSON.stringify([kind, where, id, body]))
      .digest('hex');
    // Added up, not chained: the databases list what they hold in different orders.
    this.#sum = (this.#sum + BigInt(`0x${digest}`)) % 2n ** 256n;
    this.count += 1;
  }

  holding(): Holding {
    return { count: this.count, digest: this.#sum.toString(16).padStart(64, '0') };
  }
}
