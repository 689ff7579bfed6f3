import { describe, expect, it } from 'vitest';
import { local } from '../domain/wall-time.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { buttons, parts, textOf } from '../support/cards.ts';
import { get } from '../support/get.ts';
import { anders, answerAll, fatima, lars, mette, notHere, pressTwo, signe, startRound } from '../support/rounds.ts';
import { reminders, setSchedule } from '../support/schedules.ts';
import { dueItem, here, onlyPost, pass, posts, quiet } from '../support/time.ts';

// A Wednesday. Every quarter from here is 25 February, 25 May, 25 August.
const begin = '2026-11-25 10:00';
const quarter = { cadence: 'quarter' };

async function scheduled(given: Record<string, unknown> = quarter) {
  const harness = await startHarness({ at: begin });
  const schedule = await setSchedule(harness, given);
  return { harness, ...schedule };
}

async function statusText(harness: Harness): Promise<string> {
  const before = harness.connector.shown.length;
  await harness.say(anders, 'status');
  const status = await harness.eventually(() => harness.connector.shown[before]);
  return textOf(status.cardNow);
}

describe('the reminder to score again', () => {
  it('shows the wheel of last time, what it said of each theme, and ways to go on', async () => {
    const harness = await startHarness({ at: begin });
    const { setup, themes } = await startRound(harness, { expected: '9' });
    await answerAll(harness, themes, [mette, anders, fatima, lars, signe], '3');
    await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
    await quiet(harness);
    await setSchedule(harness, quarter);
    await pass(harness, '2027-02-25 08:59');
    expect(reminders(harness)).toEqual([]);
    await pass(harness, '2027-02-25 09:00');
    const { cardNow: card, conversationId } = onlyPost(harness, 'Det er tid til at vurdere igen');
    expect(conversationId).toContain(';messageid=');
    expect(textOf(card)).toContain('Sådan så det ud den 25. november 2026');
    expect(buttons(card).map(({ title }) => title)).toEqual(['Start nu', 'Udskyd en uge', 'Stop påmindelser']);
    const image = parts(card).find(({ type }) => type === 'Image');
    // What it said of each theme stands on the picture, and in its words.
    for (const theme of ['Bæredygtigt samarbejde', 'Sammenhæng i overgange', 'Fælles ansvar og retning'])
      expect(image?.altText).toContain(`${theme} 3,0`);
    expect(image?.altText).toContain('Unge som medskabere 3,0');
    const picture = await get(String(image?.url));
    expect(picture.headers.get('content-type')).toBe('image/png');
  });

  it('says so where there was no round before, and shows no picture', async () => {
    const { harness } = await scheduled();
    await pass(harness, '2027-02-25 09:00');
    const { cardNow: card } = onlyPost(harness, 'Det er tid til at vurdere igen');
    expect(textOf(card)).toContain('I har ikke lukket en runde før');
    expect(parts(card).some(({ type }) => type === 'Image')).toBe(false);
  });

  it('starts a round from its button', async () => {
    const { harness } = await scheduled();
    await pass(harness, '2027-02-25 09:00');
    await harness.press(anders, onlyPost(harness, 'Det er tid til'), 'Start nu');
    const on = await harness.eventually(() => posts(harness, 'Ny runde')[0]);
    expect((await harness.press(anders, on, 'Start runden')).text).toContain('Runden er i gang');
    await harness.eventually(() => posts(harness, /^Tema/).length === 4);
  });

  it('comes time after time', async () => {
    const { harness, id } = await scheduled();
    for (const day of ['2027-02-25', '2027-05-25', '2027-08-25', '2027-11-25']) {
      await pass(harness, `${day} 08:58`);
      const before = reminders(harness).length;
      await pass(harness, `${day} 09:00`);
      expect(reminders(harness)).toHaveLength(before + 1);
      const { conversationId, activityId } = reminders(harness)[before] ?? {};
      expect(await dueItem(harness, `reassess:${id}:${day}`)).toMatchObject({
        state: 'sent',
        post: { conversationId, activityId },
      });
    }
  });

  it('does not come while a round is open, and comes the next time', async () => {
    const { harness, id } = await scheduled();
    const { setup } = await startRound(harness, { deadline: '2027-03-10', nudges: 'false' });
    await pass(harness, '2027-02-25 09:00');
    expect(reminders(harness)).toEqual([]);
    expect((await dueItem(harness, `reassess:${id}:2027-02-25`)).state).toBe('cancelled');
    await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
    await quiet(harness);
    await pass(harness, '2027-05-25 09:00');
    expect(reminders(harness)).toHaveLength(1);
  });
});

