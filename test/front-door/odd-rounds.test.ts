import { expect, it } from 'vitest';
import { startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import { answerByLink, beginByLink, createPhone } from '../support/guests.ts';
import { cardOf, invited } from '../support/links.ts';
import { anders, answerAll, cardThat, fatima, lars, mette, signe, startRound } from '../support/rounds.ts';
import { now, pass } from '../support/time.ts';

it('a round in which enough answered and few chose a step says of the few that they chose one, not that they are all who answered', async () => {
  const harness = await startHarness();
  const { themes } = await startRound(harness, { expected: '5' });
  await answerAll(harness, themes, [mette, anders, fatima], '2');
  await answerAll(harness, themes, [lars, signe], 'dontKnow');
  const summary = textOf((await cardThat(harness, 'Overblik')).cardNow);
  const theme = await harness.eventually(() =>
    themes.map(({ cardNow }) => textOf(cardNow)).find((text) => text.includes('5 har svaret på temaet')),
  );
  for (const text of [summary, theme]) {
    expect(text).toContain('3 vurderinger');
    expect(text).not.toContain('færre end 4 svar');
    expect(text).toContain('Hvor færre end 4 har valgt et trin, vises kun, om mindst halvdelen ligger på trin 1–2');
  }
});

it('a round that more answered than were expected tells how many, and not of how many', async () => {
  const harness = await startHarness();
  const { id, themes, setup, address } = await invited(harness, {}, { expected: '2', closeWhenAll: 'false' });
  await answerAll(harness, themes, [mette, anders, fatima], '2');
  const [theme] = themes;
  if (!theme) throw new Error('a round has themes');
  const own = cardOf(await harness.press(fatima, theme, 'Se min vurdering'));
  // The card waits as long as a form was opened on it.
  await pass(harness, now(harness) + 180_000);
  const status = textOf(setup.cardNow);
  await beginByLink(createPhone(address), address);
  const withLink = await harness.eventually(() => {
    const text = textOf(setup.cardNow);
    return text.includes('via link') && text;
  });
  const question = cardOf(await harness.execute(mette, setup, 'askClose', { round: id }));
  expect(textOf(own)).toContain('3 har svaret');
  expect(status).toContain('3 har svaret på alle temaer.');
  expect(status).toMatch(/Bæredygtigt samarbejde\n3 har svaret/);
  expect(withLink).toContain('3 i kanalen og 0 via link har svaret på alle temaer.');
  expect(withLink).toMatch(/Bæredygtigt samarbejde\n3 har svaret, 1 via link/);
  expect(textOf(question)).toContain('Bæredygtigt samarbejde: 3 har svaret, 1 via link');
  for (const card of [status, withLink, ...[own, question].map(textOf)]) expect(card).not.toContain('af 2');
});

it('a round that was answered by link is not said to be answered by those who were expected in the channel', async () => {
  const harness = await startHarness();
  const { id, setup, address } = await invited(harness, {}, { expected: '2' });
  await answerByLink(createPhone(address), address, '1');
  await answerByLink(createPhone(address), address, '2');
  await harness.execute(mette, setup, 'close', { round: id });
  const summary = textOf((await cardThat(harness, 'Overblik')).cardNow);
  expect(summary).toContain('2 personer har svaret');
  expect(summary).not.toContain('2 af 2');
});
