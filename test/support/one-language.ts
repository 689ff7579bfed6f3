import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Language } from '../../src/domain/language.ts';
import { readWheels } from '../../src/wheels/catalogue.ts';
import { parts, withoutLinks } from './cards.ts';

/** Which words on a card are of the other language. */

const wheels = readWheels(fileURLToPath(new URL('../../wheels', import.meta.url)));
export const split = (text: string): string[] => text.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
export const strings = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(strings)
      : [];

/** Those who made the wheels are called the same in both languages. */
export const makers = [...new Set(wheels.map(({ source }) => source.name))];

/** The words of a language: of its texts, of its wheels, and the commands that it names. */
function spoken(language: Language): Set<string> {
  const file = readFileSync(new URL(`../../texts/${language}.json`, import.meta.url), 'utf8');
  const own = wheels.filter((wheel) => wheel.language === language);
  // Ids and addresses are the same in both.
  const told = own.map(({ id: _, language: __, source: ___, themes, ...rest }) => ({
    ...rest,
    themes: themes.map(({ id: _, focusAreas, ...theme }) => ({
      ...theme,
      focusAreas: focusAreas.map(({ id: _, ...area }) => area),
    })),
  }));
  const months = new Intl.DateTimeFormat(language, { dateStyle: 'full' });
  const dates = Array.from({ length: 365 }, (_, day) => months.format(day * 86_400_000));
  return new Set(
    [...strings(JSON.parse(file)), ...strings(told), ...dates].flatMap((text) =>
      split(makers.reduce((left, maker) => left.replaceAll(maker, ' '), text.replace(/\{\{\w+\}\}/g, ' '))),
    ),
  );
}

const words = { da: spoken('da'), en: spoken('en') };

const shown = ['text', 'title', 'label', 'placeholder', 'errorMessage', 'altText', 'fallbackText'];
/** Every string of a card that is read or read out. */
export function said(card: unknown): string[] {
  const all = parts(card);
  const choices = all.flatMap(({ choices: given }) =>
    Array.isArray(given) ? (given as Record<string, unknown>[]) : [],
  );
  return [...all, ...choices].flatMap((part) =>
    shown.flatMap((key) => (typeof part[key] === 'string' ? [withoutLinks(String(part[key]))] : [])),
  );
}

/** The words of these texts that only the other language has. */
export function foreign(texts: Iterable<string>, language: Language): string[] {
  const other = language === 'da' ? 'en' : 'da';
  const told = new Set([...texts].flatMap(split));
  return [...told].filter((word) => words[other].has(word) && !words[language].has(word));
}