describe('a reminder put off', () => {
  it('comes a week later, once, and the times after it stay as they were', async () => {
    const { harness } = await scheduled();
    await pass(harness, '2027-02-25 09:00');
    const first = onlyPost(harness, 'Det er tid til');
    const reply = await harness.press(anders, first, 'Udskyd en uge');
    expect(reply.text).toBe('Udskudt til torsdag den 4. marts 2027 kl. 9.00.');
    await harness.eventually(() => textOf(first.cardNow).includes('Udskudt til torsdag den 4. marts 2027 kl. 9.00'));
    expect(buttons(first.cardNow).map(({ title }) => title)).toEqual(['Start nu', 'Stop påmindelser']);
    expect(await statusText(harness)).toContain('Næste påmindelse om at vurdere igen: torsdag den 4. marts 2027');
    await pass(harness, '2027-03-04 08:58');
    expect(reminders(harness)).toHaveLength(1);
    await pass(harness, '2027-03-04 09:00');
    expect(reminders(harness)).toHaveLength(2);
    await pass(harness, '2027-05-25 09:00');
    expect(reminders(harness)).toHaveLength(3);
  });

  it('twice by two people at once is put off by one week', async () => {
    const { harness } = await scheduled();
    await pass(harness, '2027-02-25 09:00');
    const first = { ...onlyPost(harness, 'Det er tid til') };
    const replies = await Promise.all([anders, fatima].map((who) => harness.press(who, first, 'Udskyd en uge')));
    await pass(harness, '2027-02-26 12:00');
    replies.push(await harness.press(lars, first, 'Udskyd en uge'));
    for (const { text } of replies) expect(text).toBe('Udskudt til torsdag den 4. marts 2027 kl. 9.00.');
    await pass(harness, '2027-03-04 09:00');
    await pass(harness, '2027-03-05 09:00');
    expect(reminders(harness)).toHaveLength(2);
  });

  it('can be put off again when it comes', async () => {
    const { harness } = await scheduled();
    await pass(harness, '2027-02-25 09:00');
    await harness.press(anders, onlyPost(harness, 'Det er tid til'), 'Udskyd en uge');
    await pass(harness, '2027-03-04 09:00');
    const [, second] = reminders(harness);
    if (!second) throw new Error('no second reminder');
    expect((await harness.press(anders, second, 'Udskyd en uge')).text).toContain('11. marts 2027');
    await pass(harness, '2027-03-11 09:00');
    expect(reminders(harness)).toHaveLength(3);
  });

  it('to a closed day comes on the next working day', async () => {
    const { harness } = await scheduled({ cadence: 'date', date: '2027-03-18' });
    await pass(harness, '2027-03-18 09:00');
    // A week on is skærtorsdag.
    const reply = await harness.press(anders, onlyPost(harness, 'Det er tid til'), 'Udskyd en uge');
    expect(reply.text).toContain('tirsdag den 30. marts 2027 kl. 9.00');
    await pass(harness, '2027-03-25 09:00');
    expect(reminders(harness)).toHaveLength(1);
    await pass(harness, '2027-03-30 09:00');
    expect(reminders(harness)).toHaveLength(2);
  });

  it('to the day of the next one is one reminder', async () => {
    // Monthly from 25 November: 25 February and 25 March, which is skærtorsdag and moves to 30 March.
    const { harness } = await scheduled({ cadence: 'months', every: '1' });
    for (const day of ['2026-12-28', '2027-01-25', '2027-02-25']) await pass(harness, `${day} 09:00`);
    const [, , february] = reminders(harness);
    if (!february) throw new Error('no reminder in February');
    // Pressed late, so that a week on is a closed day too.
    await pass(harness, '2027-03-19 12:00');
    expect((await harness.press(anders, february, 'Udskyd en uge')).text).toContain('30. marts 2027');
    await pass(harness, '2027-03-30 09:00');
    expect(reminders(harness)).toHaveLength(4);
  });

  it('is not sent once the schedule was stopped or changed', async () => {
    const { harness } = await scheduled();
    await pass(harness, '2027-02-25 09:00');
    const first = { ...onlyPost(harness, 'Det er tid til') };
    await harness.press(anders, first, 'Udskyd en uge');
    expect((await harness.press(mette, first, 'Stop påmindelser')).text).toContain('Påmindelser er slået fra');
    await harness.eventually(() =>
      textOf(onlyPost(harness, 'Det er tid til').cardNow).includes('Påmindelser er slået fra.'),
    );
    expect(buttons(onlyPost(harness, 'Det er tid til').cardNow).map(({ title }) => title)).toEqual(['Start nu']);
    await pass(harness, '2027-03-04 09:00');
    expect(reminders(harness)).toHaveLength(1);
    expect((await harness.press(anders, first, 'Udskyd en uge')).text).toContain(notHere);
  });
});

