import { describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../support/app.ts';
import { button, textOf } from '../support/cards.ts';
import type { Fate } from '../support/connector.ts';
import { answerAll, mette, startRound } from '../support/rounds.ts';
import { here, posts, quiet } from '../support/time.ts';

/** A post that may be missing is said where people look, and can be had by a button. */

const lost: { name: string; fate: Fate }[] = [
  ...[500, 502, 504, 400, 413].map((status) => ({ name: String(status), fate: { kind: 'status', status } as const })),
  { name: 'a reset', fate: { kind: 'resetBefore' } },
];

/** Everybody has answered, and the summary's one POST has this fate. */
async function withoutSummary(harness: Harness, fate: Fate) {
  const { connector } = harness;
  const round = await startRound(harness, { expected: '1' });
  await quiet(harness);
  let strikes = 1;
  connector.fate = ({ method, body }) =>
    method === 'POST' && body.includes('Overblik') && strikes-- > 0 ? fate : { kind: 'accept' };
  await answerAll(harness, round.themes, [mette]);
  await harness.eventually(() => textOf(round.setup.card).includes('Runden er lukket'));
  await quiet(harness);
  expect(posts(harness, 'Overblik')).toHaveLength(0);
  return round;
}

describe('a summary that may be missing', () => {
  it.each(lost)('is said on the status card and brought by its button, after $name', async ({ fate }) => {
    const harness = await startHarness();
    const { setup } = await withoutSummary(harness, fate);
    expect(textOf(setup.card)).toContain('Resultatet nåede måske ikke frem');
    expect(textOf(setup.card)).not.toContain('Resultatet ligger i kanalen');
    await harness.press(mette, setup, 'Send resultatet igen');
    await harness.eventually(() => posts(harness, 'Overblik').length === 1);
    await harness.eventually(() => textOf(setup.card).includes('Resultatet ligger i kanalen'));
    expect(textOf(setup.card)).not.toContain('nåede måske ikke frem');
  });

  it('is said to whoever writes status after the round, with the button', async () => {
    const harness = await startHarness();
    const { id } = await withoutSummary(harness, { kind: 'status', status: 502 });
    const before = harness.connector.shown.length;
    await harness.say(mette, 'status');
    const told = await harness.eventually(() => harness.connector.shown[before]);
    expect(textOf(told.card)).toContain('Resultatet nåede måske ikke frem');
    expect(button(told.card, 'Send resultatet igen').data).toMatchObject({ round: id });
  });

  it('is not sent again by itself', async () => {
    const harness = await startHarness();
    const { id } = await withoutSummary(harness, { kind: 'status', status: 500 });
    await harness.say(mette, 'hjælp');
    await quiet(harness);
    expect(posts(harness, 'Overblik')).toHaveLength(0);
    const kept = (await harness.store.posts(here, id)).find(({ record }) => record.slot === 'summary');
    expect(kept?.record.state).toBe('unknown');
  });
});
