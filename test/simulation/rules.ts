import Holidays from 'date-holidays';
import { Temporal } from 'temporal-polyfill';
import type { ChannelKey, Round } from '../../src/domain/round.ts';
import type { Rule } from '../../src/domain/schedule.ts';
import { local, zone } from '../domain/wall-time.ts';

/** When things are due, worked out apart from the program. */

const minute = 60_000;
const hour = 60 * minute;

const holidays = new Holidays('DK', { types: ['public'] });
const closedDays = new Set(
  Array.from({ length: 8 }, (_, i) => 2025 + i).flatMap((year) => [
    ...holidays.getHolidays(year).map(({ date }) => date.slice(0, 'YYYY-MM-DD'.length)),
    ...['06-05', '12-24', '12-31'].map((day) => `${year}-${day}`),
  ]),
);

function isOpen(day: Temporal.PlainDate): boolean {
  return day.dayOfWeek <= 5 && !closedDays.has(day.toString());
}

function openDay(from: Temporal.PlainDate, by: 1 | -1): Temporal.PlainDate {
  let day = from;
  while (!isOpen(day)) day = day.add({ days: by });
  return day;
}

const dayOf = (instant: number) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();

/** A channel by name: nothing keeps two tenants from one conversation id. */
export const nameOf = ({ tenantId, conversationId }: ChannelKey): string => `${tenantId}|${conversationId}`;

export const deadlineAt = ({ deadline, deadlineTime }: Pick<Round, 'deadline' | 'deadlineTime'>): number =>
  local(`${deadline} ${deadlineTime}`);

/** When a reminder with this name in its due item may come at the earliest; undefined for one by hand. */
export function nudgeAt({ startedAt }: Pick<Round, 'startedAt'>, occasion: string): number | undefined {
  const [which, deadline = ''] = occasion.split(/:(.*)/);
  if (which === 'byHand') return undefined;
  const end = local(deadline.replace('T', ' '));
  const middle = dayOf(Math.floor(startedAt + (end - startedAt) / 2));
  const day = which === 'halfway' ? openDay(middle, -1) : openDay(dayOf(end).subtract({ days: 1 }), -1);
  return local(`${day} 09:00`);
}

/** The days on which a rule has its reminders, from its first up to a moment. */
export function occasionsUntil({ cadence, from, time }: Rule, until: number): string[] {
  const found: string[] = [];
  for (let k = 1; ; k++) {
    const day =
      cadence.kind === 'date'
        ? Temporal.PlainDate.from(cadence.date)
        : Temporal.PlainDate.from(from).add({ months: cadence.every * k });
    const on = openDay(day, 1).toString();
    if (local(`${on} ${time}`) > until) return found;
    found.push(on);
    if (cadence.kind === 'date') return found;
  }
}

/** What speaks against a reminder on this day. */
export function wrongDay(on: string): string[] {
  return isOpen(Temporal.PlainDate.from(on)) ? [] : [`${on} is a closed day`];
}

/** Whether it was right to leave out what was due then, by a clock that says so. */
export function tooLate(dueAt: number, now: number): boolean {
  if (now - dueAt <= 10 * minute) return false;
  if (now - dueAt > 12 * hour) return true;
  const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(now)).toZonedDateTimeISO(zone);
  const daytime = local.hour >= 7 && local.hour < 18;
  if (daytime && isOpen(local.toPlainDate())) return false;
  const next = openDay(local.hour < 7 ? local.toPlainDate() : local.toPlainDate().add({ days: 1 }), 1);
  return next.toZonedDateTime({ plainTime: '07:00', timeZone: zone }).epochMilliseconds - dueAt > 12 * hour;
}

/** Whether a post that late may come now: on time, or by day on a working day within twelve hours. */
export function mayCome(dueAt: number, now: number): boolean {
  if (now < dueAt) return false;
  const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(now)).toZonedDateTimeISO(zone);
  // A send may wait for a slow answer after it was decided on.
  const slack = 10 * minute;
  if (now - dueAt <= 10 * minute + slack) return true;
  return now - dueAt <= 12 * hour + slack && local.hour >= 7 && local.hour <= 18 && isOpen(local.toPlainDate());
}