describe('closed days', () => {
  // Each with the working day after it; weekday holidays and the three days on which offices are closed.
  it.each([
    { year: 2026, days: ['04-02>04-07', '04-03>04-07', '04-06>04-07', '05-14>05-15', '05-25>05-26', '06-05>06-08'] },
    { year: 2026, days: ['12-24>12-28', '12-25>12-28', '12-26>12-28'] },
    { year: 2027, days: ['01-01>01-04', '03-25>03-30', '03-26>03-30', '03-29>03-30', '05-06>05-07', '05-17>05-18'] },
    { year: 2027, days: ['06-05>06-07', '12-24>12-27', '12-31>01-03'] },
    { year: 2028, days: ['04-13>04-18', '04-14>04-18', '04-17>04-18', '05-25>05-26', '06-05>06-06'] },
    { year: 2028, days: ['12-25>12-27', '12-26>12-27'] },
  ])('of $year have their reminder on the next working day: $days', async ({ year, days }) => {
    const harness = await startHarness({ at: `${year}-${days[0]?.slice(0, 2)}-01 06:00` });
    for (const each of days) {
      const [closed, open] = each.split('>');
      const next = `${open?.startsWith('01') && closed?.startsWith('12') ? year + 1 : year}-${open}`;
      await pass(harness, `${year}-${closed} 06:00`);
      const before = reminders(harness).length;
      await harness.say(mette, 'påmindelse');
      const shown = await harness.eventually(() => harness.connector.shown.at(-1));
      const isKept = buttons(shown.cardNow).some(({ title }) => title === 'Ret');
      const card = isKept ? (await harness.press(mette, shown, 'Ret')).card : shown.cardNow;
      if (!card) throw new Error('no form');
      await harness.press(mette, { ...shown, cardNow: card }, 'Gem', { cadence: 'date', date: `${year}-${closed}` });
      await pass(harness, `${year}-${closed} 09:00`);
      expect([closed, reminders(harness).length]).toEqual([closed, before]);
      await pass(harness, `${next} 09:00`);
      expect([next, reminders(harness).length]).toEqual([next, before + 1]);
    }
  });
});

describe('summer time', () => {
  it.each([
    { day: '2026-03-27', at: '2026-03-27T07:00:00Z', why: 'the last working day of winter time' },
    { day: '2026-03-30', at: '2026-03-30T06:00:00Z', why: 'the first of summer time' },
    { day: '2026-10-23', at: '2026-10-23T06:00:00Z', why: 'the last of summer time' },
    { day: '2026-10-26', at: '2026-10-26T07:00:00Z', why: 'the first of winter time' },
    { day: '2027-03-24', at: '2027-03-24T07:00:00Z', why: 'the last before Easter, in winter time' },
    { day: '2027-03-30', at: '2027-03-30T06:00:00Z', why: 'the first after Easter, in summer time' },
    { day: '2027-10-29', at: '2027-10-29T06:00:00Z', why: 'the last of summer time' },
    { day: '2027-11-01', at: '2027-11-01T07:00:00Z', why: 'the first of winter time' },
  ])('or not, eight o’clock on $day is $at: $why', async ({ day, at }) => {
    const harness = await startHarness({ at: '2026-01-05 10:00' });
    await setSchedule(harness, { cadence: 'date', date: day, time: '08:00' });
    await pass(harness, Date.parse(at) - 60_000);
    expect(reminders(harness)).toEqual([]);
    await pass(harness, Date.parse(at));
    expect(reminders(harness)).toHaveLength(1);
    expect(local(`${day} 08:00`)).toBe(Date.parse(at));
  });
});

