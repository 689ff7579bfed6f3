import { escaped } from '../../texts/marks.ts';
import type { Texts } from '../../texts/texts.ts';

/** A field that must be filled in: its label, whether it was, what came instead, and what is right. */
export interface AskedField {
  label: string;
  filled: boolean;
  given: unknown;
  right: 'choice' | 'day' | 'time' | 'number';
}

/** The beginning of what came, as it was written. */
const asGiven = (given: string) => escaped(given.slice(0, 40));

/** A line for each field that was not filled in with something that can be read. */
export function fieldFaults({ t }: Texts, fields: readonly AskedField[]): string[] {
  return fields
    .filter(({ filled }) => !filled)
    .map(({ label, given, right }) => {
      const written = typeof given === 'string' || typeof given === 'number' ? String(given).trim() : '';
      const told = { field: label, right: t(`field.${right}`), given: asGiven(written) };
      return written === '' ? t('field.empty', told) : t('field.unread', told);
    });
}

/** A field with something that can be read and cannot be: where it is, what came, and what is right. */
interface WrongField {
  label: string;
  /** As people read it; empty where nothing came. */
  given: string;
  right: string;
}

/** A line for what was chosen, or written as a number. */
export function wrongChoice({ t }: Texts, { label, given, right }: WrongField): string {
  const told = { field: label, right, given: asGiven(given) };
  return given === '' ? t('field.empty', told) : t('field.outside', told);
}

/** A line for a text, which is empty or too long. */
export function wrongText({ t }: Texts, { label, given, right }: WrongField): string {
  const told = { field: label, right };
  return given === '' ? t('field.blank', told) : t('field.long', { ...told, length: given.length });
}

/** A line for names, one on each line, of which there are too many or one is too long. */
export function wrongNames(
  { t }: Texts,
  { label, names, longest, right }: Omit<WrongField, 'given'> & { names: readonly string[]; longest: number },
): string {
  const told = { field: label, right };
  const long = names.find((name) => name.length > longest);
  if (long === undefined) return t('field.many', { ...told, length: names.length });
  return t('field.outside', { ...told, given: asGiven(long) });
}
