import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { asciiOf } from '../../scripts/bundle.ts';

it.each([
  String.raw`'Sammenhængshjulet – “æøå” \æ \\æ \\\æ 🙂'`,
  '`${1 + 1} trin – én\\u00e5 🙂`',
  String.raw`['é', '🙂', '–'].map((each) => [/^[æ-ü\é]$/.test(each), /^[🙂–]$/u.test(each), /\\ø/.test('\\ø')])`,
  '{ const måned = { mål: 3 }; måned.mål; } // år',
])('a program in ASCII does what it did before: %s', (code) => {
  const ascii = asciiOf(code);
  expect(ascii).toMatch(/^[\0-\x7f]*$/);
  expect(runInNewContext(ascii)).toEqual(runInNewContext(code));
});
