import { expect, it } from 'vitest';
import type { Language } from '../../src/domain/language.ts';
import { people } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { buttons, inputs, roundOn } from '../support/cards.ts';
import type { Shown } from '../support/connector.ts';
import { foreign, makers, said } from '../support/one-language.ts';
import { allScores, anders, fatima, mette, signe } from '../support/rounds.ts';
import { quiet } from '../support/time.ts';

/** The first card, of those that came after `from` others, with a button that does this. */
function cardWith(harness: Harness, verb: string, from = 0): Promise<Shown> {
  return harness.eventually(() =>
    harness.connector.shown.slice(from).find(({ cardNow: card }) => buttons(card).some((each) => each.verb === verb)),
  );
}

const words = ['start', 'status', 'overblik', 'udvikling', 'plan', 'ramme', 'påmindelse', 'tovholder'];
const others = ['eksport', 'guide', 'privatliv', 'hjælp', 'slet', 'mine data', 'hvad'];

// Every activity of the Playground says en-US, and a Danish Teams would say da-DK.
it.each<[Language, string]>([
  ['en', 'da-DK'],
  ['da', 'en-US'],
])('local mode speaks %s to everybody, whatever a client says', async (language, locale) => {
  const harness = await startHarness({ playground: { language } });
  const { shown } = harness.connector;
  const heard: string[] = [];
  const press = async (person: string, on: Shown, verb: string, given: Record<string, unknown> = {}) => {
    const pressed = buttons(on.cardNow).find((each) => each.verb === verb);
    const reply = await harness.execute(person, on, verb, { ...inputs(on.cardNow), ...pressed?.data, ...given });
    heard.push(reply.text, ...said(reply.card));
    return reply;
  };
  await harness.say(mette, 'start', { locale });
  const setup = await cardWith(harness, 'start');
  await press(mette, setup, 'start', { expected: '4' });
  await cardWith(harness, 'answer');
  await quiet(harness);
  const themes = shown.filter(({ cardNow: card }) => buttons(card).some(({ verb }) => verb === 'answer'));
  expect(themes.length).toBeGreaterThanOrEqual(4);
  for (const person of [mette, anders, fatima, signe])
    for (const theme of themes) await press(person, theme, 'answer', allScores(theme, person === mette ? '4' : '1'));
  const summary = await cardWith(harness, 'choose');
  await press(mette, summary, 'choose');
  for (const word of [...words, ...others]) await harness.say(mette, word, { locale });
  await quiet(harness);
  expect(shown.length).toBeGreaterThan(15);
  const names = [...makers, ...people.map(({ name }) => name)];
  const told = [...heard, ...shown.flatMap(({ cardNow: card }) => said(card))];
  expect(
    foreign(
      told.map((text) => names.reduce((left, name) => left.replaceAll(name, ' '), text)),
      language,
    ),
  ).toEqual([]);
  expect(roundOn(summary.cardNow)).not.toBe('');
});
