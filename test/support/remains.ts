import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';

/** Words that are found nowhere by chance, and looked for as bytes in everything that somebody could take away. */

export const needle = () => `needle${randomBytes(12).toString('base64url')}`;

/** Those of these words that can be read in a file or its `-wal`. */
export function readable(words: Iterable<string>, file: string): string[] {
  const parts = [file, `${file}-wal`].map((path) => (existsSync(path) ? readFileSync(path, 'latin1') : ''));
  // There may be thousands of needles.
  const needles = new Set(parts.flatMap((part) => part.match(/needle[\w-]{16}/g) ?? []));
  const isThere = (word: string) =>
    word.startsWith('needle') ? needles.has(word) : parts.some((part) => part.includes(word));
  return [...words].filter(isThere);
}

/** A backup made now, as docs/operations.md says. */
export async function backupOf(file: string): Promise<string> {
  const copy = join(dirname(file), `backup-${randomBytes(4).toString('hex')}.sqlite`);
  const source = new DatabaseSync(file, { readOnly: true });
  await backup(source, copy);
  source.close();
  return copy;
}
