import { describe, expect, it } from 'vitest';
import { startHarness } from '../support/app.ts';
import { buttons, inputs, parts, textOf } from '../support/cards.ts';
import { anders, fatima, mette, notHere, pressTwo, startRound } from '../support/rounds.ts';
import { reminders, scheduleForm, setSchedule } from '../support/schedules.ts';
import { dueItem, here, moveTo, now, pass, posts, quiet, takeOver } from '../support/time.ts';

// A Wednesday.
const begin = '2026-11-25 10:00';

describe('påmindelse', () => {
  it('offers a form that is filled in with what most will want', async () => {
    const harness = await startHarness({ at: begin });
    const form = await scheduleForm(harness);
    expect(inputs(form.cardNow)).toEqual({ cadence: 'halfYear', every: '4', time: '09:00', zone: 'Europe/Copenhagen' });
    const reply = await harness.press(mette, form, 'Gem');
    expect(reply.text).toContain('Hvert halve år');
  });

  it('can be left: nothing is changed, and what there is is shown', async () => {
    const harness = await startHarness({ at: begin });
    const form = await scheduleForm(harness);
    const left = await harness.press(mette, form, 'Annuller');
    expect(left.text).toContain('Der er ikke planlagt flere påmindelser.');
    expect(buttons(left.card).map(({ title }) => title)).toEqual(['Vælg, hvornår I vurderer igen']);
    expect(await harness.store.schedule(here)).toBeUndefined();
    const { post } = await setSchedule(harness);
    const before = await harness.store.schedule(here);
    const edit = await harness.press(mette, post, 'Ret');
    const again = await harness.press(mette, { ...post, cardNow: edit.card ?? post.cardNow }, 'Annuller', {
      cadence: 'year',
    });
    expect(again.text).toContain('Hvert halve år');
    expect(await harness.store.schedule(here)).toEqual(before);
  });

  it.each(['påmindelse', 'PÅMINDELSE', 'paamindelse', 'reminder'])('is understood as %s', async (word) => {
    const harness = await startHarness({ at: begin });
    await harness.say(mette, word);
    await harness.eventually(() => posts(harness, 'Hvornår vil I vurdere igen?').length === 1);
  });

  it.each([
    {
      given: { cadence: 'quarter' },
      words: 'Hvert kvartal',
      next: [
        'torsdag den 25. februar 2027 kl. 9.00',
        'tirsdag den 25. maj 2027 kl. 9.00',
        'onsdag den 25. august 2027 kl. 9.00',
      ],
    },
    {
      given: { cadence: 'halfYear', time: '08:15' },
      words: 'Hvert halve år',
      next: [
        'tirsdag den 25. maj 2027 kl. 8.15',
        'torsdag den 25. november 2027 kl. 8.15',
        // Kristi himmelfartsdag 2028.
        'fredag den 26. maj 2028 kl. 8.15',
      ],
    },
    {
      given: { cadence: 'year' },
      words: 'Hvert år',
      next: [
        'torsdag den 25. november 2027 kl. 9.00',
        // A Saturday, and a Sunday the year after.
        'mandag den 27. november 2028 kl. 9.00',
        'mandag den 26. november 2029 kl. 9.00',
      ],
    },
    {
      given: { cadence: 'months', every: '1' },
      words: 'Hver måned',
      next: [
        // Christmas up to the Sunday.
        'mandag den 28. december 2026 kl. 9.00',
        'mandag den 25. januar 2027 kl. 9.00',
        'torsdag den 25. februar 2027 kl. 9.00',
      ],
    },
    {
      given: { cadence: 'months', every: '5', zone: 'Atlantic/Faroe' },
      words: 'Hver 5. måned',
      next: [
        // A Sunday, and a Saturday.
        'mandag den 26. april 2027 kl. 9.00',
        'mandag den 27. september 2027 kl. 9.00',
        'fredag den 25. februar 2028 kl. 9.00',
      ],
    },
    {
      given: { cadence: 'date', date: '2027-03-26', time: '18:00' },
      words: 'Én gang',
      // Langfredag, so the Tuesday after Easter.
      next: ['tirsdag den 30. marts 2027 kl. 18.00'],
    },
  ])('says $words and the next times back for $given', async ({ given, words, next }) => {
    const harness = await startHarness({ at: begin });
    const form = await scheduleForm(harness);
    const reply = await harness.press(mette, form, 'Gem', given);
    const lines = reply.text.split('\n');
    expect(lines).toContain(words);
    expect(lines.filter((line) => / kl\. /.test(line))).toEqual(next);
    // The post that was the form shows it to everyone.
    await harness.eventually(() => textOf(form.cardNow) === reply.text);
  });

  it.each([
    { given: { cadence: 'months', every: '0' }, fault: 'et helt tal fra 1 til 36' },
    { given: { cadence: 'months', every: '37' }, fault: 'et helt tal fra 1 til 36' },
    { given: { cadence: 'months', every: '2.5' }, fault: 'Der mangler noget' },
    {
      given: { cadence: 'months', every: '-3' },
      fault: '»-3« kan ikke bruges. Antallet af måneder skal være et helt tal fra 1 til 36',
    },
    { given: { cadence: 'months', every: 'to' }, fault: 'Der mangler noget' },
    { given: { cadence: 'months', every: '' }, fault: 'Der mangler noget' },
    { given: { cadence: 'date' }, fault: 'Der mangler noget' },
    { given: { cadence: 'date', date: '31.12-2026' }, fault: 'Der mangler noget' },
    { given: { cadence: 'date', date: '2027-02-29' }, fault: 'Der mangler noget' },
    { given: { cadence: 'date', date: '2026-11-24' }, fault: 'Vælg en dag fra i dag' },
    { given: { cadence: 'date', date: '2031-11-26' }, fault: 'højst 5 år frem' },
    // Today, but an hour ago.
    { given: { cadence: 'date', date: '2026-11-25', time: '09:00' }, fault: 'Vælg en dag fra i dag' },
    { given: { cadence: 'date', date: ['2027-01-01', '2027-01-02'] }, fault: 'Der mangler noget' },
    { given: { cadence: 'weekly' }, fault: 'Der mangler noget' },
    { given: { cadence: 'trial' }, fault: 'Der mangler noget' },
    { given: { cadence: '__proto__' }, fault: 'Der mangler noget' },
    { given: { time: '06:59' }, fault: 'Vælg et tidspunkt mellem kl. 7.00 og 18.00' },
    { given: { time: '18:01' }, fault: '»18.01« kan ikke bruges. Vælg et tidspunkt mellem kl. 7.00 og 18.00' },
    { given: { time: '24:00' }, fault: 'Der mangler noget' },
    { given: { time: '9' }, fault: 'Der mangler noget' },
    { given: { time: '' }, fault: 'Der mangler noget' },
    { given: { zone: 'Europe/Aarhus' }, fault: 'Der mangler noget' },
    { given: { zone: 'x'.repeat(100_000) }, fault: 'Der mangler noget' },
    { given: { zone: {} }, fault: 'Der mangler noget' },
  ])('asks again, for $given: $fault', async ({ given, fault }) => {
    const harness = await startHarness({ at: begin });
    const form = await scheduleForm(harness);
    const reply = await harness.press(mette, form, 'Gem', given);
    expect(reply.text).toContain(fault);
    expect(buttons(reply.card).map(({ title }) => title)).toEqual(['Gem', 'Annuller']);
    expect(await harness.store.schedule(here)).toBeUndefined();
    expect(await harness.store.due(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
  });

  it('takes today, where the time is still to come', async () => {
    const harness = await startHarness({ at: begin });
    await setSchedule(harness, { cadence: 'date', date: '2026-11-25', time: '10:30' });
    await pass(harness, '2026-11-25 10:30');
    expect(reminders(harness)).toHaveLength(1);
  });
});

describe('the schedule of a channel', () => {
  it('is one: written again the command shows it, with ways to change and stop it', async () => {
    const harness = await startHarness({ at: begin });
    await setSchedule(harness, { cadence: 'quarter' });
    await harness.say(anders, 'påmindelse');
    const shown = await harness.eventually(() => posts(harness, 'Påmindelser om at vurdere igen')[1]);
    expect(textOf(shown.cardNow)).toContain('Hvert kvartal');
    expect(buttons(shown.cardNow).map(({ title }) => title)).toEqual(['Ret', 'Stop påmindelser']);
  });

  it('that is changed is shown to everyone on its post', async () => {
    const harness = await startHarness({ at: begin });
    const { post } = await setSchedule(harness);
    const reply = await pressTwo(harness, mette, post, ['Ret', 'Gem'], { cadence: 'quarter' });
    expect(reply.text).toContain('Hvert kvartal');
    await harness.eventually(() => textOf(post.cardNow) === reply.text);
    const stopped = await harness.press(mette, post, 'Stop påmindelser');
    await harness.eventually(() => textOf(post.cardNow) === stopped.text);
    await pressTwo(harness, mette, post, ['Ret', 'Gem'], { cadence: 'year' });
    await harness.eventually(() => textOf(post.cardNow).includes('Hvert år'));
  });

  it('that is changed cancels the old one: only the new one comes', async () => {
    const harness = await startHarness({ at: begin });
    const { post, id } = await setSchedule(harness, { cadence: 'quarter' });
    const form = await harness.press(mette, post, 'Ret');
    expect(inputs(form.card)).toMatchObject({ cadence: 'quarter', time: '09:00' });
    const on = { ...post, cardNow: form.card ?? post.cardNow };
    const reply = await harness.press(mette, on, 'Gem', { cadence: 'date', date: '2027-03-02', time: '13:00' });
    expect(reply.text).toContain('tirsdag den 2. marts 2027 kl. 13.00');
    expect((await dueItem(harness, `reassess:${id}:2027-02-25`)).state).toBe('cancelled');
    await pass(harness, '2027-02-25 09:00');
    expect(reminders(harness)).toEqual([]);
    await pass(harness, '2027-03-02 13:00');
    expect(reminders(harness)).toHaveLength(1);
    await pass(harness, '2027-05-25 09:00');
    expect(reminders(harness)).toHaveLength(1);
  });

  it('saved twice by two presses is saved once', async () => {
    const harness = await startHarness({ at: begin });
    const form = await scheduleForm(harness);
    const on = { ...form };
    await Promise.all([1, 2, 3].map(() => harness.press(mette, on, 'Gem', { cadence: 'quarter' })));
    await harness.press(mette, on, 'Gem', { cadence: 'quarter' });
    await pass(harness, '2027-02-25 09:00');
    expect(reminders(harness)).toHaveLength(1);
  });

  it('set by two people at once is one of the two', async () => {
    const harness = await startHarness({ at: begin });
    const [one, other] = [await scheduleForm(harness, mette), await scheduleForm(harness, anders)];
    await Promise.all([
      harness.press(mette, one, 'Gem', { cadence: 'date', date: '2027-03-02' }),
      harness.press(anders, other, 'Gem', { cadence: 'date', date: '2027-03-03' }),
    ]);
    const kept = (await harness.store.schedule(here))?.record.rule.cadence;
    expect([{ date: '2027-03-02' }, { date: '2027-03-03' }]).toContainEqual({
      date: kept?.kind === 'date' && kept.date,
    });
    await pass(harness, '2027-03-02 09:00');
    await pass(harness, '2027-03-03 09:00');
    expect(reminders(harness)).toHaveLength(1);
  });

  it('that is stopped says so, and nothing comes', async () => {
    const harness = await startHarness({ at: begin });
    const { post, id } = await setSchedule(harness, { cadence: 'quarter' });
    const reply = await harness.press(mette, post, 'Stop påmindelser');
    expect(reply.text).toContain('Påmindelser er slået fra');
    await harness.eventually(() => textOf(post.cardNow).includes('Påmindelser er slået fra'));
    expect((await dueItem(harness, `reassess:${id}:2027-02-25`)).state).toBe('cancelled');
    await pass(harness, '2027-02-25 09:00');
    await pass(harness, '2027-05-25 09:00');
    expect(reminders(harness)).toEqual([]);
    const form = await scheduleForm(harness);
    expect(inputs(form.cardNow).cadence).toBe('quarter');
  });

  it('started again after a stop is another, and comes', async () => {
    const harness = await startHarness({ at: begin });
    const { post } = await setSchedule(harness, { cadence: 'quarter' });
    await harness.press(mette, post, 'Stop påmindelser');
    await quiet(harness);
    await setSchedule(harness, { cadence: 'quarter' });
    await pass(harness, '2027-02-25 09:00');
    expect(reminders(harness)).toHaveLength(1);
  });

  it('is told in the status, with when it comes next', async () => {
    const harness = await startHarness({ at: begin });
    await setSchedule(harness, { cadence: 'quarter' });
    await harness.say(anders, 'status');
    const status = await harness.eventually(() => posts(harness, /Der er ingen runde i gang/)[0]);
    expect(textOf(status.cardNow)).toContain(
      'Næste påmindelse om at vurdere igen: torsdag den 25. februar 2027 kl. 9.00.',
    );
  });
});

describe('a post that showed the schedule before another did', () => {
  const elsewhere = 'Det står på et nyere kort';

  async function twoForms() {
    const harness = await startHarness({ at: begin });
    const first = await scheduleForm(harness);
    const second = await scheduleForm(harness);
    await harness.press(mette, first, 'Gem', { cadence: 'quarter' });
    await harness.eventually(() => textOf(first.cardNow).includes('Hvert kvartal'));
    await quiet(harness);
    return { harness, first, second, before: structuredClone(first) };
  }

  it.each(['year', 'quarter'])(
    'says so, also after a late update of before, where the other form said %s',
    async (cadence) => {
      const { harness, first, second, before } = await twoForms();
      const { text } = await harness.press(mette, second, 'Gem', { cadence });
      await harness.eventually(() => textOf(second.cardNow) === text);
      await harness.eventually(() => textOf(first.cardNow).includes(elsewhere));
      first.cardNow = before.cardNow;
      await pass(harness, now(harness) + 40_000);
      await quiet(harness);
      expect(textOf(first.cardNow)).toContain(elsewhere);
      expect(textOf(second.cardNow)).toBe(text);
      expect((await harness.press(mette, first, 'Se påmindelserne')).text).toBe(text);
      expect((await harness.store.schedule(here))?.record.older).toBeUndefined();
      await harness.press(mette, second, 'Stop påmindelser');
      await harness.eventually(() => textOf(second.cardNow).includes('Påmindelser er slået fra'));
      expect(textOf(first.cardNow)).toContain(elsewhere);
    },
  );

  it('says so though the process ended before it could, and another took over', async () => {
    const { harness, first, second } = await twoForms();
    harness.connector.fate = ({ method }) => (method === 'PUT' ? { kind: 'status', status: 503 } : { kind: 'accept' });
    const { text } = await harness.press(mette, second, 'Gem', { cadence: 'year' });
    await harness.stop();
    harness.connector.fate = () => ({ kind: 'accept' });
    await takeOver(harness);
    await harness.eventually(() => textOf(first.cardNow).includes(elsewhere));
    expect(textOf(second.cardNow)).toBe(text);
  });

  it('says so where somebody asked for the schedule anew, which then follows there', async () => {
    const { harness, first } = await twoForms();
    await harness.say(anders, 'påmindelse');
    const shown = await harness.eventually(() => posts(harness, /Hvert kvartal/).find((post) => post !== first));
    await harness.eventually(() => textOf(first.cardNow).includes(elsewhere));
    await pressTwo(harness, mette, shown, ['Ret', 'Gem'], { cadence: 'year' });
    await harness.eventually(() => textOf(shown.cardNow).includes('Hvert år'));
  });

  it('stops nothing with its old button, and shows what is so', async () => {
    const { harness, second, before } = await twoForms();
    const { text } = await harness.press(mette, second, 'Gem', { cadence: 'year' });
    await quiet(harness);
    expect((await harness.press(mette, before, 'Stop påmindelser')).text).toBe(text);
    expect((await harness.store.schedule(here))?.record.stopped).toBe(false);
  });

  it('is a line where everything in the channel is deleted', async () => {
    const { harness, first, second } = await twoForms();
    await startRound(harness);
    await harness.press(mette, second, 'Gem', { cadence: 'year' });
    await harness.execute(mette, second, 'eraseChannel', {});
    await pass(harness, now(harness) + 40_000);
    for (const post of [first, second]) expect(buttons(post.cardNow)).toEqual([]);
  });
});

describe('who may set a schedule', () => {
  const notFacilitator = 'Det kan kun en tovholder gøre';

  it('anyone in the channel, where it has no tovholder yet', async () => {
    const harness = await startHarness({ at: begin });
    await setSchedule(harness, { cadence: 'quarter' }, fatima);
  });

  it('a tovholder and nobody else, where there is one', async () => {
    const harness = await startHarness({ at: begin });
    await startRound(harness);
    const form = await scheduleForm(harness, anders);
    expect((await harness.press(anders, form, 'Gem', { cadence: 'quarter' })).text).toContain(notFacilitator);
    expect(await harness.store.schedule(here)).toBeUndefined();
    const { text } = await harness.press(mette, form, 'Gem', { cadence: 'quarter' });
    expect(text).toContain('Hvert kvartal');
    await quiet(harness);
    expect((await harness.press(anders, form, 'Stop påmindelser')).text).toContain(notFacilitator);
    expect((await harness.store.schedule(here))?.record.stopped).toBe(false);
  });

  it('nobody from outside: not a stranger, and not from another channel', async () => {
    const harness = await startHarness({ at: begin });
    const form = await scheduleForm(harness);
    expect((await harness.press('29:stranger', form, 'Gem', { cadence: 'quarter' })).text).toContain(notHere);
    expect(await harness.store.schedule(here)).toBeUndefined();
    const { post, id } = await setSchedule(harness, { cadence: 'quarter' });
    const elsewhere = { conversationId: '19:andet@thread.tacv2', activityId: post.activityId };
    for (const verb of ['stopSchedule', 'snooze'])
      expect((await harness.execute(mette, elsewhere, verb, { schedule: id, day: '2027-02-25' })).text).toContain(
        notHere,
      );
    expect((await harness.store.schedule(here))?.record).toMatchObject({ stopped: false });
  });
});

describe('a reminder that comes once', () => {
  it('offers no way to stop it once it has come', async () => {
    const harness = await startHarness({ at: begin });
    const { post } = await setSchedule(harness, { cadence: 'date', date: '2026-11-27' });
    expect(buttons(post.cardNow).map(({ title }) => title)).toEqual(['Ret', 'Stop påmindelser']);
    moveTo(harness, '2026-11-27 09:01');
    harness.app.sweep();
    const [reminder] = await harness.eventually(() => reminders(harness).length > 0 && reminders(harness));
    expect(buttons(reminder?.cardNow).map(({ title }) => title)).toEqual(['Start nu', 'Udskyd en uge']);
    await harness.say(mette, 'påmindelse');
    await harness.eventually(() => posts(harness, 'Påmindelser om at vurdere igen').length === 2);
    const shown = posts(harness, 'Påmindelser om at vurdere igen')[1];
    expect(textOf(shown?.cardNow)).toContain('Der er ikke planlagt flere påmindelser.');
    expect(buttons(shown?.cardNow).map(({ title }) => title)).toEqual(['Ret']);
  });
});

describe('the trial of a minute', () => {
  it('is offered where the bot is only tried, and comes in a minute on any day', async () => {
    // A Saturday night.
    const harness = await startHarness({ at: '2026-11-28 23:59', trial: true });
    const form = await scheduleForm(harness);
    expect(JSON.stringify(parts(form.cardNow).find(({ id }) => id === 'cadence'))).toContain('Om et minut');
    const reply = await harness.press(mette, form, 'Gem', { cadence: 'trial' });
    expect(reply.text.split('\n').filter((line) => / kl\. /.test(line))).toEqual([
      'søndag den 29. november 2026 kl. 0.00',
    ]);
    await quiet(harness);
    expect(reminders(harness)).toEqual([]);
    await pass(harness, now(harness) + 60_000);
    expect(reminders(harness)).toHaveLength(1);
    // The rule behind it would have it once more on the Monday.
    await pass(harness, '2026-11-30 00:00');
    expect(reminders(harness)).toHaveLength(1);
  });

  it('is neither offered nor taken elsewhere', async () => {
    const harness = await startHarness({ at: begin });
    const form = await scheduleForm(harness);
    expect(JSON.stringify(form.cardNow)).not.toContain('trial');
    expect((await harness.press(mette, form, 'Gem', { cadence: 'trial' })).text).toContain('Der mangler noget');
    expect(await harness.store.schedule(here)).toBeUndefined();
  });
});
