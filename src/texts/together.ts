/** Sentences after each other; an empty one is left out. */
export function together(sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
