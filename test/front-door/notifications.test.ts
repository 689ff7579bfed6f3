import { expect, it } from 'vitest';
import { type Harness, startHarness } from '../support/app.ts';
import { asRead } from '../support/cards.ts';
import { anders, answerAll, cardThat, mette, startRound } from '../support/rounds.ts';

/** What notifications, lists of chats and screen readers say of each post, as it was sent and as it was changed. */
function summariesOf({ connector }: Harness): { sent: string[]; changed: string[] } {
  const told = { sent: [] as string[], changed: [] as string[] };
  const usual = connector.fate;
  connector.fate = (request) => {
    if (request.method !== 'GET' && request.body.includes('"attachments"')) {
      const activity = JSON.parse(request.body);
      const { summary } = activity.activity ?? activity;
      told[request.method === 'PUT' ? 'changed' : 'sent'].push(asRead(String(summary)));
    }
    return usual(request);
  };
  return told;
}

it('every post of a round says what it is before anybody opens it, and says it anew where it is changed', async () => {
  const harness = await startHarness();
  const { sent, changed } = summariesOf(harness);
  const { themes } = await startRound(harness, { expected: '2' });
  expect(sent[0]).toBe('Ny runde');
  expect(changed).toContain('Runden er i gang');
  expect(sent).toContain('Bæredygtigt samarbejde');
  await answerAll(harness, themes, [mette, anders]);
  await cardThat(harness, 'Overblik');
  await harness.holds(() => expect(changed).toContain('Runden er lukket'));
  expect(sent).toContain('Overblik: Sammenhængshjulet');
  expect([...sent, ...changed].filter((summary) => !/^\p{L}{2,}[^*\\]*$/u.test(summary))).toEqual([]);
});

it('an answer that is one sentence is told by it, without its marks', async () => {
  const harness = await startHarness();
  const { sent } = summariesOf(harness);
  await harness.say(mette, 'status');
  await harness.holds(() =>
    expect(sent).toEqual([expect.stringMatching(/^Der er ingen runde i gang\. Skriv @Hjulet start/)]),
  );
});
