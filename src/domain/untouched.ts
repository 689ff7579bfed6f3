/** Fields of a form that say nothing by themselves. */
export interface Untouched {
  /** Those that nobody touched. */
  untouched?: readonly string[];
  /** What came in fields that could not be read, by their names. */
  unread?: Readonly<Record<string, string>>;
}

/**
 * What a form was filled in with, where some clients send null for each field that nobody touched
 * (microsoft/AdaptiveCards issue 9330): those say what they said when the form was shown.
 * @param shown what stood in the fields.
 */
export function filledIn<T extends object>(input: T, untouched: readonly string[] = [], shown: Partial<T> = {}): T {
  const kept = Object.entries(shown).filter(([name]) => untouched.includes(name));
  return { ...input, ...Object.fromEntries(kept) };
}
