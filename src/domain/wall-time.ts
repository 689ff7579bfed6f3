import { Temporal } from 'temporal-polyfill';

/** Days and times as people say them, in a zone. Days are plain dates such as "2026-12-10", times such as "16:00". */

/**
 * Epoch milliseconds of a wall time. One that summer time skips is an hour later, of one that comes twice it is the
 * first.
 */
export function instantOf(day: string, time: string, zone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime({ plainTime: time, timeZone: zone }).epochMilliseconds;
}

/** @param instant epoch milliseconds. @param zone IANA name. */
export function localOf(instant: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(zone);
}

/** The day that it is in a zone. @param instant epoch milliseconds. @param zone IANA name. */
export function dayAt(instant: number, zone: string): string {
  return localOf(instant, zone).toPlainDate().toString();
}

/** The time that it is in a zone, to the minute. @param instant epoch milliseconds. @param zone IANA name. */
export function timeAt(instant: number, zone: string): string {
  return localOf(instant, zone).toPlainTime().toString({ smallestUnit: 'minute' });
}

/**
 * Asked for by use: the list that Intl gives has one name for each zone, which for Greenland's and the Faroes' is an
 * old one.
 */
export function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat(undefined, { timeZone: name }));
  } catch {
    return false;
  }
}

/** Whether a day is neither before today nor more than so many years after it. */
export function isWithinYears(day: string, today: string, years: number): boolean {
  return day >= today && day <= Temporal.PlainDate.from(today).add({ years }).toString();
}
