import { describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../support/app.ts';
import { button, textOf } from '../support/cards.ts';
import type { Fate } from '../support/connector.ts';
import { addAction, planned, units } from '../support/plans.ts';
import { anders, answerAll, isOver, mette, startRound, summarised } from '../support/rounds.ts';
import { here, moveTo, now, posts, quiet } from '../support/time.ts';

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
  await harness.eventually(() => textOf(round.setup.cardNow).includes('Runden er lukket'));
  await quiet(harness);
  expect(posts(harness, 'Overblik')).toHaveLength(0);
  return round;
}

describe('a summary that may be missing', () => {
  it.each(lost)('is said on the status card and brought by its button, after $name', async ({ fate }) => {
    const harness = await startHarness();
    const { setup } = await withoutSummary(harness, fate);
    expect(textOf(setup.cardNow)).toContain('Resultatet nåede måske ikke frem');
    expect(textOf(setup.cardNow)).not.toContain('Resultatet ligger i kanalen');
    await harness.press(mette, setup, 'Send resultatet igen');
    await harness.eventually(() => posts(harness, 'Overblik').length === 1);
    await harness.eventually(() => textOf(setup.cardNow).includes('Resultatet ligger i kanalen'));
    expect(textOf(setup.cardNow)).not.toContain('nåede måske ikke frem');
  });

  it('is said to whoever writes status after the round, with the button', async () => {
    const harness = await startHarness();
    const { id } = await withoutSummary(harness, { kind: 'status', status: 502 });
    const before = harness.connector.shown.length;
    await harness.say(mette, 'status');
    const told = await harness.eventually(() => harness.connector.shown[before]);
    expect(textOf(told.cardNow)).toContain('Resultatet nåede måske ikke frem');
    expect(button(told.cardNow, 'Send resultatet igen').data).toMatchObject({ round: id });
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

describe('a post that came though nobody said so', () => {
  it('is the summary that was taken to be missing, once somebody presses on it', async () => {
    const harness = await startHarness();
    const { connector } = harness;
    const { id, setup, themes } = await startRound(harness, { expected: '1', privacy: 'open' });
    connector.fate = ({ method, body }) =>
      method === 'POST' && body.includes('Overblik') ? { kind: 'resetAfter' } : { kind: 'accept' };
    await answerAll(harness, themes, [mette]);
    await harness.eventually(() => textOf(setup.cardNow).includes('nåede måske ikke frem'));
    await quiet(harness);
    const [summary] = posts(harness, 'Overblik');
    if (!summary) throw new Error('the summary did not come');
    await harness.press(mette, summary, 'Prioritér sammen');
    await harness.eventually(() => textOf(setup.cardNow).includes('Resultatet ligger i kanalen'));
    await harness.execute(mette, setup, 'eraseRound', { round: id });
    await harness.eventually(() => textOf(summary.cardNow).startsWith('Runden er slettet'));
  });

  it('is the plan that was taken to be missing, which follows from then on', async () => {
    const harness = await startHarness();
    const { connector } = harness;
    connector.fate = ({ method, body }) =>
      method === 'POST' && body.includes('"Planen"') ? { kind: 'resetAfter' } : { kind: 'accept' };
    const { id, plan } = await planned(harness);
    await quiet(harness);
    expect((await harness.store.post(here, id, 'plan'))?.record.state).toBe('unknown');
    await addAction(harness, anders, plan, { title: 'Ring til to virksomheder' });
    await harness.eventually(() => textOf(plan.cardNow).includes('Ring til to virksomheder'));
    expect((await harness.store.post(here, id, 'plan'))?.record.state).toBe('sent');
  });

  it('is not taken for one that is known', async () => {
    const harness = await startHarness();
    const { connector } = harness;
    const { plan: first } = await planned(harness);
    connector.fate = ({ method, body }) =>
      method === 'POST' && body.includes('"Planen"') ? { kind: 'status', status: 500 } : { kind: 'accept' };
    const { id, summary } = await summarised(harness, { [mette]: '2' }, { privacy: 'open' });
    for (const [verb, given] of Object.entries({
      choose: {},
      endChoosing: {},
      decide: { short: units.ansvar, long: '' },
    }))
      await harness.execute(mette, summary, verb, { round: id, ...given });
    await quiet(harness);
    await addAction(harness, anders, first, { title: 'Ring til to virksomheder' });
    await harness.eventually(() => textOf(first.cardNow).includes('Ring til to virksomheder'));
    expect((await harness.store.post(here, id, 'plan'))?.record.state).toBe('unknown');
  });
});

describe('a theme’s card that may be missing', () => {
  it.each<{ what: string; fate: Fate; says: string }>([
    { what: 'got no answer', fate: { kind: 'resetBefore' }, says: '{"slot":"theme"}a post got no answer' },
    { what: 'is too large', fate: { kind: 'status', status: 413 }, says: '{"status":413}Teams refused a post' },
  ])('is told once in the log, without its theme, where it $what', async ({ fate, says }) => {
    const harness = await startHarness();
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => posts(harness, 'Ny runde')[0]);
    let strikes = 1;
    harness.connector.fate = ({ method, path }) =>
      method === 'POST' && path.endsWith('/conversations') && strikes-- > 0 ? fate : { kind: 'accept' };
    await harness.press(mette, setup, 'Start runden', { expected: '8' });
    await harness.eventually(() => textOf(setup.cardNow).includes('nåede måske ikke frem'));
    await quiet(harness);
    expect(posts(harness, /^Tema/)).toHaveLength(3);
    expect(harness.logged.filter((line) => line.startsWith(says))).toHaveLength(1);
  });
});

describe('a question to a theme’s thread that was on its way when the bot stopped until the next day', () => {
  it('is under way no longer, and the others are not asked', async () => {
    const harness = await startHarness({ at: '2026-11-25 10:00' });
    const { id, setup, themes } = await startRound(harness, { expected: '8' });
    await answerAll(harness, themes, [mette]);
    let tried = false;
    harness.connector.fate = ({ method, body }) => {
      if (method !== 'POST' || !body.includes('Tal om ')) return { kind: 'accept' };
      tried = true;
      return { kind: 'hangAfter' };
    };
    await harness.execute(mette, setup, 'close', { round: id });
    await harness.eventually(() => tried);
    await harness.restart('2026-11-26 10:00');
    await quiet(harness);
    const kept = (await harness.store.posts(here, id)).map(({ record }) => record);
    const states = kept.filter(({ slot }) => slot.startsWith('prompt:')).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['gone', 'gone', 'gone', 'unknown']);
    expect(posts(harness, 'Tal om ')).toHaveLength(1);
  });
});

describe('a walk in which the status card was deleted, and the bot restarted between closing and summary', () => {
  it.each<{ how: string; fate: Fate }>([
    { how: 'before the summary left', fate: { kind: 'status', status: 503 } },
    { how: 'while the summary was on its way', fate: { kind: 'hangAfter' } },
    { how: 'while a summary was on its way that never came', fate: { kind: 'hangBefore' } },
  ])('has one summary and goes on to the plan, restarted $how', async ({ fate }) => {
    const harness = await startHarness();
    const { connector } = harness;
    const { id, setup, themes } = await startRound(harness, { expected: '2', privacy: 'open' });
    await quiet(harness);
    let away = true;
    let tried = false;
    connector.fate = ({ method, path, body }) => {
      if (method === 'PUT' && path.includes(setup.activityId)) return { kind: 'status', status: 403 };
      if (!away || method !== 'POST' || !body.includes('Overblik')) return { kind: 'accept' };
      tried = true;
      return fate;
    };
    await answerAll(harness, themes, [mette]);
    await harness.say(anders, 'status');
    const status = await harness.eventually(() => posts(harness, /1 af 2 har svaret/).at(-1));
    await answerAll(harness, themes, [anders]);
    await harness.eventually(() => tried);
    await harness.restart();
    away = false;
    moveTo(harness, now(harness) + 5 * 60_000);
    await quiet(harness);
    expect(textOf(status.cardNow)).toContain('Runden er lukket');
    expect(themes.every(isOver)).toBe(true);
    if (posts(harness, 'Overblik').length === 0) await harness.press(mette, status, 'Send resultatet igen');
    const summary = await harness.eventually(() => posts(harness, 'Overblik')[0]);
    await quiet(harness);
    expect(posts(harness, 'Overblik')).toHaveLength(1);
    const interrupted = harness.logged.filter((line) => line.startsWith('{"slot":"summary"}a post was interrupted'));
    expect(interrupted).toHaveLength(fate.kind === 'status' ? 0 : 1);
    await harness.execute(mette, summary, 'choose', { round: id });
    await harness.execute(mette, summary, 'endChoosing', { round: id });
    await harness.execute(mette, summary, 'decide', { round: id, short: 'faelles-ansvar-og-retning', long: '' });
    await harness.eventually(() => posts(harness, 'Planen').length === 1);
    expect((await harness.store.channel(here))?.record).toMatchObject({ active: true, latestRoundId: id });
  });
});
