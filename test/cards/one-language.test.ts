import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Language, languages } from '../../src/domain/language.ts';
import { parts } from '../support/cards.ts';
import { destination, longName, plans } from './plans.ts';
import { longComments, states, wheels } from './rounds.ts';
import { scenesOf, viewNames } from './scenes.ts';

/** A card speaks one language: nothing on it is a word that only the other language has. */

const split = (text: string): string[] => text.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
const strings = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(strings)
      : [];

/** Those who made the wheels are called the same in both languages. */
const makers = [...new Set(wheels.map(({ source }) => source.name))];

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
/** What people in the scenes are called and have written, the longest first, and the names that stay as they are. */
const people = [
  longName,
  destination,
  ...Object.values(longComments),
  ...strings(plans),
  ...Object.values(states).map(({ comment = '' }) => comment),
  ...makers,
]
  .filter((each) => split(each).length > 1)
  .sort((one, other) => other.length - one.length);
/** Besides, the goal and the value that actions are tied to. */
const withoutPeople = (text: string): string =>
  [...people, 'UDSYN', 'Tillid'].reduce((left, words) => left.replaceAll(words, ' '), text);

const shown = ['text', 'title', 'label', 'placeholder', 'errorMessage', 'altText', 'fallbackText'];
function said(card: unknown): string[] {
  const all = parts(card);
  const choices = all.flatMap(({ choices: given }) =>
    Array.isArray(given) ? (given as Record<string, unknown>[]) : [],
  );
  return [...all, ...choices].flatMap((part) =>
    shown.flatMap((key) => (typeof part[key] === 'string' ? [String(part[key])] : [])),
  );
}

const all = new Map(viewNames.map((view) => [view, scenesOf(view)]));

describe.each(languages)('cards in %s', (language) => {
  const other = language === 'da' ? 'en' : 'da';

  it.each(viewNames)('of %s have no word of the other language', (view) => {
    const scenes = all.get(view)?.filter((scene) => scene.language === language) ?? [];
    expect(scenes.length).toBeGreaterThan(0);
    const texts = [...new Set(scenes.flatMap(({ json }) => said(json)))];
    const told = new Set(texts.flatMap((text) => split(withoutPeople(text))));
    expect([...told].filter((word) => words[other].has(word) && !words[language].has(word))).toEqual([]);
  });
});
