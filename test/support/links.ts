import type { Harness } from './app.ts';
import type { Shown } from './connector.ts';
import { addressOn } from './guests.ts';
import { mette, startRound } from './rounds.ts';

/** A round, and a link to it that Mette made, as its facilitator. `link`: the card of the link. */
export async function invited(
  harness: Harness,
  given: Record<string, unknown> = {},
  inRound: Record<string, unknown> = {},
  where: Parameters<typeof startRound>[2] = {},
) {
  const round = await startRound(harness, { expected: '3', ...inRound }, where);
  const offer = await harness.press(mette, round.setup, 'Inviter andre');
  const made = await harness.press(mette, { ...round.setup, cardNow: cardOf(offer) }, 'Lav et link', given);
  const card = cardOf(made);
  return { ...round, link: { ...round.setup, cardNow: card }, address: addressOn(card) };
}

/** The card that a press was answered with. @throws Error with the words that it was answered with where there is none. */
export function cardOf({ card, text }: { card?: Shown['cardNow']; text: string }): Shown['cardNow'] {
  if (!card) throw new Error(`No card, but: ${text}`);
  return card;
}
