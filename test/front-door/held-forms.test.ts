import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { forms } from '../../src/teams/cards/reply.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import type { SentCard, Shown } from '../support/connector.ts';
import { addAction, onCard, planned } from '../support/plans.ts';
import {
  allScores,
  anders,
  answerAll,
  cardThat,
  fatima,
  lars,
  mette,
  startRound,
  summarised,
} from '../support/rounds.ts';
import { setSchedule } from '../support/schedules.ts';
import { moveTo, now, posts, quiet } from '../support/time.ts';

/** An edit of a shared card takes away what anybody has filled in on it, or on a form in its place. */

const begin = '2026-11-25 10:00';
const minute = 60_000;
const theirs = { title: 'Fælles postkasse' };
const own = { title: 'Månedligt møde' };

/** Opens a form in place of a card. @returns the form. */
async function opened(harness: Harness, person: string, on: Shown, title: string): Promise<SentCard> {
  const { card } = await harness.press(person, on, title);
  if (!card) throw new Error(`"${title}" opened no card`);
  return card;
}

/** Whether a kind of due work has been tried and is to be tried again. */
async function tried(harness: Harness, work: string): Promise<boolean> {
  const due = await harness.store.due(now(harness) + 3_600_000, 1_000);
  return due.some(({ record }) => record.work === work && record.attempts > 0);
}

const firstChoice = (card: unknown, id: string) => {
  const input = JSON.parse(JSON.stringify(card)).body.find((part: { id?: string }) => part.id === id);
  return input.choices[0].value;
};

describe('a form in place of the plan', () => {
  const begun = async () => {
    const harness = await startHarness({ at: begin });
    const { plan } = await planned(harness);
    await quiet(harness);
    const form = await opened(harness, anders, plan, 'Tilføj handling');
    const before = plan.updates;
    await addAction(harness, mette, plan, theirs);
    await quiet(harness);
    expect(plan.updates).toBe(before);
    return { harness, plan, form };
  };

  it('is not taken away by what others save, which follows at once when it is saved', async () => {
    const { harness, plan, form } = await begun();
    const forFocus = firstChoice(form, 'forFocus');
    expect((await onCard(harness, anders, plan, form, 'Gem', { forFocus, ...own })).text).toContain('Det er gemt');
    const saved = now(harness);
    await harness.eventually(() => [own, theirs].every(({ title }) => textOf(plan.cardNow).includes(title)));
    expect(now(harness) - saved).toBeLessThan(5_000);
  });

  it('is not either where the bot starts again meanwhile, and what was held back follows when it is left', async () => {
    const { harness, plan, form } = await begun();
    const before = plan.updates;
    await harness.restart();
    await quiet(harness);
    expect(plan.updates).toBe(before);
    await onCard(harness, anders, plan, form, 'Til planen');
    await harness.eventually(() => textOf(plan.cardNow).includes(theirs.title));
  });

  it('holds for two minutes at most', async () => {
    const { harness, plan } = await begun();
    moveTo(harness, now(harness) + 1.5 * minute);
    await harness.eventually(() => true, 'all that is due then done');
    expect(textOf(plan.cardNow)).not.toContain(theirs.title);
    moveTo(harness, now(harness) + minute);
    await harness.eventually(() => textOf(plan.cardNow).includes(theirs.title));
  });

  it('holds until the last of two people is done', async () => {
    const { harness, plan, form } = await begun();
    const other = await opened(harness, fatima, plan, 'Tilføj handling');
    const before = plan.updates;
    await onCard(harness, anders, plan, form, 'Til planen');
    await quiet(harness);
    expect(plan.updates).toBe(before);
    await onCard(harness, fatima, plan, other, 'Til planen');
    await harness.eventually(() => textOf(plan.cardNow).includes(theirs.title));
  });

  it('is held back from the other instance too', async () => {
    const { harness, plan, form } = await begun();
    const first = harness.app;
    harness.app = await harness.join();
    const before = plan.updates;
    await addAction(harness, mette, plan, { title: 'En tredje' });
    await quiet(harness);
    expect(plan.updates).toBe(before);
    harness.app = first;
    await onCard(harness, anders, plan, form, 'Til planen');
    await harness.eventually(() => textOf(plan.cardNow).includes('En tredje'));
  });
});

