import { expect, it } from 'vitest';
import { type Harness, startHarness } from '../support/app.ts';
import { parts, textOf } from '../support/cards.ts';
import { anders, answerAll, cardThat, lars, mette, nameOf, startRound } from '../support/rounds.ts';
import { here, quiet } from '../support/time.ts';

/** What choices the list of people has, in its order. */
const choices = (card: unknown) =>
  (parts(card).find(({ id }) => id === 'facilitator')?.choices ?? []) as { title: string; value: string }[];

it('a guest without a name is one in the list of people, sorted last, and can lead the channel', async () => {
  const harness = await startHarness();
  // BotBuilder-MicrosoftTeams issue 88: somebody who never signed in has an id and nothing else.
  harness.connector.members.unshift({ id: '29:gaest' });
  await startRound(harness);
  await harness.say(mette, 'tovholder');
  const card = await cardThat(harness, 'Tovholdere');
  const [last, ...others] = choices(card.cardNow).toReversed();
  expect([last?.title, others.length]).toEqual(['Gæst uden navn', 4]);
  const reply = await harness.press(mette, card, 'Udpeg', { facilitator: last?.value });
  expect(reply.text).toContain(`${nameOf(mette)}\nGæst uden navn`);
  expect(textOf((await cardThat(harness, 'Ny tovholder')).cardNow)).toContain('Gæst uden navn er udpeget');
});

it('a person who is twice in a roster is one, with the name that either has', async () => {
  const harness = await startHarness();
  harness.connector.members.push({ id: anders }, { id: anders, name: nameOf(anders) }, { id: anders });
  await startRound(harness);
  await harness.say(mette, 'tovholder');
  const titles = choices((await cardThat(harness, 'Tovholdere')).cardNow).map(({ title }) => title);
  expect(titles.filter((title) => title === nameOf(anders))).toHaveLength(1);
  expect(titles).not.toContain('Gæst uden navn');
});

it('a name has no sign that cannot be seen or turns the words beside it around, and is one line', async () => {
  const harness = await startHarness();
  const odd = ['\u202eEva\u0000\r\nLund', 'Bo \ud800', '\u200b\u2066', ' '];
  harness.connector.members.push(...odd.map((name, i) => ({ id: `29:odd-${i}`, name })));
  await startRound(harness);
  await harness.say(mette, 'tovholder');
  const titles = choices((await cardThat(harness, 'Tovholdere')).cardNow).map(({ title }) => title);
  expect(titles.slice(0, 3)).toEqual([nameOf(anders), 'Bo \ufffd', 'Eva Lund']);
  expect(titles.slice(-2)).toEqual(['Gæst uden navn', 'Gæst uden navn']);
});

it('a name is no longer than one may be in Entra ID, so that a card with it can be sent', async () => {
  const harness = await startHarness();
  harness.connector.members.push({ id: '29:long', name: `A${'🌍'.repeat(40_000)}` });
  await startRound(harness);
  await harness.say(mette, 'tovholder');
  const long = choices((await cardThat(harness, 'Tovholdere')).cardNow).find(({ value }) => value.includes('long'));
  const title = long?.title ?? choices((await cardThat(harness, 'Tovholdere')).cardNow)[0]?.title ?? '';
  expect(title).toBe(`A${'🌍'.repeat(255)}`);
});

it('somebody whom Teams tells of in a way that nobody knows keeps nobody else from being known', async () => {
  const harness = await startHarness();
  const odd: unknown[] = [null, {}, { id: null, name: 'Ida' }, { id: 7 }, { id: '', name: 'Ida' }];
  Object.assign(harness.connector, { members: [...odd, ...harness.connector.members] });
  await startRound(harness);
  await harness.say(mette, 'tovholder');
  const titles = choices((await cardThat(harness, 'Tovholdere')).cardNow).map(({ title }) => title);
  expect(titles).toContain(nameOf(anders));
  expect(titles).toHaveLength(4);
});

/** What the results of an open round name people, where these are its members and all of them answered. */
async function namesAfter(members: { id: string; name?: string }[], gone: string[] = []) {
  const harness = await startHarness();
  harness.connector.members = [...members, { id: mette, name: nameOf(mette) }];
  const { themes } = await startRound(harness, { privacy: 'open', expected: String(members.length) });
  const people = [...new Set(members.map(({ id }) => id))];
  await answerAll(harness, themes, people);
  harness.connector.members = harness.connector.members.filter(({ id }) => !gone.includes(id));
  if (people.length < members.length)
    await harness.execute(mette, themes[0] ?? noTheme(), 'close', await roundOf(harness));
  await quiet(harness);
  return { harness, text: themes.map(({ cardNow: card }) => textOf(card)).join('\n') };
}

const noTheme = (): never => {
  throw new Error('no theme card');
};
const roundOf = async ({ store }: Harness) => ({ round: (await store.channel(here))?.record.openRoundId });

it('results call a guest without a name so, and somebody who left that they did', async () => {
  const { text } = await namesAfter([{ id: '29:gaest' }, { id: anders, name: nameOf(anders) }, { id: lars }], [lars]);
  expect(text).toMatch(new RegExp(`${nameOf(anders)}[^]*Gæst uden navn[^]*`));
  expect(text.match(/Gæst uden navn/g)).toHaveLength(4);
  expect(text.match(/Én, der ikke længere er i kanalen/g)).toHaveLength(4);
});

it.each([
  ['an e-mail as name', 'fatima@eksempel.dk'],
  ['a name of 200 characters', `${'Anne-Sofie '.repeat(18)}Holm`],
  ['a name that looks like markup', '**Mette** <at>alle</at> [x](https://example.org)'],
])('results show %s as it is, and the card still goes through', async (_name, name) => {
  const { text } = await namesAfter([
    { id: anders, name },
    { id: lars, name: nameOf(lars) },
  ]);
  expect(text).toContain(name.trim());
});

it('somebody who is twice in a roster is named once in the results', async () => {
  const { text } = await namesAfter([{ id: anders }, { id: anders, name: nameOf(anders) }, { id: lars, name: 'Lars' }]);
  expect(text.match(new RegExp(nameOf(anders), 'g'))).toHaveLength(4);
  expect(text).not.toContain('Gæst uden navn');
});
