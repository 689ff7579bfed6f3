/**
 * A spreadsheet takes text that begins with one of these for a formula, when it opens a CSV file and when people save a
 * sheet as one: OWASP's list, the wide and the small forms and the minus sign among them. What cannot be seen before it,
 * such as a joiner, a filler or an empty Braille cell, may get lost on the way.
 */
const starts = /^[\s\p{Cc}\p{Cf}\p{DI}\u2800]*[=+\-@＝＋－＠﹦﹢﹣﹫−]|^[\t\r\n]/u;

/** Text as a cell may hold it: with an apostrophe before what could be taken for a formula. */
export function harmless(text: string): string {
  return starts.test(text) ? `'${text}` : text;
}
