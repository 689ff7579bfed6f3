import { readFileSync } from 'node:fs';
import { createInstance, type TFunction } from 'i18next';
import { asset } from '../assets.ts';
import { defaultLanguage, inEachLanguage, type Language, languages, localeOf } from '../domain/language.ts';
import { blankFiller } from './blanks.ts';
import { dated, unbroken } from './no-break.ts';

/** Every word that people see, from the files in texts/, in one language. */
export interface Texts {
  language: Language;
  t: TFunction;
  /** An average with one decimal, "2,4" in Danish. */
  number(value: number): string;
  /** A plain date ("2026-12-10") or epoch milliseconds as "10. december 2026". */
  date(value: string | number): string;
  /** Epoch milliseconds as "maj 2026". */
  month(value: number): string;
  /** Epoch milliseconds for a chart's axis, on two lines: "maj" or, where months repeat, "22/5", over "2026". */
  axisDate(value: number, finest: 'month' | 'day'): [string, string];
  /** A wall time ("09:00") as "9.00". */
  time(time: string): string;
  /** A plain date and a wall time ("16:00") as "10. december 2026 kl. 16.00". */
  dateTime(day: string, time: string): string;
  /** Epoch milliseconds in the same form as `dateTime`. */
  moment(value: number): string;
  /** As `dateTime`, with the day of the week. */
  dayTime(day: string, time: string): string;
  /** Names in a sentence: "a, b og c"; where one of them has an "og" of its own, "a, b og c samt d". */
  list(names: readonly string[]): string;
}

/** Where the texts are read, which they have words for: a channel, or a group chat, which has no threads. */
export type Place = 'channel' | 'chat';

/** @param timeZone IANA name of the zone that points in time are shown in. */
export function loadTexts(timeZone: string, place: Place = 'channel'): Record<Language, Texts> {
  const i18n = createInstance({
    lng: defaultLanguage,
    // A missing key is a fault that the tests find, never a sentence in the other language.
    fallbackLng: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    resources: Object.fromEntries(languages.map((language) => [language, { translation: wordsIn(language) }])),
  });
  i18n.init();
  return inEachLanguage((language) => {
    const t = i18n.getFixedT(language);
    const always = placeWords(t, place);
    const fill = blankFiller((key) => i18n.getResource(language, 'translation', key), language, always);
    return textsOf(language, quickly(t, fill, always), timeZone);
  });
}

/** What a text may call the place by without being told. */
function placeWords(t: TFunction, place: Place) {
  return {
    place: t(`place.${place}.name`),
    Place: t(`place.${place}.first`),
    thread: t(`place.${place}.thread`),
    teamOrChat: t(`place.${place}.teamOrChat`),
    placeKind: t(`place.${place}.kind`),
  };
}

/**
 * A text without variables of its own is always the same, and is looked up once.
 * @param always variables that every text may have.
 */
function quickly(t: TFunction, fill: ReturnType<typeof blankFiller>, always: Record<string, string>): TFunction {
  const plain = new Map<string, string>();
  return new Proxy(t, {
    apply(translate, self, [key, variables]) {
      if (variables !== undefined)
        return fill(key, variables) ?? Reflect.apply(translate, self, [key, { ...always, ...variables }]);
      const text = plain.get(key) ?? Reflect.apply(translate, self, [key, always]);
      plain.set(key, text);
      return text;
    },
  });
}

function textsOf(language: Language, t: TFunction, timeZone: string): Texts {
  const locale = localeOf[language];
  const formatter = (options: Intl.DateTimeFormatOptions) =>
    lazily(() => new Intl.DateTimeFormat(locale, { timeZone, ...options }));
  const inDays = (options: Intl.DateTimeFormatOptions) => lazily(() => dated(formatter(options)()));
  const number = lazily(() => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }));
  const list = lazily(() => new Intl.ListFormat(locale));
  const month = formatter({ month: 'long', year: 'numeric' });
  const year = formatter({ year: 'numeric' });
  const short = formatter({ month: 'short' });
  const dayMonth = formatter({ day: 'numeric', month: 'numeric' });
  const fine = {
    month: (value: number) => short().format(value),
    // "22.5" would be read as a number.
    day: (value: number) => dayMonth().format(value).replace('.', '/'),
  };
  const plain = inDays({ dateStyle: 'long', timeZone: 'UTC' });
  const inZone = inDays({ dateStyle: 'long' });
  const time = inDays({ timeStyle: 'short', timeZone: 'UTC' });
  const dateTime = inDays({ dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  const dayTime = inDays({ dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' });
  const moment = inDays({ dateStyle: 'long', timeStyle: 'short' });
  return {
    language,
    t,
    number: (value) => number().format(value),
    date: (value) => (typeof value === 'string' ? plain()(new Date(`${value}T00:00Z`)) : inZone()(value)),
    month: (value) => month().format(value),
    axisDate: (value, finest) => [fine[finest](value), year().format(value)],
    time: (value) => time()(new Date(`1970-01-01T${value}Z`)),
    dateTime: (day, at) => dateTime()(new Date(`${day}T${at}Z`)),
    moment: (value) => moment()(value),
    dayTime: (day, at) => dayTime()(new Date(`${day}T${at}Z`)),
    list: (names) => listedApart(t, names) ?? list().format(names),
  };
}

/** Made when first asked for: the formats of all languages and places took 20 ms of a start. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Names of which one has an "og" of its own, so that it is seen where a name ends; undefined where none has. */
function listedApart(t: TFunction, names: readonly string[]): string | undefined {
  const last = names.at(-1);
  const others = names.slice(0, -1);
  if (last === undefined || others.length === 0) return undefined;
  const and = t('common.list.and');
  if (!names.some((name) => name.split(/\s/).includes(and))) return undefined;
  return t('common.list.apart', { others: others.join(', '), last });
}

const read = new Map<Language, Record<string, unknown>>();

/** The file of a language, which is read once: a bot has its texts for channels and for group chats. */
function wordsIn(language: Language): Record<string, unknown> {
  const words =
    read.get(language) ??
    JSON.parse(readFileSync(asset(`texts/${language}.json`), 'utf8'), (_, value) =>
      typeof value === 'string' ? unbroken(value) : value,
    );
  read.set(language, words);
  return words;
}
