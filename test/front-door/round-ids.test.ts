import { describe, expect, it } from 'vitest';
import { channelId } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { button, inputs, textOf } from '../support/cards.ts';
import type { Shown } from '../support/connector.ts';
import { mette, notHere, startRound } from '../support/rounds.ts';

const key = { tenantId, conversationId: channelId };
const groupChat = { tenantId, conversationId: '19:egen@thread.v2' };
const otherTenant = { tenantId: 'en-anden-kommune', conversationId: '19:fremmed@thread.tacv2' };

/** Presses "Start runden" where somebody wrote "start", with a set-up id that is not the card's own. */
async function startWith(harness: Harness, setup: string, where: typeof key) {
  const type = where === groupChat ? 'groupChat' : 'channel';
  const before = harness.connector.shown.length;
  await harness.say(mette, 'start', { ...where, type });
  const card = await harness.eventually(() =>
    harness.connector.shown.slice(before).find((shown) => textOf(shown.cardNow).startsWith('Ny runde')),
  );
  return press(harness, { ...card, tenantId: where.tenantId }, setup);
}

function press(harness: Harness, on: Shown & { tenantId?: string }, setup: string) {
  const { verb, data } = button(on.cardNow, 'Start runden');
  return harness.execute(mette, on, verb, { ...inputs(on.cardNow), ...data, setup });
}

/** The set-up card as it was before it was pressed, with its id. */
async function setupCard(harness: Harness): Promise<{ card: Shown; setup: string }> {
  const before = harness.connector.shown.length;
  await harness.say(mette, 'start');
  const shown = await harness.eventually(() =>
    harness.connector.shown.slice(before).find(({ cardNow: card }) => textOf(card).startsWith('Ny runde')),
  );
  const card = structuredClone(shown);
  return { card, setup: String(button(card.cardNow, 'Start runden').data.setup) };
}

describe('the id of a round', () => {
  it.each([
    ['a chat of one’s own', groupChat],
    ['another tenant', otherTenant],
  ])('cannot be taken from a round by starting one with it in %s', async (_, where) => {
    const harness = await startHarness();
    const { id } = await startRound(harness);
    const deadline = (await harness.store.due(Number.MAX_SAFE_INTEGER, 100)).find(({ record }) =>
      record.id.startsWith(`deadline:${id}`),
    );
    expect(deadline?.record.channel).toEqual(key);
    expect((await startWith(harness, id, where)).text).toContain('Runden er i gang');
    const [taken] = await harness.store.roundsOf(where);
    expect(taken?.state).toBe('open');
    expect(taken?.id).not.toBe(id);
    expect(await harness.store.round(where, id)).toBeUndefined();
    const due = (await harness.store.due(Number.MAX_SAFE_INTEGER, 100)).map(({ record }) => record);
    expect(due.filter(({ subject }) => subject === id).map(({ channel }) => channel)).not.toContainEqual(where);
    expect(due.filter(({ subject }) => subject === taken?.id).length).toBeGreaterThan(0);
  });

  it('is the same for every press on one set-up card, which starts one round', async () => {
    const harness = await startHarness();
    const { card, setup } = await setupCard(harness);
    const replies = await Promise.all([press(harness, card, setup), press(harness, card, setup)]);
    replies.push(await press(harness, card, setup));
    for (const { text } of replies) expect(text).toContain('Runden er i gang');
    expect(await harness.store.roundsOf(key)).toHaveLength(1);
  });

  it('is not given again after its round was deleted', async () => {
    const harness = await startHarness();
    const { card, setup } = await setupCard(harness);
    await press(harness, card, setup);
    const [round] = await harness.store.roundsOf(key);
    expect((await harness.execute(mette, card, 'eraseRound', { round: round?.id })).text).toContain('slettet');
    expect((await press(harness, card, setup)).text).toContain('allerede brugt');
    expect(await harness.store.roundsOf(key)).toEqual([]);
  });

  it('was the set-up’s own in version 0.1, whose card still leads to its round and starts no other', async () => {
    const harness = await startHarness();
    const { setup: card, id } = await startRound(harness);
    const older = 'x'.repeat(22);
    const [round] = await harness.store.roundsOf(key);
    const channel = await harness.store.channel(key);
    if (!round || !channel) throw new Error('no round');
    await harness.store.saveRound({ ...round, id: older });
    await harness.store.saveChannel({ ...channel.record, openRoundId: older }, channel.version);
    await harness.store.eraseRound(key, id);
    const data = { wheelId: round.wheelId, setup: older, own: false };
    expect((await harness.execute(mette, card, 'start', data)).text).toContain('Runden er i gang');
    expect((await harness.store.roundsOf(key)).map((each) => each.id)).toEqual([older]);
    await harness.execute(mette, card, 'eraseRound', { round: older });
    expect((await harness.execute(mette, card, 'start', data)).text).toContain('allerede brugt');
    expect(await harness.store.roundsOf(key)).toEqual([]);
  });
});

