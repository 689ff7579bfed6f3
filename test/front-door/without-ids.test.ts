import { expect, it } from 'vitest';
import { startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import { addAction, planned } from '../support/plans.ts';
import { anders, answerAll, cardThat, fatima, isOver, mette, pressTwo, startRound } from '../support/rounds.ts';
import { here, onlyPost, posts, quiet } from '../support/time.ts';

/** Teams may answer `{}` to a post into a thread, and says nowhere what its id is: teams.py issue 586. */

it('whose posts into threads have no id goes from status over nudge and prompts to its results', async () => {
  const harness = await startHarness();
  harness.connector.fate = ({ method, path }) =>
    method === 'POST' && path.endsWith('/activities') ? { kind: 'emptyAfter' } : { kind: 'accept' };
  const { id, setup, themes } = await startRound(harness, { expected: '3' });
  await harness.say(fatima, 'status');
  const answer = await harness.eventually(() => posts(harness, 'Runden er i gang').find((post) => post !== setup));
  await harness.press(mette, setup, 'Mind om at svare');
  await cardThat(harness, 'Husk at svare');
  await answerAll(harness, themes, [mette, anders]);
  await harness.eventually(() => textOf(setup.cardNow).includes('2 af 3 har svaret'));
  expect((await harness.store.posts(here, id)).filter(({ record }) => record.slot.startsWith('stray:'))).toEqual([]);
  // Nobody knew where this answer is until somebody pressed on it.
  await harness.press(fatima, answer, 'Opdater');
  await harness.eventually(async () =>
    (await harness.store.posts(here, id)).some(({ record }) => record.activityId === answer.activityId),
  );
  await answerAll(harness, themes, [fatima]);
  await cardThat(harness, 'Overblik');
  await harness.eventually(() => posts(harness, 'Tal om').length === 4);
  await quiet(harness);
  for (const card of [setup.cardNow, answer.cardNow]) expect(textOf(card)).toContain('Runden er lukket');
  expect(themes.every(isOver)).toBe(true);
  expect(posts(harness, 'Tal om')).toHaveLength(4);
  expect(posts(harness, 'Husk at svare')).toHaveLength(1);
  expect(textOf(onlyPost(harness, 'Overblik').cardNow)).not.toContain('måske');
});

it('whose theme cards have no id closes, and tries no update of those that nobody pressed on', async () => {
  const harness = await startHarness();
  harness.connector.fate = ({ method, body }) =>
    method === 'POST' && body.includes('Gem min vurdering') ? { kind: 'emptyAfter' } : { kind: 'accept' };
  const { setup, themes } = await startRound(harness, { expected: '8' });
  await answerAll(harness, themes.slice(0, 1), [anders]);
  await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
  await cardThat(harness, 'Overblik');
  await quiet(harness);
  expect(themes.map(({ updates }) => updates > 0)).toEqual([true, false, false, false]);
  expect(harness.connector.requests.filter((request) => /^PUT.*\/$/.test(request))).toEqual([]);
  expect(harness.logged.filter((line) => /failed|could not|refused/.test(line))).toEqual([]);
});

it('whose plan has no id has it changed all the same, and tries no update that has no post', async () => {
  const harness = await startHarness();
  harness.connector.fate = ({ method, path, body }) =>
    method === 'POST' && path.endsWith('/conversations') && body.includes('Planen')
      ? { kind: 'emptyAfter' }
      : { kind: 'accept' };
  const { plan } = await planned(harness);
  await quiet(harness);
  const { length: before } = harness.connector.requests;
  await addAction(harness, anders, plan, { title: 'Ring til de unge' });
  await quiet(harness);
  expect(harness.connector.requests.slice(before).filter((request) => request.startsWith('PUT'))).toEqual([]);
  expect(harness.logged.filter((line) => /failed|could not|refused/.test(line))).toEqual([]);
});
