import type { Texts } from '../../texts/texts.ts';

/** A field that must be filled in: its label, whether it was, what came instead, and what is right. */
export interface AskedField {
  label: string;
  filled: boolean;
  given: unknown;
  right: 'choice' | 'day' | 'time' | 'number';
}

const longestGiven = 40;

/** A line for each field that was not filled in with something that can be read. */
export function fieldFaults({ t }: Texts, fields: readonly AskedField[]): string[] {
  return fields
    .filter(({ filled }) => !filled)
    .map(({ label, given, right }) => {
      const written = typeof given === 'string' || typeof given === 'number' ? String(given).trim() : '';
      const told = { field: label, right: t(`field.${right}`), given: written.slice(0, longestGiven) };
      return written === '' ? t('field.empty', told) : t('field.unread', told);
    });
}
