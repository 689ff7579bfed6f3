import { deadlineOf, type Round } from '../domain/round.ts';
import { dayAt, timeAt } from '../domain/wall-time.ts';
import type { Texts } from './texts.ts';

/** When a round closes, by the clock on the wall then: the hour that summer time skips is on no clock, and the next counts. */
export function deadlineText({ dateTime }: Texts, round: Pick<Round, 'deadline' | 'deadlineTime' | 'zone'>): string {
  const at = deadlineOf(round);
  return dateTime(dayAt(at, round.zone), timeAt(at, round.zone));
}
