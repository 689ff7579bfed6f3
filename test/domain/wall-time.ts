import { Temporal } from 'temporal-polyfill';

export const zone = 'Europe/Copenhagen';

/** Epoch milliseconds of "2026-11-25 08:00" as people in a zone say it. */
export function local(text: string, inZone = zone): number {
  return Temporal.PlainDateTime.from(text).toZonedDateTime(inZone).epochMilliseconds;
}

/** What people in a zone call an instant. */
export function said(instant: number, inZone = zone): string {
  const time = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(inZone).toPlainDateTime();
  return time.toString({ smallestUnit: 'minute' }).replace('T', ' ');
}
