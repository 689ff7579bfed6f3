import { LRUCache } from 'lru-cache';
import { entriesUpTo } from '../cache-size.ts';
import { crashFallbackDelayMs, dueId, type Subject, scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';

/** Answers within this time share one recount. */
export const recountAfterMs = 400;

/** Called before counts of a round change. @returns what is called once they have. */
export type Changing = (round: Subject) => () => void;

/** What is called around each change of a round's counts, so that its cards follow. */
export interface Recounts {
  /** A round's answers. */
  answering: Changing;
  /** The votes after it. */
  voting: Changing;
  /** Resolves when all that was scheduled is written. */
  settled(): Promise<unknown>;
}

/**
 * Has the cards follow when counts change: a recount is scheduled at once, then at most once in a moment for each round,
 * and always after the last change, so that many answers cost few writes and none is left out. One is scheduled before a
 * change too, for a moment later, unless it is there already: an instance that ends between the two leaves no card
 * behind. In SQLite that is the change's own commit.
 * @param gather calls what it is given with the newest round of a name, spaced by `recountAfterMs`.
 */
export function createRecounts(
  deps: Deps,
  gather: (name: string, round: Subject, schedule: (newest: Subject) => Promise<void>) => Promise<void>,
): Recounts {
  const underWay = new Set<Promise<void>>();
  const keep = (scheduling: Promise<void>) => {
    if (underWay.has(scheduling)) return;
    underWay.add(scheduling);
    scheduling
      .catch((error: unknown) => deps.log.error({}, 'a recount could not be scheduled', error))
      .finally(() => underWay.delete(scheduling));
  };
  /** Until when what was scheduled waits, by the item's id. */
  const waits = new LRUCache<string, number>(entriesUpTo(10_000));
  const schedule = (work: 'recount' | 'choosing', subject: Subject, inMs: number) => {
    const at = deps.now() + inMs;
    waits.set(dueId(work, subject.id), at);
    return scheduleDue(deps, work, { subject, at });
  };
  const changing =
    (work: 'recount' | 'choosing'): Changing =>
    (round) => {
      const name = dueId(work, round.id);
      if (deps.now() >= (waits.get(name) ?? 0)) keep(schedule(work, round, crashFallbackDelayMs));
      return () => keep(gather(name, round, (newest) => schedule(work, newest, recountAfterMs)));
    };
  return {
    answering: changing('recount'),
    voting: changing('choosing'),
    settled: () => Promise.allSettled(underWay),
  };
}
