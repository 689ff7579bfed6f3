import { isSameChannel } from '../domain/round.ts';
import type { Due, DueState, DueStore } from '../usecases/due/due-ports.ts';
import type { Log } from '../usecases/ports.ts';
import { type Database, shards } from './database.ts';
import { dueDocument } from './documents/due-documents.ts';
import { document, parse, versioned } from './records.ts';
import type { Until } from './retention.ts';

/** Ends after which an item is never scheduled again: its one post was made, may have been, or came too late. */
const settled: ReadonlySet<DueState> = new Set<DueState>(['sent', 'unknown', 'skippedLate']);

/** That a round was deleted: its set-up starts no other. */
const isForGood = ({ work, occasion }: Due): boolean => work === 'erase' && occasion === '';

/**
 * Scheduled anew it is never put off: many answers in a row must not keep their recount waiting. That it was tried stays
 * known, since what was sent then may still land.
 */
function sooner(before: Due, due: Due): Due {
  const dueAt = Math.min(before.dueAt, due.dueAt);
  const attempts = Math.min(before.attempts, 1);
  return { ...due, dueAt, visibleAt: Math.min(before.visibleAt, due.visibleAt), attempts };
}

/**
 * Due items over any database.
 * @param log gets a warning where an item is asked for under an id that another channel has.
 */
export function dueStore(db: Database, until: Until, log?: Log): DueStore {
  const write = (due: Due, version?: string) =>
    db.writeDue(
      {
        id: due.id,
        body: document(due),
        waiting: due.state === 'waiting',
        visibleAt: due.visibleAt,
        // What waits is kept until it was done.
        ...(due.state !== 'waiting' && !isForGood(due) && { expiresAt: until('open') }),
      },
      version,
    );
  const dueIn = async (shard: number, now: number, limit: number) =>
    (await db.listDue(shard, now, limit)).map((kept) => versioned(kept, dueDocument));
  return {
    async addDue(due) {
      for (;;) {
        const kept = await db.readDue(due.id);
        const before = kept && parse(kept, dueDocument);
        if (before && !isSameChannel(before.channel, due.channel)) {
          // Somebody who could choose an id would take another channel's deadline, or its deletion, away from it.
          log?.warn({ due: due.id }, 'a due item of another channel has this id and stays as it is');
          return;
        }
        if (before && (settled.has(before.state) || before.sending)) return;
        if (await write(before?.state === 'waiting' ? sooner(before, due) : due, kept?.version)) return;
      }
    },
    async dueItem(id) {
      const kept = await db.readDue(id);
      return kept && versioned(kept, dueDocument);
    },
    async due(now, limit, shard) {
      if (shard !== undefined) return dueIn(shard, now, limit);
      const all = await Promise.all(Array.from({ length: shards }, (_, each) => dueIn(each, now, limit)));
      const byTime = (a: Due, b: Due) => a.visibleAt - b.visibleAt || (a.id < b.id ? -1 : 1);
      return all
        .flat()
        .toSorted((a, b) => byTime(a.record, b.record))
        .slice(0, limit);
    },
    saveDue: write,
  };
}
