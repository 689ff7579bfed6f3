import { LRUCache } from 'lru-cache';
import { entriesUpTo } from '../../usecases/cache-size.ts';
import type { Clock } from '../../usecases/clock.ts';
import type { Kept } from '../database.ts';
import type { DocumentKey } from '../places.ts';
import { CosmosBusy } from './calls.ts';
import type { CosmosContainer, Written } from './container.ts';
import type { GuardedDocument } from './documents.ts';
import { type Fixing, freeze } from './freeze.ts';
import { safeId } from './ids.ts';

/**
 * How answers meet a closing without a condition over two documents, which Cosmos DB has not: docs/decisions/0011.
 *
 * A write under a guard comes after a read that found it open, and either is done within a moment of that read, or
 * reads again. A closing waits for longer than that moment before it lists what there is, writes the list down once and
 * for all, and then touches each document on it, so that no late write fits any more. What is not on the list does not
 * count.
 */
export interface Guards {
  /** Remembers what a read of a guard, begun at `since`, found. */
  saw(guard: DocumentKey, state: string | undefined, since: Moment): void;
  /** Whether the guard was surely open less than a moment ago. */
  sawOpen(guard: DocumentKey): boolean;
  now(): Moment;
  /** How a write ended that was not done within the moment. */
  verdict(place: DocumentKey, guard: string, written: Written): Promise<'written' | 'conflict' | 'guarded'>;
  freeze(prefix: DocumentKey, fixing: Fixing): Promise<Kept[]>;
  /** Until every write has ended, one way or the other, that saw a guard open before now. */
  passed(): Promise<unknown>;
}

/** By two clocks: the monotonic one may stand still while a machine is suspended, the other may be set. */
interface Moment {
  monotonic: number;
  wall: number;
}

/** Rounds that are being answered just now, in this instance. */
const remembered = 1_000;

/** Longer than a closing takes; one that died on the way is taken up by its due item, later. */
const verdictTries = 12;

/** @param momentMs for how many milliseconds a read that found a guard open stands for the guard itself. */
export function createGuards(documents: CosmosContainer<GuardedDocument>, clock: Clock, momentMs: number): Guards {
  const looks = new LRUCache<string, Moment>(entriesUpTo(remembered));
  const nameOf = ({ partition, id }: DocumentKey) => `${partition}\n${id}`;
  const now = () => ({ monotonic: clock.monotonic(), wall: clock.now() });

  const saw: Guards['saw'] = (guard, state, since) => {
    if (state === 'open') looks.set(nameOf(guard), since);
    else looks.delete(nameOf(guard));
  };
  const sawOpen: Guards['sawOpen'] = (guard) => {
    const look = looks.get(nameOf(guard));
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
        saw({ partition, id: guard }, state, since);
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
    freeze: (prefix, fixing) => freeze(documents, prefix, { ...fixing, passed }),
    passed,
  };
}
