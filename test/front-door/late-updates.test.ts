import { describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import { addAction, planned } from '../support/plans.ts';
import { anders, answerAll, mette, startRound } from '../support/rounds.ts';
import { setSchedule } from '../support/schedules.ts';
import { here, moveTo, now, pass, passPauses, posts, quiet } from '../support/time.ts';

const begin = '2026-11-25 10:00';
/** A round's posts are not shown once more after this: an update lands within 30 s, and marks of it end at whole ten seconds. */
const surelyLandedMs = 41_000;

/** Teams may apply an update long after the bot gave up waiting for it, and after the next one. */
describe('an update that Teams applies late', () => {
  it.each([
    { what: 'at once', afterMs: 0 },
    { what: 'after a while in which it was shown once more', afterMs: 20_000 },
  ])('$what does not leave a closed round’s card open', async ({ afterMs }) => {
    const harness = await startHarness({ at: begin, callMs: 300 });
    const { id, setup, themes } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    const open = setup.cardNow;
    let hanging = 1;
    harness.connector.fate = ({ method }) =>
      method === 'PUT' && hanging-- > 0 ? { kind: 'hangBefore' } : { kind: 'accept' };
    await answerAll(harness, themes.slice(0, 1), [anders]);
    await harness.eventually(() => hanging < 1);
    await harness.execute(mette, setup, 'close', { round: id });
    await harness.eventually(() => textOf(setup.cardNow).includes('Runden er lukket'));
    await pass(harness, now(harness) + afterMs);
    // What was given up lands now.
    setup.cardNow = open;
    moveTo(harness, now(harness) + surelyLandedMs);
    await harness.eventually(() => textOf(setup.cardNow).includes('Runden er lukket'));
    await quiet(harness);
    expect((await harness.store.post(here, id, 'status'))?.record.uncertain).toBeUndefined();
  });

  it('of another instance, which died, does not either', async () => {
    const harness = await startHarness({ at: begin, callMs: 300 });
    const { id, setup, themes } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    const open = setup.cardNow;
    let hanging = 1;
    harness.connector.fate = ({ method }) =>
      method === 'PUT' && hanging-- > 0 ? { kind: 'hangBefore' } : { kind: 'accept' };
    await answerAll(harness, themes.slice(0, 1), [anders]);
    await harness.eventually(() => hanging < 1);
    const second = await harness.join();
    await harness.stop();
    harness.app = second;
    await harness.execute(mette, setup, 'close', { round: id });
    await harness.eventually(() => textOf(setup.cardNow).includes('Runden er lukket'));
    await quiet(harness);
    setup.cardNow = open;
    moveTo(harness, now(harness) + surelyLandedMs);
    await harness.eventually(() => textOf(setup.cardNow).includes('Runden er lukket'));
  });
});

describe('an update that waited for its turn while its instance began another of the same card', () => {
  it('leaves before that one, and the card is shown once more when the first could no longer land', async () => {
    const harness = await startHarness({ at: begin });
    const { id, setup, themes } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    const { updates } = setup;
    const by = async () => (await harness.store.post(here, id, 'status'))?.record.uncertain?.by;
    let refused = 0;
    harness.connector.fate = ({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/activities') || refused > 0) return { kind: 'accept' };
      refused += 1;
      return { kind: 'status', status: 429, headers: { 'retry-after': '10' } };
    };
    await harness.press(mette, setup, 'Mind om at svare');
    await harness.eventually(() => refused > 0);
    await answerAll(harness, themes.slice(0, 1), [anders]);
    const first = await harness.eventually(by);
    await harness.execute(mette, setup, 'close', { round: id });
    await harness.eventually(async () => (await by()) !== first);
    expect(setup.updates).toBe(updates);
    await harness.eventually(() => textOf(setup.cardNow).includes('Runden er lukket'));
    await pass(harness, now(harness) + surelyLandedMs);
    await pass(harness, now(harness) + surelyLandedMs);
    expect([setup.updates - updates, await by()]).toEqual([3, undefined]);
  });
});

describe('a card that was taken down', () => {
  // Two works may take one card down, each with its line.
  const line = /^(?:Kortet er taget ned|Runden er slettet)/;
  it.each([
    {
      what: 'a round that is deleted',
      async posted(harness: Harness) {
        const { id, setup, themes } = await startRound(harness, { expected: '8' });
        await quiet(harness);
        const change = () => answerAll(harness, themes.slice(0, 1), [anders]);
        return { post: setup, change, remove: () => harness.execute(mette, setup, 'eraseRound', { round: id }) };
      },
    },
    {
      what: 'a plan that is deleted with everything',
      async posted(harness: Harness) {
        const { plan } = await planned(harness);
        await quiet(harness);
        const change = () => addAction(harness, anders, plan, { title: 'Ring til de unge' });
        return { post: plan, change, remove: () => harness.execute(mette, plan, 'eraseChannel', {}) };
      },
    },
  ])('stays the line that it became where Teams applies an update late to that of $what', async ({ posted }) => {
    const harness = await startHarness({ at: begin, callMs: 300 });
    const { post, change, remove } = await posted(harness);
    const before = post.cardNow;
    let hanging = 1;
    harness.connector.fate = ({ method, path }) =>
      method === 'PUT' && path.includes(post.activityId) && hanging-- > 0 ? { kind: 'hangBefore' } : { kind: 'accept' };
    await change();
    await harness.eventually(() => hanging < 1);
    await remove();
    await harness.eventually(() => line.test(textOf(post.cardNow)));
    // What was given up lands now.
    post.cardNow = before;
    await pass(harness, now(harness) + 31_000);
    expect(textOf(post.cardNow)).toMatch(line);
    await pass(harness, now(harness) + 31_000);
    const left = await harness.store.due(now(harness) + 3_600_000, 1_000);
    expect(left.filter(({ record: { work } }) => work === 'erase' || work === 'outdated')).toEqual([]);
    expect(await harness.store.namedPosts(here)).toEqual([]);
  });
});

describe('a card whose updates get no answer for minutes', () => {
  it('is waited for by few due items, however often it is tried', async () => {
    const harness = await startHarness({ at: begin });
    const { setup, themes } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    harness.connector.fate = ({ method }) => (method === 'PUT' ? { kind: 'hangBefore' } : { kind: 'accept' });
    await answerAll(harness, themes.slice(0, 1), [anders]);
    for (const until = now(harness) + 3 * 60_000; now(harness) < until; ) {
      const before = now(harness);
      await harness.eventually(() => now(harness) > before);
    }
    const waiting = (await harness.store.due(now(harness) + 3_600_000, 1_000)).map(({ record: { work } }) => work);
    expect(waiting.filter((work) => work === 'recount').length).toBeLessThanOrEqual(2);
    harness.connector.fate = () => ({ kind: 'accept' });
    await passPauses(harness, () => textOf(setup.cardNow).includes('1 af 8'));
  });
});

describe('the plan, and when the channel scores again', () => {
  it.each([
    {
      what: 'the plan',
      async posted(harness: Harness) {
        const { plan } = await planned(harness);
        await quiet(harness);
        const before = plan.cardNow;
        const change = () => addAction(harness, anders, plan, { title: 'Ring til de unge' });
        return { post: plan, before, change, says: 'Ring til de unge' };
      },
    },
    {
      what: 'the schedule',
      async posted(harness: Harness) {
        const { post, id } = await setSchedule(harness);
        const before = post.cardNow;
        const change = () => harness.execute(mette, post, 'stopSchedule', { schedule: id });
        return { post, before, change, says: 'slået fra' };
      },
    },
  ])('are shown once more where Teams may apply an update to $what late', async ({ posted }) => {
    const harness = await startHarness({ at: begin });
    const { post, before, change, says } = await posted(harness);
    let hanging = 1;
    harness.connector.fate = ({ method, path }) =>
      method === 'PUT' && path.includes(post.activityId) && hanging-- > 0 ? { kind: 'hangBefore' } : { kind: 'accept' };
    await change();
    await harness.eventually(() => hanging < 1);
    await harness.eventually(() => textOf(post.cardNow).includes(says));
    await quiet(harness);
    // What was given up lands now.
    post.cardNow = before;
    moveTo(harness, now(harness) + 31_000);
    await harness.eventually(() => textOf(post.cardNow).includes(says));
    await quiet(harness);
    const left = await harness.store.due(now(harness) + 3_600_000, 1_000);
    expect(left.filter(({ record: { work } }) => work === 'plan' || work === 'schedule')).toEqual([]);
  });
});

describe('the theme cards of a round', () => {
  it.each([
    { type: 'channel', conversationId: undefined, order: [4, 3, 2, 1] },
    { type: 'groupChat', conversationId: '19:moede@thread.v2', order: [1, 2, 3, 4] },
  ] as const)('are read from the first to the last in a $type', async ({ type, conversationId, order }) => {
    const harness = await startHarness();
    await startRound(harness, {}, conversationId ? { type, conversationId } : {});
    expect(posts(harness, /^Tema/).map(({ cardNow: card }) => Number(textOf(card)['Tema '.length]))).toEqual(order);
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
    await harness.eventually(() => textOf(setup.cardNow).includes('nåede måske ikke frem'));
  });
});
