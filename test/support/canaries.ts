import { expect } from 'vitest';

/** Stands in every name and id that tests give to people and channels: a word that nobody would log by chance. */
export const canary = 'kanarie7q';
export const tenantId = '6d1f0a52-3c7e-4b8e-9a51-0c2f4e7b9d10';

/** Every conversation of Teams has this in its id, whatever a test calls it. */
const ofConversations = '@thread.';
const words = [canary, tenantId, ofConversations];

/** Fails where a line that the bot wrote has a name or an id in it, or what somebody said. */
export function expectNothingPersonal(written: readonly string[], said: Iterable<string> = []): void {
  const all = [...words, ...said];
  const leaked = written.filter((line) => all.some((word) => line.toLowerCase().includes(word.toLowerCase())));
  expect(leaked, 'lines of the log with a name, an id or what somebody said').toEqual([]);
}