describe('what is asked in place of the status', () => {
  it.each([
    { title: 'Forlæng svarfristen', back: 'Behold svarfristen' },
    { title: 'Luk runden', back: 'Lad runden køre videre' },
  ])('is left there while others answer: $title', async ({ title, back }) => {
    const harness = await startHarness({ at: begin });
    const { setup, themes } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    const form = await opened(harness, mette, setup, title);
    const before = setup.updates;
    await answerAll(harness, themes, [anders]);
    await quiet(harness);
    expect(setup.updates).toBe(before);
    expect(harness.logged.filter((line) => line.includes('refused'))).toEqual([]);
    await onCard(harness, mette, setup, form, back);
    await harness.eventually(() => textOf(setup.cardNow).includes('1 af 8 har svaret'));
  });

  it('shows the closing all the same when its time is over', async () => {
    const harness = await startHarness({ at: begin });
    const { id, setup } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    await opened(harness, mette, setup, 'Forlæng svarfristen');
    await harness.execute(mette, { ...setup, activityId: 'elsewhere' }, 'close', { round: id });
    await cardThat(harness, 'Overblik');
    await quiet(harness);
    expect(textOf(setup.cardNow)).toContain('Runden er i gang');
    moveTo(harness, now(harness) + 2 * minute);
    await harness.eventually(() => textOf(setup.cardNow).includes('Runden er lukket'));
  });
});

describe('a form in place of a result', () => {
  it('stays while others agree on a step, and decide', async () => {
    const harness = await startHarness({ at: begin });
    const { summary } = await summarised(harness, { [mette]: '2', [anders]: '3' }, { privacy: 'open' });
    await quiet(harness);
    const [theme] = posts(harness, /^Tema 1/);
    if (!theme) throw new Error('no theme');
    const form = await opened(harness, fatima, theme, 'Fælles vurdering');
    const before = theme.updates;
    const other = await opened(harness, anders, theme, 'Fælles vurdering');
    const scores = allScores({ cardNow: other }, '3');
    await onCard(harness, anders, theme, other, 'Gem den fælles vurdering', scores);
    await quiet(harness);
    expect(theme.updates).toBe(before);
    // Somebody else was first, so the form comes once more, with what she filled in.
    const again = await onCard(
      harness,
      fatima,
      theme,
      form,
      'Gem den fælles vurdering',
      allScores({ cardNow: form }, '2'),
    );
    await quiet(harness);
    expect(theme.updates).toBe(before);
    await onCard(harness, fatima, theme, again.card, 'Gem den fælles vurdering');
    await harness.eventually(() => theme.updates > before);
    expect(textOf(summary.cardNow)).toContain('Overblik');
  });

  it('stays while another facilitator decides after the dots', async () => {
    const harness = await startHarness({ at: begin });
    const { id, summary } = await summarised(harness, { [mette]: '1' }, { privacy: 'open' });
    await harness.press(mette, summary, 'Prioritér sammen');
    const card = await cardThat(harness, 'Prioritér sammen');
    await harness.execute(mette, card, 'endChoosing', { round: id });
    await harness.eventually(() => textOf(card.cardNow).startsWith('Sådan fordeler prikkerne sig'));
    await quiet(harness);
    await opened(harness, mette, card, 'Skriv jeres beslutning ind');
    const before = card.updates;
    await harness.execute(mette, summary, 'decide', { round: id, short: 'unge-som-medskabere', long: '' });
    await cardThat(harness, 'Planen');
    await quiet(harness);
    expect(card.updates).toBe(before);
    moveTo(harness, now(harness) + 2 * minute);
    await harness.eventually(() => textOf(card.cardNow).startsWith('Det arbejder I videre med'));
  });
});

describe('a form in place of the schedule', () => {
  it('stays while somebody else stops it', async () => {
    const harness = await startHarness({ at: begin });
    const { id, post: card } = await setSchedule(harness, { cadence: 'quarter' });
    await quiet(harness);
    await opened(harness, mette, card, 'Ret');
    const before = card.updates;
    await harness.execute(mette, { ...card, activityId: 'elsewhere' }, 'stopSchedule', { schedule: id });
    await quiet(harness);
    expect(card.updates).toBe(before);
    moveTo(harness, now(harness) + 2 * minute);
    await harness.eventually(() => card.updates > before);
  });
});

