import { LRUCache } from 'lru-cache';
import type { Round } from '../../domain/round.ts';
import { crashFallbackDelayMs, scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';

/** Answers within this time share one recount. */
export const recountAfterMs = 400;

/** Told before counts of a round change. @returns what is told once they have. */
export type Changing = (round: Round) => () => void;

export interface Recounts {
  /** A round's answers. */
  answering: Changing;
  /** The votes after it. */
  voting: Changing;
  /** Resolves when all that was noted is written. */
  settled(): Promise<unknown>;
}

/**
 * Notes that counts changed: at once, then at most once in a moment for each round, and always after the last change, so
 * that many answers cost few writes and none is left out. Before a change it is noted for a moment later, unless such a
 * note is there: an instance that ends between the two leaves no card behind. In SQLite that is the change's own commit.
 * @param gather calls what it is given with the newest round of a name, spaced by `recountAfterMs`.
 */
export function createRecounts(
  deps: Deps,
  gather: (name: string, round: Round, note: (newest: Round) => Promise<void>) => Promise<void>,
): Recounts {
  const noting = new Set<Promise<void>>();
  const keep = (noted: Promise<void>) => {
    if (noting.has(noted)) return;
    noting.add(noted);
    noted
      .catch((error: unknown) => deps.log.error({}, 'a recount could not be noted', error))
      .finally(() => noting.delete(noted));
  };
  /** Until when what was noted waits, by name. */
  const waits = new LRUCache<string, number>({ max: 10_000 });
  const note = (work: 'recount' | 'choosing', name: string, round: Round, inMs: number) => {
    waits.set(name, deps.now() + inMs);
    return scheduleDue(deps, work, round, inMs);
  };
  const changing =
    (work: 'recount' | 'choosing'): Changing =>
    (round) => {
      const name = `${work}:${round.id}`;
      if (deps.now() >= (waits.get(name) ?? 0)) keep(note(work, name, round, crashFallbackDelayMs));
      return () => keep(gather(name, round, (newest) => note(work, name, newest, recountAfterMs)));
    };
  return {
    answering: changing('recount'),
    voting: changing('choosing'),
    settled: () => Promise.allSettled(noting),
  };
}
