/** Fields of a form that nobody touched. */
export interface Untouched {
  untouched?: readonly string[];
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