describe('a reminder that came due while the bot was down', () => {
  it.each([
    { up: '2027-02-25 09:05', why: '5 minutes' },
    { up: '2027-02-25 15:00', why: '6 hours' },
    { up: '2027-02-25 17:58', why: 'as long as it is day' },
  ])('for $why comes when it is up again, once, and nothing is said of it', async ({ up }) => {
    const { harness } = await scheduled();
    await harness.restart(up);
    await quiet(harness);
    expect(reminders(harness)).toHaveLength(1);
    expect(await statusText(harness)).not.toContain('sprunget over');
    await harness.restart('2027-02-26 09:00');
    await quiet(harness);
    expect(reminders(harness)).toHaveLength(1);
  });

  it.each([
    { up: '2027-02-25 18:00', why: 'until the evening' },
    { up: '2027-02-26 08:00', why: 'until the next day' },
    { up: '2027-03-02 10:00', why: 'for 5 days' },
  ])('$why is left out, which the status says, and the next one comes', async ({ up }) => {
    const { harness, id } = await scheduled();
    await harness.restart(up);
    await quiet(harness);
    expect(reminders(harness)).toEqual([]);
    expect((await dueItem(harness, `reassess:${id}:2027-02-25`)).state).toBe('skippedLate');
    const status = await statusText(harness);
    expect(status).toContain('Påmindelsen den 25. februar 2027 blev sprunget over');
    expect(status).toContain('Næste påmindelse om at vurdere igen: tirsdag den 25. maj 2027 kl. 9.00');
    await pass(harness, '2027-05-25 09:00');
    expect(reminders(harness)).toHaveLength(1);
    expect(await statusText(harness)).not.toContain('sprunget over');
  });

  it('for a year gives no burst: the last that is not too late comes, and every time before it has its end', async () => {
    const { harness, id } = await scheduled({ cadence: 'months', every: '1' });
    await harness.restart('2027-11-25 11:00');
    await quiet(harness);
    expect(reminders(harness)).toHaveLength(1);
    const months = ['2026-12-28', '2027-01-25', '2027-02-25', '2027-03-30', '2027-04-26', '2027-05-25', '2027-06-25'];
    const days = [...months, '2027-07-26', '2027-08-25', '2027-09-27', '2027-10-25', '2027-11-25'];
    const ends = await Promise.all(days.map((day) => dueItem(harness, `reassess:${id}:${day}`)));
    expect(ends.map(({ state }) => state)).toEqual([...Array(11).fill('skippedLate'), 'sent']);
    const status = await statusText(harness);
    expect(status).not.toContain('sprunget over');
    // Christmas once more: Monday 27 December is a working day.
    expect(status).toContain('mandag den 27. december 2027');
  });

  it('tells in the status of the last that was left out', async () => {
    const { harness } = await scheduled({ cadence: 'months', every: '1' });
    await harness.restart('2027-04-10 11:00');
    await quiet(harness);
    expect(reminders(harness)).toEqual([]);
    // 25 March was skærtorsdag.
    expect(await statusText(harness)).toContain('Påmindelsen den 30. marts 2027 blev sprunget over');
  });
});

it('keeps a schedule and when it is next over a restart', async () => {
  const { harness } = await scheduled();
  await harness.restart();
  expect(await statusText(harness)).toContain('torsdag den 25. februar 2027 kl. 9.00');
  expect((await harness.store.schedule(here))?.record.stopped).toBe(false);
});
