import { expect } from 'vitest';
import { people, type Where } from './activities.ts';
import type { Harness } from './app.ts';
import { buttons, parts, roundOn, textOf } from './cards.ts';
import type { Shown } from './connector.ts';
import { here } from './time.ts';

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
  { themeCount = 4, ...where }: Partial<Where> & { themeCount?: number } = {},
): Promise<{ id: string; setup: Shown; themes: Shown[] }> {
  const { connector } = harness;
  const before = connector.shown.length;
  await harness.say(mette, 'start', where);
  const setup = await harness.eventually(() =>
    connector.shown.slice(before).find(({ cardNow: card }) => textOf(card).startsWith('Ny runde')),
  );
  const reply = await harness.press(mette, setup, 'Start runden', given);
  expect(reply.text).toContain('Runden er i gang');
  const id = roundOn(reply.card);
  const themes = await harness.eventually(() => {
    const found = connector.shown.slice(before).filter(({ cardNow: card }) => /^Tema \d af \d/.test(textOf(card)));
    return found.length >= themeCount && textOf(setup.cardNow).includes('Runden er i gang') && found;
  });
  themes.sort((a, b) => Number(textOf(a.cardNow)[themeAt]) - Number(textOf(b.cardNow)[themeAt]));
  return { id, setup, themes };
}

/** Where a theme's card says which it is. */
const themeAt = 'Tema '.length;

/** The same step for every unit of a theme's card. */
export function allScores(theme: Pick<Shown, 'cardNow'>, value: string): Record<string, string> {
  const ids = parts(theme.cardNow).flatMap(({ id }) => (String(id).startsWith('s_') ? [String(id)] : []));
  return Object.fromEntries(ids.map((id) => [id, value]));
}

/** What Teams calls a person of the tests. */
export const nameOf = (userId: string): string => people.find(({ id }) => id === userId)?.name ?? '';

/** Whether a theme's card takes no answers any longer. */
export const isOver = ({ cardNow: card }: Pick<Shown, 'cardNow'>): boolean =>
  buttons(card).every(({ title }) => title === 'Fælles vurdering');

export const saved = 'Din vurdering er gemt';
export const notHere = 'Det kan jeg ikke finde';

/** Presses a button on the card that another button was answered with, as it is filled in but for what is given. */
export async function pressTwo(
  harness: Harness,
  person: string,
  on: Shown,
  [first, second]: [string, string],
  given: Record<string, unknown> = {},
): Promise<Awaited<ReturnType<Harness['press']>>> {
  const { card } = await harness.press(person, on, first);
  if (!card) throw new Error(`"${first}" was answered without a card`);
  return harness.press(person, { ...on, cardNow: card }, second, given);
}

/** People answer every theme of a round with the same step. */
export async function answerAll(
  harness: Harness,
  themes: readonly Shown[],
  answerers: readonly string[],
  step = '2',
): Promise<void> {
  for (const person of answerers) {
    for (const theme of themes) {
      const reply = await harness.press(person, theme, 'Gem min vurdering', allScores(theme, step));
      expect(reply.text).toContain(saved);
    }
  }
}

/** A round that these people answered, each with one step for everything, up to its summary. */
export async function summarised(
  harness: Harness,
  steps: Readonly<Record<string, string>>,
  given: Record<string, unknown> = {},
): Promise<{ id: string; summary: Shown }> {
  const before = harness.connector.shown.length;
  const expected = String(Object.keys(steps).length);
  const { id, themes } = await startRound(harness, { expected, ...given });
  for (const [person, step] of Object.entries(steps)) {
    for (const theme of themes) await harness.press(person, theme, 'Gem min vurdering', allScores(theme, step));
  }
  return { id, summary: await cardThat(harness, 'Overblik', before) };
}

/** The first card, of those that came after `from` others, whose words begin so. */
export async function cardThat(harness: Harness, begins: string, from = 0): Promise<Shown> {
  return harness.eventually(() =>
    harness.connector.shown.slice(from).find(({ cardNow: card }) => textOf(card).startsWith(begins)),
  );
}

/** What a round's cards show is known no longer, so that they are shown it anew. */
export async function forgetShown({ store }: Harness, roundId: string): Promise<void> {
  for (const { record, version } of await store.posts(here, roundId)) {
    const { shows: _, ...post } = record;
    await store.savePost(here, post, version);
  }
}
