import { expect, it } from 'vitest';
import { startHarness } from '../support/app.ts';
import { parts, textOf } from '../support/cards.ts';
import { anders, cardThat, mette, nameOf, startRound } from '../support/rounds.ts';

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
  const [last, ...others] = choices(card.card).toReversed();
  expect([last?.title, others.length]).toEqual(['Gæst uden navn', 4]);
  const reply = await harness.press(mette, card, 'Udpeg', { facilitator: last?.value });
  expect(reply.text).toContain(`${nameOf(mette)}\nGæst uden navn`);
  expect(textOf((await cardThat(harness, 'Ny tovholder')).card)).toContain('Gæst uden navn er udpeget');
});

it('a person who is twice in a roster is one, with the name that either has', async () => {
  const harness = await startHarness();
  harness.connector.members.push({ id: anders }, { id: anders, name: nameOf(anders) }, { id: anders });
  await startRound(harness);
  await harness.say(mette, 'tovholder');
  const titles = choices((await cardThat(harness, 'Tovholdere')).card).map(({ title }) => title);
  expect(titles.filter((title) => title === nameOf(anders))).toHaveLength(1);
  expect(titles).not.toContain('Gæst uden navn');
});
