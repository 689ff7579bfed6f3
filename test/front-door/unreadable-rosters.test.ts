import { expect, it } from 'vitest';
import { startHarness } from '../support/app.ts';
import { button, textOf } from '../support/cards.ts';
import type { Fate } from '../support/connector.ts';
import { allScores, mette, nameOf, pressTwo, saved, startRound } from '../support/rounds.ts';
import { quiet } from '../support/time.ts';

const notFound = (code: string): Fate => ({
  kind: 'bodyInstead',
  status: 404,
  type: 'application/json',
  body: JSON.stringify({ error: { code, message: 'Conversation not found.' } }),
});

/** MicrosoftDocs/msteams-docs issues 539 and 9425: Teams refuses to say who is in a conversation, or does not find it, in passing. */
it.each<[string, Fate]>([
  ['401', { kind: 'status', status: 401 }],
  ['405', { kind: 'status', status: 405 }],
  ['410', { kind: 'status', status: 410 }],
  ['404 ConversationNotFound', notFound('ConversationNotFound')],
  ['404 BotNotInConversationRoster', notFound('BotNotInConversationRoster')],
])(
  'somebody new can answer, and a facilitator be looked for, where Teams answers %s to who is there',
  async (_name, fate) => {
    const harness = await startHarness();
    const { themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    await quiet(harness);
    await harness.restart();
    harness.connector.fate = ({ method }) => (method === 'GET' ? fate : { kind: 'accept' });
    const { verb, data } = button(theme.cardNow, 'Gem min vurdering');
    const reply = await harness.execute('29:ny', theme, verb, { ...data, ...allScores(theme, '2') });
    expect(reply.text).toContain(saved);
    const before = harness.connector.shown.length;
    await harness.say(mette, 'tovholder');
    const answer = await harness.eventually(() => harness.connector.shown[before]);
    expect(textOf(answer.cardNow)).toContain('Tovholder');
    expect(textOf(answer.cardNow)).not.toContain('Noget gik galt');
  },
);

it('names stand on the cards of a round where Teams did not find the conversation once', async () => {
  const harness = await startHarness();
  const { setup, themes } = await startRound(harness, { privacy: 'open', expected: '9' });
  const [theme] = themes;
  if (!theme) throw new Error('no theme card');
  await harness.press(mette, theme, 'Gem min vurdering', allScores(theme, '2'));
  await quiet(harness);
  let left = 1;
  harness.connector.fate = ({ path }) =>
    path.includes('members') && left-- > 0 ? notFound('ConversationNotFound') : { kind: 'accept' };
  await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
  await harness.eventually(() => textOf(theme.cardNow).includes('har svaret på temaet'));
  expect(left).toBeLessThan(1);
  expect(textOf(theme.cardNow)).toContain(nameOf(mette));
});
