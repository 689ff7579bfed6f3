import { Temporal } from 'temporal-polyfill';
import { bounds } from './round.ts';

/**
 * How long what belongs to a round is kept, epoch milliseconds: so many months from its closing. What is written while
 * the round is open is kept until the last moment at which it could close, and the months after that; with the closing
 * the answers get their real date.
 * @param months the setting.
 */
export function keptUntil(state: 'open' | 'closed', now: number, months: number): number {
  const from = state === 'open' ? now + (bounds.deadlineDays + 1) * 86_400_000 : now;
  return Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO('UTC').add({ months }).epochMilliseconds;
}

/** The setting's default and bounds, in months. */
export const retention = { default: 12, min: 1, max: 120 } as const;
