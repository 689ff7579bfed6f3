import { z } from 'zod';

/**
 * Single fields of forms, as clients send them: phones write a time as their own clock does, a number with decimals, and
 * a toggle in capitals (microsoft/AdaptiveCards issues 3672, 4892 and 5278).
 */

/** What was chosen, as text: some clients make a number of a value that looks like one. */
export const choice = (given: unknown): unknown =>
  typeof given === 'string' || typeof given === 'number' ? String(given).trim().replace(decimals, '') : given;
/** Those that a client adds to a whole number. */
const decimals = /(?<=^\d{1,9})[.,]0{1,2}$/;

/** Without what nobody sees, such as the marks that some clients put around days and times, and with wide signs as usual ones. */
const written = z
  .string()
  .max(40)
  .transform((given) =>
    given
      .normalize('NFKC')
      .replace(/\p{Cf}/gu, '')
      .trim(),
  );

export const wholeNumber = z.union([
  z.int(),
  written.pipe(z.string().regex(/^-?\d{1,9}([.,]0{1,2})?$/)).transform((given) => Number.parseInt(given, 10)),
]);

export const flag = z.union([
  z.boolean(),
  z.preprocess(choice, z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] })),
]);

/** A plain date, with a time of that day after it or not; and as Danes write it, with full stops or hyphens. */
const isoDay =
  /^(?<year>\d{4})([-/.])(?<month>\d{1,2})\2(?<date>\d{1,2})(?:[T ][\d:.]{2,15}|[T ]00:00(?::00(?:\.0+)?)?Z)?$/;
const danishDay = /^(?<date>\d{1,2})([.-]) ?(?<month>\d{1,2})\2 ?(?<year>\d{4})$/;

export const day = written
  .transform((given) => {
    const { year, month = '', date = '' } = (isoDay.exec(given) ?? danishDay.exec(given))?.groups ?? {};
    return [year, month.padStart(2, '0'), date.padStart(2, '0')].join('-');
  })
  .pipe(z.iso.date());

const clock = /^(?:kl\.? ?)?(\d{1,2})(?:[:.](\d{2})(?:[:.]\d{2}(?:\.\d+)?)?)?\s*(?:([ap])\.?\s?m\.?)?$/i;

/** A wall time, "16:00" however it was written. */
export const time = written
  .transform((given) => {
    const [, hours = '', minutes, half] = clock.exec(given) ?? [];
    const hour = Number(hours);
    if (half && (hour < 1 || hour > 12)) return '';
    // One digit alone may be anything.
    if (!half && minutes === undefined && hours.length < 2) return '';
    const from = half ? (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : hour;
    return `${String(from).padStart(2, '0')}:${minutes ?? '00'}`;
  })
  .pipe(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/));
