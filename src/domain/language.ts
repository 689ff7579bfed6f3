/** The languages that people read. Each has its texts (texts/), its wheels (wheels/) and its part of the app package. */
export const languages = ['da', 'en'] as const;
export type Language = (typeof languages)[number];

/** What people read where nobody knows better. */
export const defaultLanguage = 'da' satisfies Language;
/** What people read whose own language is not among them: a Swede or a German. */
const foreignLanguage = 'en' satisfies Language;

/** Those of the realm's other parts, where all read Danish and hardly anybody English so well. */
const readersOfDanish = new Set(['fo', 'kl']);

/** A longer word is allowed for languages to come, of which there are none. */
const isLanguage = /^[a-z]{2,3}$/;
/** Tags that say that no one language is meant. */
const unknown = new Set(['und', 'mul', 'zxx', 'mis']);

/** @param of what a language has. */
export function inEachLanguage<T>(of: (language: Language) => T): Record<Language, T> {
  return { da: of('da'), en: of('en') };
}

/** How dates and numbers are written, a tag of BCP 47. */
export const localeOf: Record<Language, string> = { da: 'da-DK', en: 'en-GB' };

/**
 * @param locale what a person's client says, such as "da-DK"; of a list, or of a name that says more, what stands first counts.
 * @returns undefined where it names no language at all.
 */
export function languageOf(locale: string): Language | undefined {
  try {
    const [first = ''] = locale.trim().split(/[,;.@]/);
    const { language: tag } = new Intl.Locale(first.replaceAll('_', '-'));
    if (!tag || !isLanguage.test(tag) || unknown.has(tag)) return undefined;
    if (readersOfDanish.has(tag)) return 'da';
    return languages.find((language) => language === tag) ?? foreignLanguage;
  } catch {
    return undefined;
  }
}

const collator = new Intl.Collator(defaultLanguage);

/**
 * The order of names and of what people wrote, whatever language a card is in: æ, ø and å come after z, and those
 * without a name last.
 */
export const alphabetically = (a: string, b: string): number =>
  Number(a === '') - Number(b === '') || collator.compare(a, b);

/** In small letters, to compare what people wrote with something. */
export const lowerCase = (text: string): string => text.toLocaleLowerCase(defaultLanguage);
