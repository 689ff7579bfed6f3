import { describe, expect, it } from 'vitest';
import { message } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { beforeWrites } from '../support/before-writes.ts';
import { buttons, inputs, textOf } from '../support/cards.ts';
import type { Shown } from '../support/connector.ts';
import { allScores, anders, answerAll, fatima, isOver, mette, saved, startRound } from '../support/rounds.ts';
import { dueItem, here, posts, quiet } from '../support/time.ts';

/** After a closing no card anywhere can be filled in or says that the round is open. */

function expectNothingOpen(harness: Harness): void {
  for (const { cardNow: card } of harness.connector.shown) {
    expect(Object.keys(inputs(card)).filter((id) => id.startsWith('s_'))).toEqual([]);
    expect(buttons(card).map(({ title }) => title)).not.toContain('Gem min vurdering');
    expect(textOf(card)).not.toContain('Runden er i gang');
  }
}

async function close(harness: Harness, id: string, on: Shown): Promise<void> {
  await harness.execute(mette, on, 'close', { round: id });
  await harness.eventually(() => posts(harness, 'Overblik').length === 1);
  await quiet(harness);
}

const themeCards = (harness: Harness) => posts(harness, /^Tema/);

describe('a theme card that came though nobody said so', () => {
  it('is known from the first press on it, and shows the result', async () => {
    const harness = await startHarness();
    let strikes = 0;
    harness.connector.fate = ({ method, path }) =>
      method === 'POST' && path.endsWith('/conversations') && ++strikes === 2
        ? { kind: 'resetAfter' }
        : { kind: 'accept' };
    const { id, setup, themes } = await startRound(harness);
    await harness.eventually(() => textOf(setup.cardNow).includes('nåede måske ikke frem'));
    await answerAll(harness, themes, [anders]);
    await harness.eventually(() => !textOf(setup.cardNow).includes('nåede måske ikke frem'));
    expect(themeCards(harness)).toHaveLength(4);
    await close(harness, id, setup);
    expectNothingOpen(harness);
    expect(themes.every(isOver)).toBe(true);
  });

  it('is adopted from a press after the closing too', async () => {
    const harness = await startHarness();
    let strikes = 0;
    harness.connector.fate = ({ method, path }) =>
      method === 'POST' && path.endsWith('/conversations') && ++strikes === 2
        ? { kind: 'resetAfter' }
        : { kind: 'accept' };
    const { id, setup, themes } = await startRound(harness);
    await close(harness, id, setup);
    const lost = themes.find((theme) => !isOver(theme));
    if (!lost) throw new Error('every card is over');
    await harness.press(fatima, lost, 'Gem min vurdering', allScores(lost, '3'));
    await harness.eventually(() => isOver(lost));
    expectNothingOpen(harness);
  });
});

describe('a theme card that Teams took without an id', () => {
  it('is known from the first press on it, also where somebody else writes of it just then', async () => {
    let strikes = 0;
    let isArmed = false;
    const wrap = beforeWrites(async ({ db, place, options }) => {
      const [kept] = isArmed && place.id.startsWith('post:') ? await db.read(place.partition, [place.id]) : [];
      if (!kept) return;
      isArmed = false;
      await db.write(place, kept.body, { ...options, version: kept.version });
    });
    const harness = await startHarness({ wrap });
    harness.connector.fate = ({ method, path }) =>
      method === 'POST' && path.endsWith('/conversations') && ++strikes === 2
        ? { kind: 'emptyAfter' }
        : { kind: 'accept' };
    const { id, themes } = await startRound(harness);
    await quiet(harness);
    isArmed = true;
    await answerAll(harness, themes, [anders]);
    await harness.eventually(() => !isArmed);
    await quiet(harness);
    const known = (await harness.store.posts(here, id)).map(({ record }) => record.activityId);
    for (const { activityId } of themes) expect(known).toContain(activityId);
  });

  it('is updated once somebody has pressed on it', async () => {
    const harness = await startHarness();
    let strikes = 0;
    harness.connector.fate = ({ method, path }) =>
      method === 'POST' && path.endsWith('/conversations') && ++strikes === 2
        ? { kind: 'emptyAfter' }
        : { kind: 'accept' };
    const { id, setup, themes } = await startRound(harness);
    expect(textOf(setup.cardNow)).not.toContain('nåede måske ikke frem');
    await answerAll(harness, themes, [anders]);
    await quiet(harness);
    await harness.eventually(async () =>
      (await harness.store.posts(here, id)).every(({ record }) => record.activityId !== ''),
    );
    await close(harness, id, setup);
    expectNothingOpen(harness);
  });
});

