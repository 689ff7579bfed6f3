import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { channelId } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import type { Shown } from '../support/connector.ts';
import { backupOf, needle, readable } from '../support/remains.ts';
import { allScores, anders, cardThat, fatima, lars, mette, saved, signe, startRound } from '../support/rounds.ts';

/** What people deleted, or were promised would be forgotten, can be read nowhere afterwards. */

const key = { tenantId, conversationId: channelId };
const day = 86_400_000;

interface Place {
  harness: Harness;
  file: string;
  id: string;
  theme: Shown;
}

/** A round in which four have written something that nobody writes by chance. */
async function writtenIn(given: Record<string, unknown> = {}): Promise<Place & { words: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'hjulet-gone-'));
  const file = join(folder, 'hjulet.sqlite');
  const harness = await startHarness({ database: async ({ clock }) => openSqlite(file, { clock }) });
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { id, themes } = await startRound(harness, given);
  const [theme] = themes;
  if (!theme) throw new Error('no theme card');
  const words: string[] = [];
  for (const person of [anders, fatima, lars, signe])
    for (const each of themes) {
      const comment = needle();
      words.push(comment);
      const press = { ...allScores(each, '2'), comment };
      expect((await harness.press(person, each, 'Gem min vurdering', press)).text).toContain(saved);
    }
  return { harness, file, id, theme, words };
}

/** Waits until they are gone from the running bot's files, then looks into a backup, and into what a stop leaves. */
async function expectGone({ harness, file }: Place, words: readonly string[]) {
  await harness.eventually(() => readable(words, file).length === 0);
  expect(readable(words, await backupOf(file))).toEqual([]);
  await harness.stop();
  expect(readable(words, file)).toEqual([]);
}

async function closed({ harness, id, theme }: Place) {
  await harness.execute(mette, theme, 'close', { round: id });
  await cardThat(harness, 'Overblik');
}

async function ask(harness: Harness, person: string, text: string): Promise<Shown> {
  const from = harness.connector.shown.length;
  await harness.say(person, text, { conversationId: `a:${person.slice(3)}`, type: 'personal' });
  return cardThat(harness, '', from);
}

describe('what was deleted cannot be read in the file, its -wal or a backup', () => {
  it('after a person deleted their own data', async () => {
    const place = await writtenIn();
    const { harness, words } = place;
    await harness.press(anders, await ask(harness, anders, 'slet mine data'), 'Slet mine data');
    expect(readable(words.slice(4), place.file)).toHaveLength(12);
    await expectGone(place, words.slice(0, 4));
  });

  it('after a round was deleted', async () => {
    const place = await writtenIn();
    await closed(place);
    await place.harness.execute(mette, place.theme, 'eraseRound', { round: place.id });
    await expectGone(place, place.words);
  });

  it('after everything of a channel was deleted', async () => {
    const place = await writtenIn({ privacy: 'open' });
    await closed(place);
    await place.harness.execute(mette, place.theme, 'eraseChannel', {});
    await place.harness.holds(async () => expect(await place.harness.store.round(key, place.id)).toBeUndefined());
    await expectGone(place, place.words);
  });

  it('after a round had been kept as long as people were told', async () => {
    const place = await writtenIn({ privacy: 'open' });
    await closed(place);
    place.harness.clock.offset = 400 * day;
    await place.harness.restart();
    await place.harness.holds(async () => expect(await place.harness.store.round(key, place.id)).toBeUndefined());
    await expectGone(place, place.words);
  });

  it('after thirty days in a confidential round, but for the comments that are told', async () => {
    const place = await writtenIn();
    await closed(place);
    const people = (await place.harness.store.answers(key, place.id)).map(({ person }) => person);
    expect(people).toHaveLength(16);
    place.harness.clock.offset = 30 * day + 60_000;
    place.harness.app.sweep();
    await place.harness.holds(async () => expect(await place.harness.store.answers(key, place.id)).toEqual([]));
    await expectGone(place, people);
    expect(readable(place.words, place.file)).toHaveLength(16);
  });

  it('after it was written over by a later answer', async () => {
    const place = await writtenIn();
    const { harness, theme, words } = place;
    const changed = { ...allScores(theme, '3'), comment: '' };
    expect((await harness.press(anders, theme, 'Gem min vurdering', changed)).text).toContain(saved);
    await harness.stop();
    expect(readable(words.slice(0, 1), place.file)).toEqual([]);
    expect(readable(words.slice(1), place.file)).toHaveLength(15);
  });
});

describe('what an answer is known by when it comes again', () => {
  it('gives away nothing that was written before, though somebody guesses it', async () => {
    const { harness, id, theme } = await writtenIn();
    const scores = allScores(theme, '2');
    const [unit = ''] = Object.keys(scores);
    const comment = 'Ledelsen lytter ikke';
    await harness.press(anders, theme, 'Gem min vurdering', { ...scores, comment });
    await harness.press(anders, theme, 'Gem min vurdering', { ...scores, comment: '' });
    const kept = JSON.stringify(await harness.store.answers(key, id));
    const guesses = Array.from({ length: 8 }, (_, seen) => [seen, [[unit.slice(2), 2]], comment]);
    for (const guess of guesses) {
      const digest = createHash('sha256').update(JSON.stringify(guess)).digest('base64url').slice(0, 22);
      expect(kept).not.toContain(digest);
    }
  });

  it('is not kept once the round is closed', async () => {
    const place = await writtenIn();
    const accepted = async () =>
      (await place.harness.store.answers(key, place.id)).flatMap((answer) => answer.accepted);
    expect(await accepted()).toHaveLength(16);
    await closed(place);
    expect(await accepted()).toEqual([]);
  });
});
