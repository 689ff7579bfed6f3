import { expect, it } from 'vitest';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { textOf } from '../support/cards.ts';
import { allScores, anders, answerAll, fatima, lars, mette, saved, startRound } from '../support/rounds.ts';
import { clientBehaviours, connectorBehaviours, rosterBehaviours } from '../support/teams-behaviours.ts';
import { onlyPost, quiet } from '../support/time.ts';

/** A round from its set-up to its summary, and what the facilitators' card says afterwards. */
async function wholeRound(harness: Harness): Promise<string> {
  const { themes } = await startRound(harness, { expected: '4', privacy: 'open' });
  await answerAll(harness, themes, [mette, anders, fatima]);
  // Teams brings some presses twice, and the second time with another id.
  for (const theme of themes) {
    const press = () => harness.press(lars, theme, 'Gem min vurdering', allScores(theme, '3'));
    for (const { text } of await Promise.all([press(), press()])) expect(text).toContain(saved);
  }
  await quiet(harness);
  expect(textOf(onlyPost(harness, 'Overblik').cardNow)).toContain('4 af 4 har svaret');
  const before = harness.connector.shown.length;
  await harness.say(mette, 'tovholder');
  const role = await harness.eventually(() => harness.connector.shown[before]);
  expect(harness.logged.filter((line) => line.includes('a turn failed'))).toEqual([]);
  return textOf(role.cardNow);
}

it.each(Object.entries(rosterBehaviours))('a whole round goes well with %s', async (_name, { tell }) => {
  const harness = await startHarness();
  harness.connector.members = tell(harness.connector.members);
  expect(await wholeRound(harness)).toMatch(/^Tovholdere/);
});

it.each(Object.entries(connectorBehaviours))('a whole round goes well with %s', async (name, { fate }) => {
  const harness = await startHarness();
  harness.connector.fate = fate;
  const isOfMembers = name.startsWith('members') || name === 'conversationNotFound';
  expect((await wholeRound(harness)).includes('Teams lader mig ikke se')).toBe(isOfMembers);
});

it.each(Object.entries(clientBehaviours))('a whole round goes well with %s', async (_name, { send }) => {
  const harness = await startHarness({ tenants: [tenantId] });
  const asItIs = harness.send;
  harness.send = (activity) => asItIs(send(activity as Parameters<typeof send>[0]));
  expect(await wholeRound(harness)).toMatch(/^Tovholdere/);
});
