import { describe, expect, it } from 'vitest';
import { message } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { beforeWrites } from '../support/before-writes.ts';
import { anders, answerAll, fatima, mette, startRound } from '../support/rounds.ts';
import { dueItem, here, now, passPauses, posts, quiet } from '../support/time.ts';

/** A post that Teams refuses is lost alone; a channel is given up only where it refuses again and again. */

const begin = '2026-11-25 10:00';
const channelOf = async ({ store }: Harness) => (await store.channel(here))?.record;

describe('a post that is refused with 404 in passing', () => {
  it('is tried again with a pause, and its round gets all its cards', async () => {
    const harness = await startHarness({ at: begin });
    let conversations = 0;
    harness.connector.fate = ({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/conversations')) return { kind: 'accept' };
      conversations += 1;
      return conversations === 2 ? { kind: 'status', status: 404 } : { kind: 'accept' };
    };
    const { themes } = await startRound(harness);
    expect(themes).toHaveLength(4);
    expect(conversations).toBe(5);
    const channel = await channelOf(harness);
    expect(channel).toMatchObject({ active: true });
    expect(channel?.refusals).toBeUndefined();
  });
});

describe('a thread that is gone', () => {
  it('is followed by a new one, which is remembered', async () => {
    const harness = await startHarness({ at: begin });
    const { id, setup } = await startRound(harness, { expected: '4' });
    await quiet(harness);
    harness.connector.fate = ({ method, path }) =>
      method === 'POST' && decodeURIComponent(path).includes(setup.conversationId)
        ? { kind: 'status', status: 404 }
        : { kind: 'accept' };
    expect((await harness.press(mette, setup, 'Mind om at svare')).text).not.toBe('');
    const [nudge] = await harness.eventually(() => {
      const found = posts(harness, 'Husk at svare');
      return found.length > 0 && found;
    });
    expect(nudge?.conversationId).not.toBe(setup.conversationId);
    await quiet(harness);
    expect((await harness.store.round(here, id))?.record.thread).toBe(nudge?.conversationId);
    expect(await channelOf(harness)).toMatchObject({ active: true });
  });
});

describe('a new thread of a round that cannot be remembered', () => {
  it('is told in the log, and what was sent into it is not sent again', async () => {
    let isFailing = false;
    const wrap = beforeWrites(({ place }) => {
      if (isFailing && place.id.startsWith('round:')) throw new Error('the disk is full');
    });
    const harness = await startHarness({ at: begin, wrap });
    const { id, setup } = await startRound(harness, { expected: '4' });
    await quiet(harness);
    harness.connector.fate = ({ method, path }) =>
      method === 'POST' && path.endsWith('/activities') ? { kind: 'status', status: 404 } : { kind: 'accept' };
    isFailing = true;
    await harness.press(mette, setup, 'Mind om at svare');
    await harness.eventually(() => posts(harness, 'Husk at svare').length > 0);
    await quiet(harness);
    expect(posts(harness, 'Husk at svare')).toHaveLength(1);
    expect((await dueItem(harness, `nudge:${id}:byHand:2026-11-25`)).state).toBe('sent');
    expect(harness.logged.join()).toMatch(/what follows from a post was not done.*the disk is full/);
  });
});

describe('the thread of a theme that is gone', () => {
  it('has its question asked in a new one, and told in the log; the other questions are where their themes are', async () => {
    const harness = await startHarness({ at: begin });
    const { id, setup, themes } = await startRound(harness, { expected: '4' });
    await answerAll(harness, themes, [mette, anders, fatima]);
    await quiet(harness);
    const [gone, ...others] = themes.map(({ conversationId }) => conversationId);
    harness.connector.fate = ({ method, path }) =>
      method === 'POST' && decodeURIComponent(path).includes(gone ?? '')
        ? { kind: 'status', status: 404 }
        : { kind: 'accept' };
    await harness.execute(mette, setup, 'close', { round: id });
    await harness.eventually(() => posts(harness, 'Tal om ').length === 4);
    await quiet(harness);
    const threads = posts(harness, 'Tal om ').map(({ conversationId }) => conversationId);
    expect(threads.filter((thread) => others.includes(thread))).toHaveLength(3);
    expect(threads).not.toContain(gone);
    expect(harness.logged.filter((line) => line.includes('"status":404'))).toHaveLength(1);
    expect(harness.logged.join()).toContain('a thread takes nothing more, so a new one is begun');
    const prompts = (await harness.store.posts(here, id)).filter(({ record }) => record.slot.startsWith('prompt:'));
    expect(prompts.map(({ record: { state, conversationId } }) => [state, threads.includes(conversationId)])).toEqual(
      Array(4).fill(['sent', true]),
    );
    expect(await channelOf(harness)).toMatchObject({ active: true });
  });
});

describe('a group chat that refuses a post', () => {
  it('is asked once more after a pause and not at once: it has no other thread', async () => {
    const harness = await startHarness({ at: begin });
    const where = { conversationId: '19:gruppe@thread.v2', type: 'groupChat' } as const;
    const { setup } = await startRound(harness, { expected: '4' }, where);
    await quiet(harness);
    const at: number[] = [];
    harness.connector.fate = ({ method }) =>
      method === 'POST' && at.push(now(harness)) === 1 ? { kind: 'status', status: 403 } : { kind: 'accept' };
    await harness.press(mette, setup, 'Mind om at svare');
    await passPauses(harness, () => posts(harness, 'Husk at svare').length > 0);
    const [first = 0, second = 0] = at;
    expect(second - first).toBeGreaterThan(1_000);
    expect(at).toHaveLength(2);
  });
});

describe('a channel whose moderation refuses every post with 403', () => {
  it('is told of once in the log, with what an administrator does about it', async () => {
    const harness = await startHarness({ at: begin });
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => posts(harness, 'Ny runde')[0]);
    harness.connector.fate = ({ method }) => (method === 'POST' ? { kind: 'status', status: 403 } : { kind: 'accept' });
    expect((await harness.press(mette, setup, 'Start runden')).text).toContain('Runden er i gang');
    await passPauses(harness, async () => (await channelOf(harness))?.active === false);
    expect(harness.logged.filter((line) => line.includes('allow bots in the moderation settings'))).toHaveLength(1);
    await quiet(harness);
    const [round] = await harness.store.roundsOf(here);
    expect((await dueItem(harness, `open:${round?.id}`)).state).toBe('cancelled');
  });
});

