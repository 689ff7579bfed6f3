import { describe, expect, it } from 'vitest';
import { invoke } from '../support/activities.ts';
import { startHarness } from '../support/app.ts';
import { button, inputs, roundOn, textOf } from '../support/cards.ts';
import { allScores, anders, cardThat, mette, notHere, pressTwo, saved, startRound } from '../support/rounds.ts';
import { scheduleForm } from '../support/schedules.ts';
import { here } from '../support/time.ts';

async function setUp() {
  const harness = await startHarness({ at: '2026-11-25 10:00' });
  await harness.say(mette, 'start');
  const setup = await cardThat(harness, 'Ny runde');
  return { harness, setup };
}

describe('a set-up card as clients fill it in', () => {
  // microsoft/AdaptiveCards issues 4892, 3672, 5278 and 9330
  it.each<[Record<string, unknown>, object]>([
    [{ deadlineTime: '16:00:00' }, { deadlineTime: '16:00' }],
    [{ deadlineTime: '4:00 PM' }, { deadlineTime: '16:00' }],
    [{ deadlineTime: '4:00\u202fPM' }, { deadlineTime: '16:00' }],
    [{ deadlineTime: '16.00' }, { deadlineTime: '16:00' }],
    [{ deadlineTime: '9:05' }, { deadlineTime: '09:05' }],
    [{ expected: '8.0' }, { expected: 8 }],
    [{ expected: ' 8' }, { expected: 8 }],
    [{ expected: 8 }, { expected: 8 }],
    [
      { closeWhenAll: null, nudges: null },
      { closeWhenAll: true, nudges: true },
    ],
    [
      { closeWhenAll: 'True', nudges: 'False' },
      { closeWhenAll: true, nudges: false },
    ],
    [{ deadline: '2026-12-10T00:00:00' }, { deadline: '2026-12-10' }],
    [
      { deadline: '10.12.2026', deadlineTime: 'kl. 14' },
      { deadline: '2026-12-10', deadlineTime: '14:00' },
    ],
    [
      { privacy: ['open'], expected: ['8'] },
      { privacy: 'open', expected: 8 },
    ],
  ])('starts the round with %j', async (given, wanted) => {
    const { harness, setup } = await setUp();
    const reply = await harness.press(mette, setup, 'Start runden', given);
    expect(reply.text).toContain('Runden er i gang');
    expect((await harness.store.round(here, roundOn(reply.card)))?.record).toMatchObject(wanted);
  });

  it.each<[Record<string, unknown>, string[]]>([
    [{ deadlineTime: '25:00' }, ['Klokkeslæt: Jeg kan ikke læse »25:00«. Vælg et klokkeslæt, fx 16.00.']],
    [{ deadlineTime: '' }, ['Klokkeslæt: Der er ikke valgt noget. Vælg et klokkeslæt, fx 16.00.']],
    [{ expected: 'otte' }, ['Jeg kan ikke læse »otte«. Skriv et helt tal, fx 8.']],
    [{ deadline: 'i morgen', closeWhenAll: 'måske' }, ['»i morgen«. Vælg en dag', '»måske«. Vælg en af mulighederne.']],
    [{ wheelId: 'findes-ikke' }, ['»findes-ikke«. Vælg en af mulighederne.']],
  ])('names each field of %j that cannot be read, and keeps the rest', async (given, lines) => {
    const { harness, setup } = await setUp();
    const reply = await harness.press(mette, setup, 'Start runden', { depth: 'deep', privacy: 'open', ...given });
    for (const line of lines) expect(reply.text).toContain(line);
    const told = reply.text.split('\n').filter((line) => /Jeg kan ikke læse|Der er ikke valgt noget/.test(line));
    expect(told).toHaveLength(lines.length);
    expect(inputs(reply.card)).toMatchObject({ depth: 'deep', privacy: 'open' });
  });
});

