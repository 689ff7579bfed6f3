import { describe, expect, it } from 'vitest';
import { local, said } from '../domain/wall-time.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { buttons, textOf } from '../support/cards.ts';
import type { Shown } from '../support/connector.ts';
import {
  allScores,
  anders,
  answerAll,
  fatima,
  isOver,
  mette,
  notHere,
  pressTwo,
  saved,
  startRound,
} from '../support/rounds.ts';
import { dueItem, here, moveTo, now, onlyPost, pass, posts, quiet } from '../support/time.ts';

// A Wednesday; the set-up card offers 9 December 16:00.
const begin = '2026-11-25 10:00';
const deadlineId = (round: string, occasion = '2026-12-09T16:00') => `deadline:${round}:${occasion}`;

async function started(given: Record<string, unknown> = {}) {
  const harness = await startHarness({ at: begin });
  const round = await startRound(harness, { expected: '8', nudges: 'false', ...given });
  const stored = async () => {
    const found = await harness.store.round(here, round.id);
    if (!found) throw new Error('the round is gone');
    return found.record;
  };
  return { harness, ...round, stored };
}

const summaries = (harness: Harness) => posts(harness, 'Overblik');

describe('the deadline of a round', () => {
  it('closes it and posts the summary, and the cards become results', async () => {
    const { harness, id, setup, themes, stored } = await started();
    await answerAll(harness, themes, [mette, anders]);
    await pass(harness, '2026-12-09 16:00');
    const summary = onlyPost(harness, 'Overblik');
    expect(textOf(summary.cardNow)).toContain('2 af 8 har svaret');
    expect(await stored()).toMatchObject({ state: 'closed', closedBy: 'deadline' });
    expect(themes.every(isOver)).toBe(true);
    expect(textOf(setup.cardNow)).toContain('Runden er lukket');
    expect((await dueItem(harness, deadlineId(id))).state).toBe('done');
  });

  it('is not a millisecond early: an answer a minute before counts, and one after is refused', async () => {
    const { harness, themes, stored } = await started();
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    await pass(harness, '2026-12-09 15:59');
    const open = { ...theme };
    expect((await harness.press(anders, open, 'Gem min vurdering', allScores(theme, '3'))).text).toContain(saved);
    expect((await stored()).state).toBe('open');
    await pass(harness, '2026-12-09 16:00');
    expect((await harness.press(fatima, open, 'Gem min vurdering', allScores(open, '3'))).text).toContain(notHere);
    const { summary } = await stored();
    expect(summary?.people).toBe(1);
    expect(summary?.closedAt).toBeGreaterThanOrEqual(local('2026-12-09 16:00'));
  });

  it.each([
    { day: '2026-03-29', time: '02:30', instant: '2026-03-29T01:30:00Z', why: 'a time that summer time skips' },
    { day: '2026-10-25', time: '02:30', instant: '2026-10-25T00:30:00Z', why: 'the first of a time that comes twice' },
    { day: '2027-03-28', time: '02:30', instant: '2027-03-28T01:30:00Z', why: 'a time that summer time skips' },
    { day: '2027-10-31', time: '02:30', instant: '2027-10-31T00:30:00Z', why: 'the first of a time that comes twice' },
    { day: '2026-03-29', time: '08:00', instant: '2026-03-29T06:00:00Z', why: 'a morning in summer time' },
    { day: '2026-10-25', time: '08:00', instant: '2026-10-25T07:00:00Z', why: 'a morning in winter time' },
  ])('at $day $time is $why, $instant', async ({ day, time, instant }) => {
    const at = Date.parse(instant);
    const harness = await startHarness({ at: said(at - 3 * 86_400_000) });
    const { id } = await startRound(harness, { deadline: day, deadlineTime: time, nudges: 'false' });
    await pass(harness, at - 60_000);
    expect((await harness.store.round(here, id))?.record.state).toBe('open');
    await pass(harness, at);
    expect((await harness.store.round(here, id))?.record.state).toBe('closed');
    expect((await dueItem(harness, deadlineId(id, `${day}T${time}`))).dueAt).toBe(at);
  });

  it('that passed while the bot was down closes the round when it is up again by day', async () => {
    const { harness, stored } = await started();
    await harness.restart('2026-12-14 11:00');
    await quiet(harness);
    expect((await stored()).state).toBe('closed');
    expect(summaries(harness)).toHaveLength(1);
  });

  it('that passed while the bot was down waits for the morning where it is up again by night', async () => {
    const { harness, themes, stored } = await started();
    await harness.restart('2026-12-09 23:30');
    await quiet(harness);
    expect((await stored()).state).toBe('open');
    await answerAll(harness, themes, [fatima]);
    await pass(harness, '2026-12-10 06:55');
    expect([(await stored()).state, summaries(harness).length]).toEqual(['open', 0]);
    await pass(harness, '2026-12-10 07:00');
    expect((await stored()).state).toBe('closed');
    expect(textOf(onlyPost(harness, 'Overblik').cardNow)).toContain('1 af 8 har svaret');
  });

  it('and two clicks on close at that moment close the round once, with one summary', async () => {
    const { harness, setup, themes, stored } = await started();
    await answerAll(harness, themes, [anders]);
    moveTo(harness, '2026-12-09 15:59');
    const question = await harness.press(mette, setup, 'Luk runden');
    const asked = { ...setup, cardNow: question.card ?? setup.cardNow };
    moveTo(harness, '2026-12-09 16:00');
    const replies = await Promise.all([harness.press(mette, asked, 'Luk nu'), harness.press(mette, asked, 'Luk nu')]);
    for (const { text } of replies) expect(text).toContain('Runden er lukket');
    await quiet(harness);
    expect(summaries(harness)).toHaveLength(1);
    expect((await stored()).state).toBe('closed');
  });

  it('does nothing in a round that was closed before it', async () => {
    const { harness, id, setup, stored } = await started();
    await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
    await quiet(harness);
    const before = await stored();
    await pass(harness, '2026-12-09 16:00');
    expect(await stored()).toEqual(before);
    expect(before.closedBy).toBe('person');
    expect((await dueItem(harness, deadlineId(id))).state).toBe('cancelled');
    expect(summaries(harness)).toHaveLength(1);
  });

  it('of 400 days away is kept, and the round closes then', async () => {
    const { harness, themes, stored } = await started({ deadline: '2027-12-30', closeWhenAll: 'false' });
    await answerAll(harness, themes, [anders]);
    for (const at of ['2027-03-01 12:00', '2027-11-25 10:00', '2027-12-30 15:59']) {
      await pass(harness, at);
      expect((await stored()).state).toBe('open');
    }
    await answerAll(harness, themes, [fatima]);
    await pass(harness, '2027-12-30 16:00');
    expect(await stored()).toMatchObject({ state: 'closed', summary: { people: 2 } });
    expect(summaries(harness)).toHaveLength(1);
  });
});

