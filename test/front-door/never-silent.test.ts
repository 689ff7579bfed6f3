import { describe, expect, it } from 'vitest';
import { invoke, message } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { button, textOf } from '../support/cards.ts';
import { allScores, mette, notHere, startRound } from '../support/rounds.ts';
import { here, quiet } from '../support/time.ts';

const words = ({ connector }: Harness) => connector.shown.map(({ cardNow: card }) => textOf(card));

describe('a message that was edited', () => {
  const edited = (harness: Harness, text: string, given: object = {}) => {
    const sent = message(harness.connector, mette, '');
    const channelData = { ...sent.channelData, eventType: 'editMessage' };
    return { ...sent, type: 'messageUpdate', text: `<at>Hjulet</at> ${text}`, channelData, ...given };
  };

  it('is answered where it holds a command now, in its thread', async () => {
    const harness = await startHarness();
    await harness.say(mette, 'staatuxs');
    await harness.send(edited(harness, 'status'));
    const [unknown, status] = words(harness);
    expect([unknown, status]).toEqual([
      expect.stringContaining('Det forstod jeg ikke'),
      expect.stringContaining('Der er ingen runde'),
    ]);
    expect(harness.connector.shown[1]?.conversationId).toBe(message(harness.connector, mette, '').conversation.id);
  });

  it.each<[string, (harness: Harness) => object]>([
    ['it holds no command', (harness) => edited(harness, 'vi ses i morgen')],
    ['it holds nothing', (harness) => edited(harness, '')],
    ['it does not speak to the bot', (harness) => edited(harness, '', { text: 'vis status i morgen', entities: [] })],
    [
      'it was deleted and is back',
      (harness) => edited(harness, 'status', { channelData: { eventType: 'undeleteMessage' } }),
    ],
    ['it was deleted', (harness) => ({ ...edited(harness, 'status'), type: 'messageDelete' })],
  ])('is not answered again where %s', async (_name, activity) => {
    const harness = await startHarness();
    expect((await harness.send(activity(harness))).status).toBe(200);
    expect(words(harness)).toEqual([]);
  });
});

it('another bot gets no answer, and gives none', async () => {
  const harness = await startHarness();
  const { id, themes } = await startRound(harness);
  const [theme] = themes;
  if (!theme) throw new Error('no theme card');
  await quiet(harness);
  const { connector } = harness;
  const from = { id: '28:another', name: 'En anden bot', role: 'bot' };
  const before = connector.shown.length;
  await harness.send({ ...message(connector, mette, 'hjælp'), from });
  const { verb, data } = button(theme.cardNow, 'Gem min vurdering');
  const press = invoke(connector, mette, theme, verb, { ...data, ...allScores(theme, '2') });
  expect(JSON.stringify((await harness.send({ ...press, from })).body)).toContain(notHere);
  await quiet(harness);
  expect(connector.shown).toHaveLength(before);
  expect(await harness.store.answers(here, id)).toEqual([]);
});

it('a message that nobody else may see is not answered in public', async () => {
  const harness = await startHarness();
  await startRound(harness);
  const before = harness.connector.requests.length;
  for (const text of ['status', 'mine data', 'vi ses'])
    await harness.send({ ...message(harness.connector, mette, text), recipient: { id: '28:bot', isTargeted: true } });
  expect(harness.connector.requests.slice(before)).toEqual([]);
  await harness.send({
    ...message(harness.connector, mette, 'status'),
    recipient: { id: '28:bot', isTargeted: false },
  });
  expect(harness.connector.requests.length).toBeGreaterThan(before);
});

describe('an invoke that no card of the bot leads to', () => {
  const on = { conversationId: here.conversationId, activityId: '1' };

  it.each([
    ['task/fetch', { task: { type: 'message', value: expect.stringContaining(notHere) } }],
    ['task/submit', { task: { type: 'message', value: expect.stringContaining(notHere) } }],
    ['composeExtension/query', { composeExtension: { type: 'message', text: expect.stringContaining(notHere) } }],
    [
      'composeExtension/submitAction',
      { composeExtension: { type: 'message', text: expect.stringContaining(notHere) } },
    ],
    ['signin/verifyState', undefined],
    ['fileConsent/invoke', undefined],
    ['noget/nyt', undefined],
  ])('is answered: %s', async (name, body) => {
    const harness = await startHarness();
    const sent = { ...invoke(harness.connector, mette, on, 'x', {}), name, value: { commandId: 'x' } };
    const reply = await harness.send(sent);
    expect(reply).toEqual({ status: 200, body });
    // Nothing reads marks there.
    expect(JSON.stringify(reply)).not.toContain('**');
    expect(words(harness)).toEqual([]);
  });
});

describe('a message without words', () => {
  it('that only mentions the bot is answered with what it can do', async () => {
    const harness = await startHarness();
    await harness.send({ ...message(harness.connector, mette, ''), text: '<at>Hjulet</at>' });
    expect(words(harness)).toEqual([expect.stringContaining('Det kan jeg')]);
  });

  it('that is a file in somebody’s own chat is answered too', async () => {
    const harness = await startHarness();
    const own = { conversation: { id: 'a:mette', conversationType: 'personal', tenantId }, channelData: {} };
    const file = { contentType: 'image/png', contentUrl: 'https://example.org/x.png' };
    const sent = { ...message(harness.connector, mette, ''), ...own, text: undefined, entities: [] };
    await harness.send({ ...sent, attachments: [file] });
    expect(words(harness)).toEqual([expect.stringContaining('Det kan jeg')]);
  });

  it.each([
    ['no verb', { round: 'x' }],
    ['a verb that is none', { verb: 7 }],
    ['nothing but text', '{"verb":null}'],
  ])('that is a press with %s is answered as one that is unknown', async (_name, value) => {
    const harness = await startHarness();
    for (const text of [undefined, ' \n'])
      await harness.send({ ...message(harness.connector, mette, ''), text, entities: [], value });
    expect(words(harness)).toEqual(Array(2).fill(expect.stringContaining(notHere)));
  });
});

describe('a message with words and data beside them', () => {
  it.each([
    ['a press where they have a verb', { verb: 'mineData', from: 0 }, 'Dine data'],
    ['what its words say where they have none', { round: 'x' }, 'Det kan jeg'],
  ])('is %s', async (_name, value, expected) => {
    const harness = await startHarness();
    const own = { conversation: { id: 'a:mette', conversationType: 'personal', tenantId }, channelData: {} };
    await harness.send({ ...message(harness.connector, mette, ''), ...own, text: 'hjælp', entities: [], value });
    expect(words(harness)).toEqual([expect.stringContaining(expected)]);
  });
});
