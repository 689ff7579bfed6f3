import type { Round } from '../domain/round.ts';

/**
 * Until when what is written is kept, by the state of the round that it belongs to: epoch milliseconds. Counted from
 * now and with the months that are set, unless the round says otherwise.
 */
export type Until = (state: 'open' | 'closed', promised?: { from?: number; months?: number }) => number;

/** A round is kept for as long as people were promised before they answered, however often it is written. */
export function untilFor({ terms, summary }: Round, until: Until): number {
  const months = terms.retentionMonths;
  return summary ? until('closed', { from: summary.closedAt, months }) : until('open', { months });
}
