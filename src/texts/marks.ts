/** A text where nothing reads its marks: buttons and commands do not stand out in it. */
export function unmarked(text: string): string {
  return text.replaceAll('**', '');
}

/** Somebody's words as they were written, in a text where marks are read. */
export function escaped(words: string): string {
  return words.replace(/[\\`*_[\]]/g, '\\$&');
}

/**
 * No text of ours begins a line as an item of a list, so what does is a name, such as a theme's "1. klasse". A joiner
 * that nobody sees keeps it as it is written.
 */
export function withoutLists(text: string): string {
  return text.replace(/^([^\S\n]*(?:\d+[.)]|[-+*]))(?=\s)/gm, '$1\u2060');
}
