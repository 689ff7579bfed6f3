import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';
import { bounds } from './round.ts';

/**
 * How long what belongs to a round is kept, epoch milliseconds: so many months from its closing. What is written while
 * the round is open is kept until the last moment at which it could close, and the months after that; with the closing
 * the answers get their real date.
 * @param months the setting.
 */
export function keptUntil(state: 'open' | 'closed', now: number, months: number): number {
  const from = state === 'open' ? now + (bounds.deadlineDays + 1) * dayMs : now;
  const sinceMidnight = from % dayMs;
  return midnightLater(from - sinceMidnight, months) + sinceMidnight;
}

const dayMs = 86_400_000;
const midnights = new LRUCache<string, number>({ max: 1_000 });

/** Worked out once for each day: it took 50 of an answer's microseconds. */
function midnightLater(midnight: number, months: number): number {
  const name = `${midnight} ${months}`;
  const known = midnights.get(name);
  if (known !== undefined) return known;
  const later = Temporal.Instant.fromEpochMilliseconds(midnight).toZonedDateTimeISO('UTC').add({ months });
  midnights.set(name, later.epochMilliseconds);
  return later.epochMilliseconds;
}

/** The setting's default and bounds, in months. */
export const retention = { default: 12, min: 1, max: 120 } as const;