describe('a press that was made up in somebody’s own chat with the bot', () => {
  it.each(['setup', 'start'])('%s opens no round there', async (verb) => {
    const harness = await startHarness();
    const { card, setup } = await setupCard(harness);
    const chat = { tenantId, conversationId: 'a:mette' };
    await harness.say(mette, 'hjælp', { ...chat, type: 'personal' });
    const data = verb === 'start' ? { ...inputs(card.cardNow), setup, own: false } : {};
    const reply = await harness.execute(mette, { ...chat, activityId: '1' }, verb, data);
    expect(reply.text).toContain(notHere);
    expect(await harness.store.roundsOf(chat)).toEqual([]);
  });
});

describe('a due item of another channel that has the id of one of ours', () => {
  it('is neither read nor cancelled', async () => {
    const harness = await startHarness();
    const { id, setup } = await startRound(harness);
    const deadline = (await harness.store.round(key, id))?.record;
    const occasion = `${deadline?.deadline}T${deadline?.deadlineTime}`;
    const theirs = { tenantId: 'another', conversationId: channelId };
    const handed = [`deadline:${id}:${occasion}`, `publish:${id}`];
    const at = harness.clock.now() + 90 * 86_400_000;
    await harness.store.addDue(dueOf(`publish:${id}`, at));
    for (const name of handed) {
      const found = await harness.store.dueItem(name);
      if (!found) throw new Error(`no ${name}`);
      await harness.store.saveDue({ ...found.record, channel: theirs, visibleAt: at }, found.version);
    }
    const later = { deadline: '2026-12-20', deadlineTime: '16:00' };
    expect((await harness.execute(mette, setup, 'extend', { round: id, ...later })).text).not.toContain('Det findes');
    await harness.execute(mette, setup, 'eraseRound', { round: id });
    await harness.holds(async () => expect(await harness.store.posts(key, id)).toEqual([]));
    for (const name of handed)
      expect((await harness.store.dueItem(name))?.record).toMatchObject({ channel: theirs, state: 'waiting' });
  });
});

describe('the set-up of a round that was deleted', () => {
  it('starts no other, however long ago that was', async () => {
    const harness = await startHarness();
    const { card, setup } = await setupCard(harness);
    expect((await press(harness, card, setup)).text).toContain('Runden er i gang');
    const [round] = await harness.store.roundsOf(key);
    await harness.execute(mette, card, 'eraseRound', { round: round?.id });
    await harness.holds(async () =>
      expect((await harness.store.dueItem(`erase:${round?.id}`))?.record.state).toBe('done'),
    );
    harness.clock.offset = 5 * 365 * 86_400_000;
    await harness.restart();
    expect((await press(harness, card, setup)).text).not.toContain('Runden er i gang');
    expect(await harness.store.roundsOf(key)).toEqual([]);
  });
});

function dueOf(id: string, at: number) {
  const [work, subject = ''] = id.split(':') as ['publish', string];
  const when = { occasion: '', dueAt: at, visibleAt: at, state: 'waiting', attempts: 0 } as const;
  return { id, work, subject, channel: key, ...when };
}
