import { expect } from 'vitest';
import { channelId } from './activities.ts';
import type { Harness } from './app.ts';
import { tenantId } from './canaries.ts';
import { button, inputs, parts } from './cards.ts';
import type { SentCard, Shown } from './connector.ts';
import { cardThat, mette, summarised } from './rounds.ts';

export const key = { tenantId, conversationId: channelId };
export const units = {
  samarbejde: 'baeredygtigt-samarbejde',
  overgange: 'sammenhaeng-i-overgange',
  ansvar: 'faelles-ansvar-og-retning',
  medskabere: 'unge-som-medskabere',
} as const;

/** A round that Mette alone answered, and what she decided after it. @returns the plan as the channel got it. */
export async function planned(
  harness: Harness,
  decided: { short?: string; long?: string } = { short: units.ansvar, long: units.samarbejde },
): Promise<{ id: string; summary: Shown; plan: Shown }> {
  const { id, summary } = await summarised(harness, { [mette]: '2' }, { privacy: 'open' });
  await harness.execute(mette, summary, 'choose', { round: id });
  await harness.execute(mette, summary, 'endChoosing', { round: id });
  await harness.execute(mette, summary, 'decide', { round: id, short: '', long: '', ...decided });
  return { id, summary, plan: await cardThat(harness, 'Planen') };
}

/** Presses the button with this title on a card that a press was answered with, with its inputs as they are but for `given`. */
export async function onCard(
  harness: Harness,
  person: string,
  on: Shown,
  card: unknown,
  title: string,
  given: Record<string, unknown> = {},
): Promise<Awaited<ReturnType<Harness['press']>>> {
  const { verb, data } = button(card, title);
  return harness.execute(person, on, verb, { ...inputs(card), ...data, ...given });
}

/** What can be chosen in one of a card's inputs, by its title. */
export function choices(card: unknown, id: string): Map<string, string> {
  const input = parts(card).find((part) => part.id === id);
  const all = (input?.choices ?? []) as { title: string; value: string }[];
  return new Map(all.map(({ title, value }) => [title, value]));
}

/** Adds an action to the plan's first focus, but for what is given. @returns the card that answers. */
export async function addAction(
  harness: Harness,
  person: string,
  plan: Shown,
  given: Record<string, unknown>,
): Promise<SentCard> {
  const form = await harness.press(person, plan, 'Tilføj handling');
  const [forFocus] = choices(form.card, 'forFocus').values();
  const saved = await onCard(harness, person, plan, form.card, 'Gem', { forFocus, ...given });
  expect(saved.text).toContain('Det er gemt');
  if (!saved.card) throw new Error('an action was saved without a card');
  return saved.card;
}
