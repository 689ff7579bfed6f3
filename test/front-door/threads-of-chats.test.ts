import { describe, expect, it } from 'vitest';
import { invoke, message } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { button, textOf } from '../support/cards.ts';
import { allScores, cardThat, isOver, mette, pressTwo } from '../support/rounds.ts';
import { quiet } from '../support/time.ts';

/** microsoft/teams.net issue 664: group chats have threads, which a message names apart. */
const group = { conversationId: '19:gruppe@thread.v2', type: 'groupChat' } as const;
const thread = `${group.conversationId};messageid=1700000000042`;

async function sayInThread(harness: Harness, text: string, id: unknown = '1700000000042') {
  const sent = message(harness.connector, mette, text, group);
  await harness.send({ ...sent, channelData: { ...sent.channelData, thread: { id } } });
  await quiet(harness);
}

const places = ({ connector }: Harness) => connector.shown.map(({ conversationId }) => conversationId);

describe('a command in a thread of a group chat', () => {
  it('is answered there', async () => {
    const harness = await startHarness();
    await sayInThread(harness, 'hjælp');
    expect(places(harness)).toEqual([thread]);
  });

  it('is answered there where it was edited too', async () => {
    const harness = await startHarness();
    const sent = message(harness.connector, mette, 'hjælp', group);
    const channelData = { ...sent.channelData, eventType: 'editMessage', thread: { id: '1700000000042' } };
    await harness.send({ ...sent, type: 'messageUpdate', channelData });
    await quiet(harness);
    expect(places(harness)).toEqual([thread]);
  });

  it.each([400, 403, 404])('is answered in the chat where Teams refuses the thread with %i', async (status) => {
    const harness = await startHarness();
    harness.connector.fate = ({ path }) =>
      decodeURIComponent(path).includes(thread) ? { kind: 'status', status } : { kind: 'accept' };
    await sayInThread(harness, 'hjælp');
    expect(places(harness)).toEqual([group.conversationId]);
  });

  it.each([7, null, '', {}, 'a/../b'])('is answered in the chat where what is told of the thread is %j', async (id) => {
    const harness = await startHarness();
    await sayInThread(harness, 'hjælp', id);
    expect(places(harness)).toEqual([group.conversationId]);
  });

  it('has its answer closed with the round, as a post of the chat', async () => {
    const harness = await startHarness();
    await harness.say(mette, 'start', group);
    const setup = await harness.eventually(() => harness.connector.shown[0]);
    await harness.press(mette, setup, 'Start runden', { expected: '8' });
    await harness.eventually(() => harness.connector.shown.length === 5);
    await sayInThread(harness, 'status');
    const status = harness.connector.shown[5];
    expect(status?.conversationId).toBe(thread);
    await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
    await harness.eventually(() => status && textOf(status.cardNow).includes('Runden er lukket'));
    const updates = harness.connector.requests.filter((each) => each.endsWith(`/${status?.activityId}`));
    expect(updates).toEqual([`PUT /v3/conversations/${group.conversationId}/activities/${status?.activityId}`]);
  });
});

it('a card in a group chat that had no id is found in the chat, whatever a press on it tells of a thread', async () => {
  const harness = await startHarness();
  harness.connector.fate = ({ method, body }) =>
    method === 'POST' && body.includes('Gem min vurdering') ? { kind: 'emptyAfter' } : { kind: 'accept' };
  await harness.say(mette, 'start', group);
  const setup = await harness.eventually(() => harness.connector.shown[0]);
  await harness.press(mette, setup, 'Start runden', { expected: '8' });
  await harness.eventually(() => harness.connector.shown.length === 5);
  const theme = await cardThat(harness, 'Tema 1');
  const { verb, data } = button(theme.cardNow, 'Gem min vurdering');
  const press = invoke(harness.connector, mette, theme, verb, { ...data, ...allScores(theme, '2') });
  await harness.send({ ...press, channelData: { ...press.channelData, thread: { id: '1700000000042' } } });
  await quiet(harness);
  await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
  await harness.eventually(() => isOver(theme));
  expect(harness.connector.requests.filter((each) => each.includes('messageid'))).toEqual([]);
});

it('a command in a channel is answered where its own id says, whatever is told of a thread', async () => {
  const harness = await startHarness();
  const channel = { conversationId: '19:kanal@thread.tacv2', type: 'channel' } as const;
  const sent = message(harness.connector, mette, 'hjælp', channel);
  await harness.send({ ...sent, channelData: { ...sent.channelData, thread: { id: '1700000000042' } } });
  await quiet(harness);
  expect(places(harness)).toEqual([channel.conversationId]);
});

it('a command in a thread of a channel that is gone is answered in the channel', async () => {
  const harness = await startHarness();
  harness.connector.fate = ({ path }) =>
    decodeURIComponent(path).includes(';messageid=') ? { kind: 'status', status: 404 } : { kind: 'accept' };
  await harness.say(mette, 'hjælp');
  await quiet(harness);
  expect(places(harness)).toHaveLength(1);
});
