import { z } from 'zod';

/**
 * Single fields of forms, as clients send them: phones write a time as their own clock does, a number with decimals, and
 * a toggle in capitals (microsoft/AdaptiveCards issues 3672, 4892 and 5278).
 */

export const wholeNumber = z.union([
  z.int(),
  z
    .string()
    .regex(/^\s*\d{1,6}([.,]0{1,2})?\s*$/)
    .transform((given) => Number.parseInt(given, 10)),
]);

export const flag = z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })]);

/** A plain date; some clients write midnight after it. */
export const day = z
  .string()
  .transform((given) => given.trim().replace(/T00:00(:00(\.0+)?)?$/, ''))
  .pipe(z.iso.date());

const clock = /^(\d{1,2})[:.](\d{2})(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:([ap])\.?m\.?)?$/i;

/** A wall time, "16:00" however it was written. */
export const time = z
  .string()
  .max(40)
  .transform((given) => {
    const [, hours = '', minutes = '', half] = clock.exec(given.trim()) ?? [];
    const hour = Number(hours);
    if (half && (hour < 1 || hour > 12)) return '';
    const from = half ? (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : hour;
    return `${String(from).padStart(2, '0')}:${minutes}`;
  })
  .pipe(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/));