it('a score is read where a client makes a number or a list of it', async () => {
  const harness = await startHarness();
  const { id, themes } = await startRound(harness);
  for (const [i, given] of [3, ['3'], ' 3'].entries()) {
    const theme = themes[i];
    if (!theme) throw new Error('no theme card');
    const scores = Object.fromEntries(Object.keys(allScores(theme, '3')).map((name) => [name, given]));
    expect((await harness.press(anders, theme, 'Gem min vurdering', scores)).text).toContain(saved);
  }
  const answers = await harness.store.answers(here, id);
  expect(answers.flatMap(({ scores }) => Object.values(scores))).toEqual([3, 3, 3]);
});

it('a new deadline is read as phones write it, and a part of it that cannot be read is named', async () => {
  const harness = await startHarness({ at: '2026-11-25 10:00' });
  const { id, setup } = await startRound(harness);
  const wrong = await pressTwo(harness, mette, setup, ['Forlæng svarfristen', 'Gem den nye svarfrist'], {
    deadlineTime: 'middag',
  });
  expect(wrong.text).toContain('»middag«. Vælg et klokkeslæt, fx 16.00.');
  const given = { deadline: '2026-12-12', deadlineTime: '4:30 PM' };
  await pressTwo(harness, mette, setup, ['Forlæng svarfristen', 'Gem den nye svarfrist'], given);
  expect((await harness.store.round(here, id))?.record).toMatchObject({
    deadline: '2026-12-12',
    deadlineTime: '16:30',
  });
});

it('a schedule is read as phones write it, and a part of it that cannot be read is named', async () => {
  const harness = await startHarness({ at: '2026-11-25 10:00' });
  const form = await scheduleForm(harness);
  const given = { cadence: 'months', every: 'fire' };
  expect((await harness.press(mette, form, 'Gem', given)).text).toContain('»fire«. Skriv et helt tal, fx 8.');
  const read = await harness.press(mette, form, 'Gem', { cadence: 'months', every: '4.0', time: '9:15 AM' });
  expect(read.text).toContain('9.15');
});

describe('a press whose parts are not what they should be', () => {
  it.each<[string, unknown]>([
    ['no value', undefined],
    ['a value that is null', null],
    ['a value without an action', {}],
    ['an action that is null', { action: null }],
    ['an action that is a text', { action: 'x' }],
    ['data that is null', { action: { verb: 'answer', data: null } }],
    ['data that is a list', { action: { verb: 'answer', data: [] } }],
    ['a verb that is null', { action: { verb: null, data: null } }],
    ['a verb that is an object', { action: { verb: {}, data: {} } }],
    ['a value that is no JSON', '{"action":'],
  ])('is answered with a polite no: %s', async (_name, value) => {
    const harness = await startHarness();
    await harness.say(mette, 'hjælp');
    const press = {
      ...invoke(harness.connector, mette, { conversationId: here.conversationId, activityId: '1' }, '', {}),
      value,
    };
    const { status, body } = await harness.send(press);
    expect(status).toBe(200);
    expect(body).toMatchObject({ statusCode: 200, value: expect.stringContaining(notHere) });
  });

  it.each(['data', 'value'])('is read where its %s is JSON in a text', async (part) => {
    const harness = await startHarness();
    const { themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const { verb, data } = button(theme.cardNow, 'Gem min vurdering');
    const all = { ...data, ...allScores(theme, '2') };
    const action = { type: 'Action.Execute', verb, data: part === 'data' ? JSON.stringify(all) : all };
    const value = part === 'value' ? JSON.stringify({ action }) : { action };
    const { body } = await harness.send({ ...invoke(harness.connector, anders, theme, verb, {}), value });
    expect(JSON.stringify(body)).toContain(saved);
  });

  it('is read where its verb is null and stands in its data', async () => {
    const harness = await startHarness();
    const { themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const { data } = button(theme.cardNow, 'Se min vurdering');
    expect((await harness.execute(anders, theme, null, data)).text).toContain(textOf(theme.cardNow).slice(0, 11));
  });
});
