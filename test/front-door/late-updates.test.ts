import { describe, expect, it } from 'vitest';
import { startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import { anders, answerAll, mette, startRound } from '../support/rounds.ts';
import { here, moveTo, now, posts, quiet } from '../support/time.ts';

const begin = '2026-11-25 10:00';

/** Teams may apply an update long after the bot gave up waiting for it, and after the next one. */
describe('an update that Teams applies late', () => {
  it('does not leave a closed round’s card open', async () => {
    const harness = await startHarness({ at: begin, callMs: 300 });
    const { id, setup, themes } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    const open = setup.card;
    let hanging = 1;
    harness.connector.fate = ({ method }) =>
      method === 'PUT' && hanging-- > 0 ? { kind: 'hangBefore' } : { kind: 'accept' };
    await answerAll(harness, themes.slice(0, 1), [anders]);
    await harness.eventually(() => hanging < 1);
    await harness.execute(mette, setup, 'close', { round: id });
    await harness.eventually(() => textOf(setup.card).includes('Runden er lukket'));
    await quiet(harness);
    // What was given up lands now.
    setup.card = open;
    moveTo(harness, now(harness) + 31_000);
    await harness.eventually(() => textOf(setup.card).includes('Runden er lukket'));
    await quiet(harness);
    expect((await harness.store.post(here, id, 'status'))?.record.uncertain).toBeUndefined();
  });

  it('of another instance, which died, does not either', async () => {
    const harness = await startHarness({ at: begin, callMs: 300 });
    const { id, setup, themes } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    const open = setup.card;
    let hanging = 1;
    harness.connector.fate = ({ method }) =>
      method === 'PUT' && hanging-- > 0 ? { kind: 'hangBefore' } : { kind: 'accept' };
    await answerAll(harness, themes.slice(0, 1), [anders]);
    await harness.eventually(() => hanging < 1);
    const second = await harness.join();
    await harness.stop();
    harness.app = second;
    await harness.execute(mette, setup, 'close', { round: id });
    await harness.eventually(() => textOf(setup.card).includes('Runden er lukket'));
    await quiet(harness);
    setup.card = open;
    moveTo(harness, now(harness) + 31_000);
    await harness.eventually(() => textOf(setup.card).includes('Runden er lukket'));
  });
});

describe('the theme cards of a round', () => {
  it.each([
    { type: 'channel', conversationId: undefined, order: [4, 3, 2, 1] },
    { type: 'groupChat', conversationId: '19:moede@thread.v2', order: [1, 2, 3, 4] },
  ] as const)('are read from the first to the last in a $type', async ({ type, conversationId, order }) => {
    const harness = await startHarness();
    await startRound(harness, {}, conversationId ? { type, conversationId } : {});
    expect(posts(harness, /^Tema/).map(({ card }) => Number(textOf(card)['Tema '.length]))).toEqual(order);
  });
});

describe('what a crash left of a round’s cards', () => {
  it('is taken up by another instance within 20 seconds', async () => {
    const harness = await startHarness({ at: begin });
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => posts(harness, 'Ny runde')[0]);
    const hung = { reached: false };
    harness.connector.fate = ({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/conversations') || posts(harness, /^Tema/).length < 1)
        return { kind: 'accept' };
      if (hung.reached) return { kind: 'accept' };
      hung.reached = true;
      return { kind: 'hangBefore' };
    };
    await harness.press(mette, setup, 'Start runden');
    await harness.eventually(() => hung.reached);
    harness.app = await harness.join();
    moveTo(harness, now(harness) + 16_000);
    await harness.eventually(() => posts(harness, /^Tema/).length === 3);
    await harness.eventually(() => textOf(setup.card).includes('nåede måske ikke frem'));
  });
});
