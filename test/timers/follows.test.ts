import { describe, expect, it, onTestFinished } from 'vitest';
import { type Harness, startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import { closedRound } from '../support/closed.ts';
import { frozen } from '../support/frozen.ts';
import { addAction, key, planned } from '../support/plans.ts';
import { allScores, anders, answerAll, mette, startRound } from '../support/rounds.ts';
import { dueItem, now, pass, quiet } from '../support/time.ts';

const begin = '2026-11-25 10:00';
const shownAfterMs = 400;
const fallbackMs = 5_000;

/** When the work is done that follows from a change. */

/** A form for what a team agrees on, filled in. */
async function agreeing(harness: Harness) {
  const { id, themes } = await closedRound(harness, { [mette]: ['1', '1', '2', '4'] });
  const [card] = themes;
  if (!card) throw new Error('no theme card');
  const form = await harness.press(mette, card, 'Fælles vurdering');
  if (!form.card) throw new Error('no form');
  await quiet(harness);
  const on = { ...card, cardNow: form.card };
  const save = () => harness.press(mette, on, 'Gem den fælles vurdering', allScores(on, '3'));
  return { id, card, save };
}

describe('work that follows from a change', () => {
  it('is begun at once, and not when what is due is looked for the next time', async () => {
    const harness = await startHarness({ at: begin, sweepMs: 3_600_000 });
    const { card, save } = await agreeing(harness);
    const from = now(harness);
    await save();
    await harness.eventually(() => textOf(card.cardNow).includes('Fælles vurdering: trin 3'));
    expect(now(harness) - from).toBeLessThan(1_000);
  });

  it('counts an answer once it is saved', async () => {
    const harness = await startHarness({ at: begin, sweepMs: 3_600_000 });
    const { setup, themes } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    const from = now(harness);
    await answerAll(harness, themes.slice(0, 1), [anders]);
    await harness.eventually(() => textOf(setup.cardNow).includes('1 af 8'));
    expect(now(harness) - from).toBeLessThan(fallbackMs);
  });

  it('of the plan is begun once, a moment after the first of several changes', async () => {
    const harness = await startHarness({ at: begin, sweepMs: 3_600_000 });
    const { plan } = await planned(harness);
    await quiet(harness);
    const { updates } = plan;
    const from = now(harness);
    for (const title of ['Ring rundt', 'Skriv en aftale']) await addAction(harness, anders, plan, { title });
    const item = await dueItem(harness, `plan:${key.tenantId}|${key.conversationId}`);
    expect(item.state).toBe('waiting');
    expect(item.dueAt - from).toBeGreaterThanOrEqual(shownAfterMs);
    expect(item.dueAt - from).toBeLessThan(2 * shownAfterMs);
    await harness.eventually(() => textOf(plan.cardNow).includes('Skriv en aftale'));
    await quiet(harness);
    expect(plan.updates - updates).toBe(1);
  });

  it('waits some seconds for a change that is held up, and is done then for what is written of it after that', async () => {
    const first = frozen();
    const harness = await startHarness({ at: begin, wrap: first.wrap });
    onTestFinished(() => first.thaw());
    const { id, card, save } = await agreeing(harness);
    first.freezeAt(({ name, id: place }) => name === 'write' && place.startsWith('agreed:'));
    const from = now(harness);
    const saved = save();
    await harness.eventually(() => first.isFrozen());
    const { itemId } = await harness.eventually(async () => {
      const soon = await harness.store.due(from + 2 * fallbackMs, 100);
      const found = soon.find(({ record }) => record.id.startsWith(`jointScore:${id}:`));
      return found && { itemId: found.record.id };
    });
    const item = await dueItem(harness, itemId);
    expect(item.state).toBe('waiting');
    expect(item.dueAt - from).toBeGreaterThanOrEqual(fallbackMs);
    first.thaw();
    await saved;
    await harness.eventually(() => textOf(card.cardNow).includes('Fælles vurdering: trin 3'));
    await pass(harness, now(harness) + fallbackMs);
    expect((await dueItem(harness, itemId)).state).toBe('done');
  });
});
