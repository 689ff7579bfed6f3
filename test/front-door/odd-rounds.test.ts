import { expect, it } from 'vitest';
import { startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import { anders, answerAll, cardThat, fatima, lars, mette, signe, startRound } from '../support/rounds.ts';

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
