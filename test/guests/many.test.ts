import { expect, it } from 'vitest';
import { startHarness } from '../support/app.ts';
import { allUnits, answerByLink, byLink, createPhone } from '../support/guests.ts';
import { invited } from '../support/links.ts';
import { allScores, mette, nameOf, pressTwo, saved } from '../support/rounds.ts';
import { here } from '../support/time.ts';

const sixty = Array.from({ length: 60 }, (_, i) => i);

it('takes the answers of sixty phones while sixty people score in the channel, each once', async () => {
  const harness = await startHarness();
  const members = sixty.map((i) => ({ id: `29:member-${i}`, name: `Person ${i}` }));
  harness.connector.members = [{ id: mette, name: nameOf(mette) }, ...members];
  const { address, id, setup, themes } = await invited(harness, { most: '60' }, { expected: '60' });
  const phones = sixty.map(() => createPhone(address));
  const scored = await Promise.all([
    ...members.map(async (member, i) => {
      const replies = [];
      for (const theme of themes)
        replies.push((await harness.press(member.id, theme, 'Gem min vurdering', allScores(theme, stepOf(i)))).text);
      return replies.every((text) => text.includes(saved));
    }),
    ...phones.map(async (phone, i) => {
      await answerByLink(phone, address, stepOf(i));
      return phone.status === 200 && phone.text.includes('Tak for dit svar');
    }),
  ]);
  expect(scored.filter((isSaved) => !isSaved)).toEqual([]);

  const answers = await harness.store.answers(here, id);
  expect(answers).toHaveLength(120 * themes.length);
  expect(new Set(answers.map(({ person, themeId }) => `${person} ${themeId}`)).size).toBe(answers.length);
  expect(new Set((await byLink(harness, id)).map(({ person }) => person)).size).toBe(60);
  await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
  const summary = (await harness.store.round(here, id))?.record.summary;
  expect(summary).toMatchObject({ people: 120, byLink: 60 });
  expect(summary?.themes.map(({ units }) => units.map(({ result }) => result))).toEqual(
    themes.map(() => [expect.objectContaining({ n: 120, counts: [30, 30, 30, 30] })]),
  );
});

it('lets sixty phones behind one address through at once, on the wheel with the most themes, each of which corrects once', async () => {
  const harness = await startHarness();
  const { address, id } = await invited(harness, { most: '60' }, { wheelId: 'faelles-kultur' }, { themeCount: 6 });
  const phones = sixty.map(() => createPhone(address));
  const statuses = await Promise.all(
    phones.map(async (phone) => {
      await answerByLink(phone, address, '2');
      await phone.follow('Ret Psykologisk tryghed');
      await phone.press('Gem og gå videre', allUnits(phone, '4'));
      return phone.status;
    }),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(new Set(phones.map(({ requests }) => requests))).toEqual(new Set([2 + 6 * 2 + 3]));
  const answers = await byLink(harness, id);
  expect(answers).toHaveLength(60 * 6);
  expect(answers.filter(({ scores }) => Object.values(scores).includes(4))).toHaveLength(60);
});

/** Each step is chosen by as many. */
function stepOf(i: number): string {
  return String((i % 4) + 1);
}