describe('extending the deadline', () => {
  const extend = (harness: Harness, person: string, setup: Shown, given: Record<string, unknown>) =>
    pressTwo(harness, person, setup, ['Forlæng svarfristen', 'Gem den nye svarfrist'], given);

  it('moves the closing: nothing happens at the old time, and the status and everybody’s own view say the new one', async () => {
    const { harness, id, setup, themes, stored } = await started();
    const reply = await extend(harness, mette, setup, { deadline: '2026-12-16', deadlineTime: '12:30' });
    expect(reply.text).toContain('Svarfrist: 16. december 2026 kl. 12.30');
    await harness.eventually(() => textOf(setup.cardNow).includes('16. december 2026 kl. 12.30'));
    await quiet(harness);
    // What somebody has filled in on a theme's card is lost with an update, so such a card says where a new one is.
    expect(themes.map(({ updates }) => updates)).toEqual([0, 0, 0, 0]);
    expect(themes.every(({ cardNow: card }) => textOf(card).includes('en ny svarfrist, hvis I forlænger den'))).toBe(
      true,
    );
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const own = await harness.press(anders, theme, 'Se min vurdering');
    expect(
      (await harness.press(anders, { ...theme, cardNow: own.card ?? theme.cardNow }, 'Giv min vurdering')).text,
    ).toContain('16. december 2026');
    await pass(harness, '2026-12-09 16:00');
    expect((await stored()).state).toBe('open');
    expect((await dueItem(harness, deadlineId(id))).state).toBe('cancelled');
    await answerAll(harness, themes, [anders]);
    await pass(harness, '2026-12-16 12:29');
    expect((await stored()).state).toBe('open');
    await pass(harness, '2026-12-16 12:30');
    expect((await stored()).state).toBe('closed');
    expect(summaries(harness)).toHaveLength(1);
  });

  it('to an hour that summer time skips says the hour that counts', async () => {
    const { harness, setup, themes, stored } = await started();
    const reply = await extend(harness, mette, setup, { deadline: '2027-03-28', deadlineTime: '02:30' });
    expect(reply.text).toContain('Svarfrist: 28. marts 2027 kl. 3.30');
    await harness.eventually(() => textOf(setup.cardNow).includes('28. marts 2027 kl. 3.30'));
    await quiet(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const own = await harness.press(anders, theme, 'Se min vurdering');
    const form = await harness.press(anders, { ...theme, cardNow: own.card ?? theme.cardNow }, 'Giv min vurdering');
    expect(form.text).toContain('28. marts 2027 kl. 3.30');
    await pass(harness, '2027-03-28 03:29');
    expect((await stored()).state).toBe('open');
    await pass(harness, '2027-03-28 03:30');
    // Nobody is told at night.
    await pass(harness, '2027-03-28 07:00');
    expect((await stored()).state).toBe('closed');
  });

  it('starts from the deadline that is, and says so', async () => {
    const { harness, setup } = await started();
    const form = await harness.press(mette, setup, 'Forlæng svarfristen');
    expect(form.text).toContain('Svarfristen er den 9. december 2026 kl. 16.00');
    expect(JSON.stringify(form.card)).toContain('"value":"2026-12-09"');
  });

  it.each([
    {
      given: { deadline: '2026-12-08' },
      fault:
        'Svarfrist: »8. december 2026 kl. 16.00« kan ikke bruges. Den nye svarfrist skal ligge efter den nuværende',
    },
    {
      given: { deadlineTime: '15:59' },
      fault:
        'Svarfrist: »9. december 2026 kl. 15.59« kan ikke bruges. Den nye svarfrist skal ligge efter den nuværende',
    },
    {
      given: { deadline: '2026-11-24' },
      fault: 'Svarfrist: »24. november 2026 kl. 16.00« kan ikke bruges. Tidspunktet er passeret',
    },
    {
      given: { deadline: '2027-12-31' },
      fault: 'Svarfrist: »31. december 2027 kl. 16.00« kan ikke bruges. Vælg en dag inden for 400 dage',
    },
    {
      given: {},
      fault:
        'Svarfrist: »9. december 2026 kl. 16.00« kan ikke bruges. Den nye svarfrist skal ligge efter den nuværende',
    },
    { given: { deadline: '2026-13-45' }, fault: 'Vælg en dag og et klokkeslæt' },
    { given: { deadline: 'i morgen' }, fault: 'Vælg en dag og et klokkeslæt' },
    { given: { deadlineTime: '25:00' }, fault: 'Vælg en dag og et klokkeslæt' },
    { given: { deadlineTime: '' }, fault: 'Vælg en dag og et klokkeslæt' },
  ])('with $given is asked for again: $fault', async ({ fault, given }) => {
    const { harness, setup, stored } = await started();
    const before = await stored();
    const reply = await extend(harness, mette, setup, given);
    expect(reply.text).toContain(fault);
    expect(buttons(reply.card).map(({ title }) => title)).toContain('Gem den nye svarfrist');
    expect(await stored()).toEqual(before);
  });

  it('is for whoever leads the round', async () => {
    const { harness, setup, stored } = await started();
    const asked = await harness.press(anders, setup, 'Forlæng svarfristen');
    expect(asked.text).toContain('Det kan kun den, der startede runden, eller en tovholder gøre');
    const { id } = await stored();
    const given = { round: id, deadline: '2026-12-24', deadlineTime: '12:00' };
    expect((await harness.execute(anders, setup, 'extend', given)).text).toContain('Det kan kun den');
    expect((await stored()).deadline).toBe('2026-12-09');
  });

  it('is too late once the round is closed', async () => {
    const { harness, setup, stored } = await started();
    const form = await harness.press(mette, setup, 'Forlæng svarfristen');
    await pass(harness, '2026-12-09 16:00');
    const before = await stored();
    const on = { ...setup, cardNow: form.card ?? setup.cardNow };
    const reply = await harness.press(mette, on, 'Gem den nye svarfrist', { deadline: '2026-12-16' });
    expect(reply.text).toContain(notHere);
    expect(await stored()).toEqual(before);
  });

  it('is done once when the button is pressed twice', async () => {
    const { harness, setup, stored } = await started();
    const form = await harness.press(mette, setup, 'Forlæng svarfristen');
    const on = { ...setup, cardNow: form.card ?? setup.cardNow };
    const press = () => harness.press(mette, on, 'Gem den nye svarfrist', { deadline: '2026-12-16' });
    for (const { text } of [...(await Promise.all([press(), press()])), await press()])
      expect(text).toContain('Svarfrist: 16. december 2026 kl. 16.00');
    await pass(harness, '2026-12-16 15:59');
    expect((await stored()).state).toBe('open');
    await pass(harness, '2026-12-16 16:00');
    expect(summaries(harness)).toHaveLength(1);
  });

  it('to the very deadline that it has is no fault on a form that does not say what it was made from', async () => {
    const { harness, id, setup, stored } = await started();
    const before = await stored();
    const reply = await harness.execute(mette, setup, 'extend', {
      round: id,
      deadline: '2026-12-09',
      deadlineTime: '16:00',
    });
    expect(reply.text).toContain('Svarfrist: 9. december 2026 kl. 16.00');
    expect(await stored()).toEqual(before);
  });

  it('by two people at once ends with one deadline, which both learn of', async () => {
    const { harness, setup, stored } = await started();
    const form = await harness.press(mette, setup, 'Forlæng svarfristen');
    const on = { ...setup, cardNow: form.card ?? setup.cardNow };
    const [one, other] = await Promise.all([
      harness.press(mette, on, 'Gem den nye svarfrist', { deadline: '2026-12-16' }),
      harness.press(mette, on, 'Gem den nye svarfrist', { deadline: '2026-12-18' }),
    ]);
    const { deadline } = await stored();
    // The 18th may follow the 16th; the 16th, coming second, is told that it is not later.
    expect(deadline).toBe('2026-12-18');
    expect(other.text).toContain('18. december 2026');
    expect(one.text).toMatch(/1[68]\. december 2026/);
    await pass(harness, '2026-12-16 16:00');
    expect((await stored()).state).toBe('open');
    await pass(harness, '2026-12-18 16:00');
    expect((await stored()).state).toBe('closed');
    expect(now(harness)).toBeGreaterThanOrEqual(local('2026-12-18 16:00'));
  });

  it('moves the reminders along, and those for the old deadline do not come', async () => {
    const { harness, setup } = await started({ nudges: 'true' });
    await extend(harness, mette, setup, { deadline: '2026-12-16' });
    await pass(harness, '2026-12-02 09:00');
    expect(posts(harness, 'Husk at svare')).toHaveLength(0);
    await pass(harness, '2026-12-04 09:00');
    expect(posts(harness, 'Husk at svare')).toHaveLength(1);
    await pass(harness, '2026-12-08 09:00');
    expect(posts(harness, 'Husk at svare')).toHaveLength(1);
    await pass(harness, '2026-12-15 09:00');
    expect(posts(harness, 'Husk at svare')).toHaveLength(2);
    expect(textOf(posts(harness, 'Husk at svare')[1]?.cardNow)).toContain('16. december 2026 kl. 16.00');
  });
});