describe('theme cards that were shown again', () => {
  it('are over when the round is, the old ones as the new ones', async () => {
    const harness = await startHarness();
    const { id, setup } = await startRound(harness);
    await harness.press(mette, setup, 'Vis temakortene igen');
    await harness.eventually(() => themeCards(harness).length === 8);
    await quiet(harness);
    const [old] = themeCards(harness);
    if (!old) throw new Error('no old card');
    expect((await harness.press(anders, old, 'Gem min vurdering', allScores(old, '2'))).text).toContain(saved);
    await close(harness, id, setup);
    expect(themeCards(harness).filter(isOver)).toHaveLength(8);
    expectNothingOpen(harness);
  });

  it('have their results where they were before, if the round closes before the new ones came', async () => {
    const harness = await startHarness();
    const { id, setup, themes } = await startRound(harness);
    await answerAll(harness, themes, [anders]);
    await quiet(harness);
    await harness.press(mette, setup, 'Vis temakortene igen');
    await close(harness, id, setup);
    await harness.eventually(() => themes.every(isOver));
    expectNothingOpen(harness);
  });
});

describe('theme cards that had yet to leave when their round was closed', () => {
  it('never do, and that is no fault', async () => {
    const harness = await startHarness();
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => posts(harness, 'Ny runde')[0]);
    const [left, arrives] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    harness.connector.fate = ({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/conversations')) return { kind: 'accept' };
      left.resolve();
      return { kind: 'accept', once: arrives.promise };
    };
    await harness.press(mette, setup, 'Start runden', { expected: '8' });
    const closing = harness.eventually(() => posts(harness, 'Overblik').length === 1);
    await left.promise;
    const [round] = await harness.store.roundsOf(here);
    const id = round?.id ?? '';
    await harness.execute(mette, setup, 'close', { round: id });
    arrives.resolve();
    await closing;
    await quiet(harness);
    expect(themeCards(harness)).toHaveLength(1);
    expectNothingOpen(harness);
    expect((await dueItem(harness, `open:${id}`)).state).toBe('done');
    expect(harness.logged.filter((line) => /could not|failed/.test(line))).toEqual([]);
  });
});

describe('an answer to status', () => {
  it('follows the count while it is the newest, and is closed with the round', async () => {
    const harness = await startHarness();
    const { id, setup, themes } = await startRound(harness, { expected: '8' });
    const from = harness.connector.shown.length;
    await harness.say(fatima, 'status');
    const answer = await harness.eventually(() => harness.connector.shown[from]);
    expect(textOf(answer.cardNow)).toContain('Runden er i gang');
    await harness.eventually(async () =>
      (await harness.store.posts(here, id)).some(({ record }) => record.activityId === answer.activityId),
    );
    await answerAll(harness, themes, [anders]);
    await harness.eventually(() => textOf(answer.cardNow).includes('1 af 8 har svaret'));
    await close(harness, id, setup);
    await harness.eventually(() => textOf(answer.cardNow).includes('Runden er lukket'));
    expectNothingOpen(harness);
  });
});

describe('an answer to overblik or udvikling before the first result', () => {
  it('does not go on saying that a round is open, since nothing follows it', async () => {
    const harness = await startHarness();
    const { id, setup } = await startRound(harness, { expected: '8' });
    const from = harness.connector.shown.length;
    for (const word of ['overblik', 'udvikling']) await harness.say(fatima, word);
    await harness.eventually(() => harness.connector.shown.length === from + 2);
    for (const { cardNow: card } of harness.connector.shown.slice(from))
      expect(textOf(card)).toContain('når den første runde er lukket');
    await close(harness, id, setup);
    for (const { cardNow: card } of harness.connector.shown) expect(textOf(card)).not.toMatch(/runde er i gang/);
  });
});

describe('a channel that was taken to be gone', () => {
  it('is woken by a press as by a message', async () => {
    const harness = await startHarness();
    const { themes } = await startRound(harness, { expected: '8' });
    const kept = await harness.store.channel(here);
    if (!kept) throw new Error('no channel');
    await harness.send({
      ...message(harness.connector, mette, ''),
      type: 'conversationUpdate',
      channelData: {
        tenant: { id: here.tenantId },
        team: { id: '19:team@thread.tacv2' },
        channel: { id: here.conversationId },
        eventType: 'channelDeleted',
      },
    });
    harness.clock.offset += 10_000;
    await answerAll(harness, themes, [anders]);
    await harness.eventually(async () => (await harness.store.channel(here))?.record.active);
  });
});
