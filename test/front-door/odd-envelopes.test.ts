import { expect, it } from 'vitest';
import { installation, invoke, message } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { button, textOf } from '../support/cards.ts';
import { allScores, anders, mette, saved, startRound } from '../support/rounds.ts';
import { here } from '../support/time.ts';

type Sent = ReturnType<typeof message>;

/** Parts that may be left out, as this bot was never sent them. */
const odd: [string, (activity: Sent) => object][] = [
  ['a tenant of the channel without an id', (each) => ({ channelData: { ...each.channelData, tenant: {} } })],
  ['a tenant of the channel that is null', (each) => ({ channelData: { ...each.channelData, tenant: null } })],
  ['a tenant of the channel that is a text', (each) => ({ channelData: { ...each.channelData, tenant: 'x' } })],
  ['a locale that is longer than any', () => ({ locale: 'x'.repeat(1_000) })],
  ['a locale that is a list', () => ({ locale: ['da'] })],
  ['a kind of event that is an object', (each) => ({ channelData: { ...each.channelData, eventType: {} } })],
  ['a name of the team that is a number', (each) => ({ channelData: { ...each.channelData, team: { name: 7 } } })],
  [
    'a name of the conversation as long as a book',
    (each) => ({ conversation: { ...each.conversation, name: 'x'.repeat(9_000) } }),
  ],
  ['a name of the sender that is an object', (each) => ({ from: { ...each.from, name: {}, aadObjectId: 7 } })],
  ['a list of entities that is an object', () => ({ entities: {} })],
  [
    'more entities than anybody makes',
    (each) => ({ entities: [...each.entities, ...Array.from({ length: 500 }, () => ({}))] }),
  ],
];

it.each(odd)('a message with %s is answered', async (_name, change) => {
  const harness = await startHarness();
  const sent = { ...message(harness.connector, mette, ''), text: 'hjælp' };
  expect((await harness.send({ ...sent, ...change(sent) })).status).toBe(200);
  const help = await harness.eventually(() => harness.connector.shown[0]);
  expect(textOf(help.cardNow)).toContain('Det kan jeg');
});

it.each(odd)('a press with %s is saved', async (_name, change) => {
  const { harness, press, answers } = await roundWithPress();
  const { status, body } = await harness.send({
    ...press,
    ...change({ ...message(harness.connector, anders, ''), ...press }),
  });
  expect([status, JSON.stringify(body).includes(saved)]).toEqual([200, true]);
  expect(await answers()).toHaveLength(1);
});

it.each(odd)('an installation with %s is welcomed', async (_name, change) => {
  const harness = await startHarness();
  const sent = installation(harness.connector, mette);
  const changed = change({ ...message(harness.connector, mette, ''), ...sent });
  expect((await harness.send({ ...sent, ...changed })).status).toBe(200);
  await harness.eventually(() => harness.connector.shown.length === 1);
});

async function roundWithPress() {
  const harness: Harness = await startHarness();
  const { id, themes } = await startRound(harness);
  const [theme] = themes;
  if (!theme) throw new Error('no theme card');
  const { verb, data } = button(theme.cardNow, 'Gem min vurdering');
  const press = invoke(harness.connector, anders, theme, verb, { ...data, ...allScores(theme, '2') });
  return { harness, press, answers: () => harness.store.answers(here, id) };
}
