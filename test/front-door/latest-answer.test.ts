import { describe, expect, it, onTestFinished } from 'vitest';
import type { Database, Kept } from '../../src/store/database.ts';
import { channelId, invoke } from '../support/activities.ts';
import { type Harness, type HarnessOptions, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { button } from '../support/cards.ts';
import type { Shown } from '../support/connector.ts';
import { frozen } from '../support/frozen.ts';
import { allScores, anders, mette, notHere, saved, startRound } from '../support/rounds.ts';
import { quiet } from '../support/time.ts';

/** The latest answer is the latest, and what Teams sends again is no answer of its own. */

const key = { tenantId, conversationId: channelId };

async function asked(options: HarnessOptions = {}): Promise<{ harness: Harness; id: string; theme: Shown }> {
  const harness = await startHarness(options);
  const { id, themes } = await startRound(harness);
  const [theme] = themes;
  if (!theme) throw new Error('no theme card');
  return { harness, id, theme };
}

const stepsIn = async (harness: Harness, id: string) =>
  (await harness.store.answers(key, id)).map(({ scores }) => Object.values(scores));

/** A press on the card that everybody shares, as Teams would send it again. */
function pressOn({ connector }: Harness, theme: Shown, step: string) {
  const { verb, data } = button(theme.cardNow, 'Gem min vurdering');
  return invoke(connector, anders, theme, verb, { ...data, ...allScores(theme, step) });
}

describe('somebody who answers 2, then 3, then 2 again from the card that everybody shares', () => {
  it.each([0, 5_000, 30_000, 110_000])('is at 2, %i ms later', async (later) => {
    const { harness, id, theme } = await asked();
    for (const step of ['2', '3', '2']) {
      expect((await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, step))).text).toContain(saved);
      harness.clock.offset += later;
    }
    expect(await stepsIn(harness, id)).toEqual([[2]]);
  });
});

describe('a press that Teams sends again', () => {
  it('under the id of before undoes nothing, whenever it comes', async () => {
    const { harness, id, theme } = await asked();
    const first = pressOn(harness, theme, '2');
    await harness.send(first);
    await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '3'));
    for (const later of [0, 15_000, 30_000]) {
      harness.clock.offset += later;
      await harness.send(first);
      expect(await stepsIn(harness, id)).toEqual([[3]]);
    }
  });

  it('under a new id undoes nothing where its answer was not heard', async () => {
    const { harness, id, theme } = await asked();
    const first = pressOn(harness, theme, '2');
    await harness.send(first);
    await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '3'));
    // After 15 s it comes as it was, since nobody heard the answer; after 30 s as another.
    harness.clock.offset += 15_000;
    await harness.send(first);
    harness.clock.offset += 15_000;
    await harness.send({ ...first, id: 'another' });
    expect(await stepsIn(harness, id)).toEqual([[3]]);
  });
});

describe('somebody who presses on two devices at once', () => {
  it('has one answer, the one that was stored last, and each press is answered with its own', async () => {
    const first = frozen();
    const { harness, id, theme } = await asked({ wrap: first.wrap });
    onTestFinished(() => first.thaw());
    await quiet(harness);
    first.freezeAt(({ name, id: place }) => name === 'write' && place.startsWith('answer:'));
    const slow = harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '2'));
    await harness.eventually(() => first.isFrozen());
    harness.app = await harness.join();
    const quick = await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '3'));
    expect([quick.text, await stepsIn(harness, id)]).toEqual([expect.stringContaining('Trin 3 ·'), [[3]]]);
    first.thaw();
    expect([(await slow).text, await stepsIn(harness, id)]).toEqual([expect.stringContaining('Trin 2 ·'), [[2]]]);
  });
});

describe('an answer to a round that was closed a moment ago', () => {
  it('is refused, though the database still shows this instance the round as it was', async () => {
    const open = new Map<string, Kept>();
    let isBehind = false;
    const wrap = (db: Database): Database => {
      const read = db.read.bind(db);
      db.read = async (partition, ids) => {
        const kept = await read(partition, ids);
        for (const each of kept) if (each.body.includes('"state":"open"')) open.set(each.id, each);
        return isBehind ? kept.map((each) => open.get(each.id) ?? each) : kept;
      };
      return db;
    };
    const { harness, id, theme } = await asked({ wrap });
    const press = pressOn(harness, theme, '2');
    await harness.execute(mette, theme, 'close', { round: id });
    await quiet(harness);
    isBehind = true;
    expect(JSON.stringify(await harness.send(press))).toContain(notHere);
    isBehind = false;
    expect(await stepsIn(harness, id)).toEqual([]);
  });

  it('is refused, though the database shows the closing of its round long after that is over', async () => {
    let isBehind = false;
    let reads = 0;
    const wrap = (db: Database): Database => {
      const read = db.read.bind(db);
      db.read = async (partition, ids) => {
        const kept = await read(partition, ids);
        // The round alone is read by whoever closes it.
        if (!isBehind || ids.length === 1 || !ids.some((each) => each.startsWith('round:'))) return kept;
        reads += 1;
        if (reads > 20) throw new Error('it is read without an end');
        return kept.map((each) => ({ ...each, body: each.body.replace('"state":"closed"', '"state":"closing"') }));
      };
      return db;
    };
    const { harness, id, theme } = await asked({ wrap });
    const press = pressOn(harness, theme, '2');
    await harness.send(press);
    await harness.execute(mette, theme, 'close', { round: id });
    await quiet(harness);
    isBehind = true;
    expect(JSON.stringify(await harness.send(press))).toContain(notHere);
    expect(reads).toBeGreaterThan(0);
  });
});
