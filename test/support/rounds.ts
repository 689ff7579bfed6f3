import { expect } from 'vitest';
import { type Harness, people } from './app.ts';
import { buttons, parts, textOf } from './cards.ts';
import type { Shown } from './connector.ts';

export const [mette, anders, fatima, lars, signe] = people.map(({ id }) => id) as [
  string,
  string,
  string,
  string,
  string,
];

/** Mette writes start, and presses the button on the set-up card as it is filled in, but for what is given. */
export async function startRound(
  harness: Harness,
  given: Record<string, unknown> = {},
): Promise<{ id: string; setup: Shown; themes: Shown[] }> {
  const { connector } = harness;
  const before = connector.shown.length;
  await harness.say(mette, 'start');
  const setup = await harness.eventually(() =>
    connector.shown.slice(before).find(({ card }) => textOf(card).startsWith('Ny runde')),
  );
  const id = String(buttons(setup.card)[0]?.data.setup);
  const reply = await harness.press(mette, setup, 'Start runden', given);
  expect(reply.text).toContain('Runden er i gang');
  const themes = await harness.eventually(() => {
    const found = connector.shown.slice(before).filter(({ card }) => /^Tema \d af \d/.test(textOf(card)));
    return found.length >= 4 && textOf(setup.card).includes('Runden er i gang') && found;
  });
  return { id, setup, themes };
}

/** The same step for every unit of a theme's card. */
export function allScores(theme: Pick<Shown, 'card'>, value: string): Record<string, string> {
  const ids = parts(theme.card).flatMap(({ id }) => (String(id).startsWith('s_') ? [String(id)] : []));
  return Object.fromEntries(ids.map((id) => [id, value]));
}

export const saved = 'Din vurdering er gemt';
export const notHere = 'Det findes ikke her';
