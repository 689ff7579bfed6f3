import type { Harness } from './app.ts';
import { button, buttons, textOf } from './cards.ts';
import type { Shown } from './connector.ts';
import { allScores, mette, startRound } from './rounds.ts';

/** What everybody says of each theme in turn: the step, or the step of each theme. */
export type Answers = Record<string, string | readonly string[]>;

/** A whole round: started, answered and closed by Mette, with its summary in the channel. */
export async function closedRound(
  harness: Harness,
  answers: Answers,
  given: Record<string, unknown> = {},
): Promise<{ id: string; setup: Shown; themes: Shown[]; summary: Shown }> {
  const before = harness.connector.shown.length;
  const round = await startRound(harness, { expected: '99', ...given });
  for (const [person, steps] of Object.entries(answers)) {
    for (const [i, theme] of round.themes.entries()) {
      const step = typeof steps === 'string' ? steps : (steps[i] ?? 'dontKnow');
      await harness.press(person, theme, 'Gem min vurdering', allScores(theme, step));
    }
  }
  const question = await harness.press(mette, round.setup, 'Luk runden');
  const { verb, data } = button(question.card, 'Luk nu');
  await harness.execute(mette, round.setup, verb, data);
  const summary = await harness.eventually(() =>
    harness.connector.shown.slice(before).find(({ cardNow: card }) => textOf(card).startsWith('Overblik')),
  );
  await harness.eventually(() => textOf(round.setup.cardNow).includes('Runden er lukket'));
  // The cards change side by side, each in its own time.
  const isForm = ({ cardNow: card }: Shown) => buttons(card).some(({ title }) => title === 'Gem min vurdering');
  await harness.eventually(() => !round.themes.some(isForm));
  return { ...round, summary };
}

/** The newest card that begins so, of those that came after the first `after` ones. */
export function newest(harness: Harness, begins: string, after = 0): Promise<Shown> {
  return harness.eventually(() =>
    harness.connector.shown.slice(after).findLast(({ cardNow: card }) => textOf(card).startsWith(begins)),
  );
}