describe('a form on a card that is about to be edited', () => {
  const isEdit = ({ method }: { method: string }) => method === 'PUT';
  const started = async (wrap?: (db: Database) => Database) => {
    const harness = await startHarness({ at: begin, ...(wrap && { wrap }) });
    const { setup, themes } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    // An edit right after another would wait for that alone.
    const from = now(harness);
    await harness.eventually(() => now(harness) > from + 5_000);
    return { harness, setup, themes: themes.slice(0, 1) };
  };

  it('is not taken away by an edit that has waited for its turn since before', async () => {
    const { harness, setup, themes } = await started();
    // Teams has the whole thread wait.
    harness.connector.fate = ({ method, path }) =>
      method === 'POST' && path.endsWith('/activities')
        ? { kind: 'status', status: 429, headers: { 'retry-after': '40' } }
        : { kind: 'accept' };
    await harness.press(mette, setup, 'Mind om at svare');
    await harness.eventually(() => tried(harness, 'nudge'));
    harness.connector.fate = () => ({ kind: 'accept' });
    await answerAll(harness, themes, [anders]);
    await harness.eventually(async () => (await tried(harness, 'recount')) && harness.clock.sleepers() > 0);
    const before = setup.updates;
    const form = await opened(harness, mette, setup, 'Forlæng svarfristen');
    const opening = now(harness);
    await harness.eventually(() => now(harness) > opening + 50_000);
    expect(setup.updates).toBe(before);
    await onCard(harness, mette, setup, form, 'Behold svarfristen', {});
    await harness.eventually(() => textOf(setup.cardNow).includes('1 af 8'));
  });

  it('comes after an edit that is on its way', async () => {
    const held = Promise.withResolvers<void>();
    const { harness, setup, themes } = await started((db) => {
      const write = db.write.bind(db);
      db.write = async (place, body, options) => {
        const written = await write(place, body, options);
        if (place.id.startsWith('hold:')) held.resolve();
        return written;
      };
      return db;
    });
    const [left, arrives] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    harness.connector.fate = (request) => {
      if (!isEdit(request)) return { kind: 'accept' };
      left.resolve();
      return { kind: 'accept', once: arrives.promise };
    };
    await answerAll(harness, themes, [anders]);
    const counting = harness.eventually(() => textOf(setup.cardNow).includes('1 af 8'));
    await left.promise;
    const before = setup.updates;
    const opening = opened(harness, mette, setup, 'Forlæng svarfristen').then(() => setup.updates);
    await held.promise;
    // Whatever the form was answered with at once would have come before these answers.
    for (const theme of [...themes, ...themes]) await harness.press(lars, theme, 'Se min vurdering');
    arrives.resolve();
    expect(await opening).toBe(before + 1);
    await counting;
  });

  it('waits no longer than a second for one', async () => {
    const { harness, setup, themes } = await started();
    const left = Promise.withResolvers<void>();
    harness.connector.fate = (request) => {
      if (!isEdit(request)) return { kind: 'accept' };
      left.resolve();
      return { kind: 'hangBefore' };
    };
    await answerAll(harness, themes, [anders]);
    const from = now(harness);
    const passing = harness.eventually(() => now(harness) > from + 10_000);
    await left.promise;
    const begun = now(harness);
    await opened(harness, mette, setup, 'Forlæng svarfristen');
    expect(now(harness) - begun).toBeLessThan(2_000);
    await passing;
  });
});

describe('cards that everybody fills in', () => {
  it('are not edited between their posting and their closing, whatever others press', async () => {
    const harness = await startHarness({ at: begin });
    const { setup, themes } = await startRound(harness, { expected: '4' });
    await answerAll(harness, themes, [anders]);
    await harness.press(mette, setup, 'Opdater');
    await harness.press(mette, setup, 'Mind om at svare');
    const form = await opened(harness, mette, setup, 'Forlæng svarfristen');
    await onCard(harness, mette, setup, form, 'Gem den nye svarfrist', { deadline: '2026-12-16' });
    await answerAll(harness, themes, [fatima, lars], '3');
    await harness.eventually(() => textOf(setup.cardNow).includes('3 af 4 har svaret'));
    await quiet(harness);
    expect(themes.map(({ updates }) => updates)).toEqual([0, 0, 0, 0]);
    await answerAll(harness, themes, [mette]);
    const summary = await cardThat(harness, 'Overblik');
    await harness.press(mette, summary, 'Prioritér sammen');
    const dots = await cardThat(harness, 'Prioritér sammen');
    for (const person of [anders, fatima])
      await harness.press(person, dots, 'Gem mine prikker', { dots: 'unge-som-medskabere' });
    await harness.press(mette, summary, 'Prioritér sammen');
    await quiet(harness);
    expect(dots.updates).toBe(0);
  });
});

describe('a template with something to fill in', () => {
  /** Posts of their own, cards that are filled in where they are, and one with a field to copy from. */
  const inPlace = ['choosing', 'erase', 'invitation', 'own', 'plan', 'role', 'setup', 'theme'];

  it('is known as a form, or stands here', () => {
    const folder = new URL('../../cards/', import.meta.url);
    const filledIn = readdirSync(folder)
      .filter((file) => readFileSync(new URL(file, folder), 'utf8').includes('"type": "Input.'))
      .map((file) => file.replace('.json', ''));
    expect(filledIn.toSorted()).toEqual([...forms, ...inPlace].toSorted());
  });
});
