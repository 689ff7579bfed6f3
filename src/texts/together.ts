/** Sentences after each other; an empty one is left out. */
export function together(sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** Short things beside each other, "a · b"; an empty one is left out. No line begins with the dot. */
export function beside(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\u00a0· ');
}