describe('a channel that is deleted while the cards of its round leave', () => {
  it('gets no more of them', async () => {
    const harness = await startHarness({ at: begin });
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => posts(harness, 'Ny runde')[0]);
    const [left, arrives] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    harness.connector.fate = ({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/conversations')) return { kind: 'accept' };
      left.resolve();
      return { kind: 'accept', once: arrives.promise };
    };
    await harness.press(mette, setup, 'Start runden', { expected: '8' });
    const [round] = await harness.store.roundsOf(here);
    const state = async () => (await dueItem(harness, `open:${round?.id}`)).state;
    const ending = harness.eventually(async () => (await state()) !== 'waiting');
    await left.promise;
    const deleted = message(harness.connector, mette, '');
    await harness.send({
      ...deleted,
      type: 'conversationUpdate',
      channelData: { ...deleted.channelData, eventType: 'channelDeleted' },
    });
    arrives.resolve();
    await ending;
    expect([await state(), posts(harness, /^Tema/).length]).toEqual(['cancelled', 1]);
  });
});

describe('a channel that refused posts weeks ago', () => {
  it('is not suspended for a single refusal of today', async () => {
    const harness = await startHarness({ at: begin });
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => posts(harness, 'Ny runde')[0]);
    const found = await harness.store.channel(here);
    if (!found) throw new Error('no channel');
    const since = now(harness) - 21 * 86_400_000;
    await harness.store.saveChannel({ ...found.record, refusals: { count: 2, since } }, found.version);
    let strikes = 1;
    harness.connector.fate = ({ method, path }) =>
      method === 'POST' && path.endsWith('/conversations') && strikes-- > 0
        ? { kind: 'status', status: 403 }
        : { kind: 'accept' };
    expect((await harness.press(mette, setup, 'Start runden')).text).toContain('Runden er i gang');
    await harness.eventually(async () => (await channelOf(harness))?.refusals?.count !== 2);
    expect(await channelOf(harness)).toMatchObject({ active: true, refusals: { count: 1 } });
    await passPauses(harness, () => posts(harness, /^Tema/).length === 4);
  });

  it('is suspended where it has refused all the while', async () => {
    const harness = await startHarness({ at: begin });
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => posts(harness, 'Ny runde')[0]);
    const found = await harness.store.channel(here);
    if (!found) throw new Error('no channel');
    const [since, last] = [now(harness) - 21 * 86_400_000, now(harness) - 23 * 3_600_000];
    await harness.store.saveChannel({ ...found.record, refusals: { count: 2, since, last } }, found.version);
    harness.connector.fate = ({ method }) => (method === 'POST' ? { kind: 'status', status: 403 } : { kind: 'accept' });
    expect((await harness.press(mette, setup, 'Start runden')).text).toContain('Runden er i gang');
    await harness.eventually(async () => (await channelOf(harness))?.active === false);
  });
});
