/** Controls, code points that are no signs, and the marks that turn text around and could make one comment look like something else. */
const unseen = /[\p{Cc}\p{NChar}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** What people wrote, as text without what cannot be seen; line breaks stay. */
export function readComment(comment: unknown): string {
  if (typeof comment !== 'string') return '';
  return comment
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(unseen, (mark) => (mark === '\n' ? mark : ''))
    .trim();
}

/** As many signs as a name in Entra ID may have; a card with one that goes on and on would be too long to be sent. */
const longestName = 256;

/** What something is called, on one line; empty where nothing of it can be seen. */
export function readName(name: unknown): string {
  const line = Array.from(readComment(name).replace(/\s+/g, ' ')).slice(0, longestName).join('');
  return /[^\s\p{Cf}]/u.test(line) ? line : '';
}
