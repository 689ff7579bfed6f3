import { describe, expect, it } from 'vitest';
import { startHarness } from '../support/app.ts';
import { inputs, parts, roundOn } from '../support/cards.ts';
import { addAction, choices, onCard, planned, units } from '../support/plans.ts';
import {
  allScores,
  anders,
  cardThat,
  fatima,
  mette,
  pressTwo,
  saved,
  startRound,
  summarised,
} from '../support/rounds.ts';
import { scheduleForm } from '../support/schedules.ts';
import { here } from '../support/time.ts';

/** What a client sends that says null for every field that nobody touched: microsoft/AdaptiveCards issue 9330. */
const nulls = (card: unknown): Record<string, null> =>
  Object.fromEntries(
    parts(card).flatMap(({ type, id }) => (String(type).startsWith('Input.') ? [[String(id), null]] : [])),
  );
const begin = { at: '2026-11-25 10:00' };

describe('a form on which nobody touched anything', () => {
  it('starts a round as the set-up card says', async () => {
    const harness = await startHarness(begin);
    await harness.say(mette, 'start');
    const setup = await cardThat(harness, 'Ny runde');
    const reply = await harness.press(mette, setup, 'Start runden', nulls(setup.cardNow));
    expect(reply.text).toContain('Runden er i gang');
    const round = (await harness.store.round(here, roundOn(reply.card)))?.record;
    const { wheelId, depth, privacy, expected, deadline, deadlineTime } = inputs(setup.cardNow);
    expect(round).toMatchObject({ wheelId, depth, privacy, deadline, deadlineTime, expected: Number(expected) });
  });

  it('starts a round as a set-up card says that was shown once more, and asks again where an earlier one says nothing', async () => {
    const harness = await startHarness(begin);
    await harness.say(mette, 'start');
    const setup = await cardThat(harness, 'Ny runde');
    const wrong = await harness.press(mette, setup, 'Start runden', { privacy: 'open', expected: 'otte' });
    const pressed = { ...nulls(wrong.card), expected: '8' };
    for (const shown of [undefined, null, {}]) {
      const older = await onCard(harness, mette, setup, wrong.card, 'Start runden', { ...pressed, shown });
      expect(older.text).toContain('Svarfrist: Der er ikke valgt noget');
    }
    expect((await harness.store.channel(here))?.record.openRoundId).toBeUndefined();
    // Also with a field of another form, of which this one said nothing.
    const again = await onCard(harness, mette, setup, wrong.card, 'Start runden', { ...pressed, time: null });
    const round = (await harness.store.round(here, roundOn(again.card)))?.record;
    expect(round).toMatchObject({ privacy: 'open', expected: 8, deadline: inputs(setup.cardNow).deadline });
  });

  it('is as an earlier set-up card stood at first in what is one of two things, where that was shown once more', async () => {
    const harness = await startHarness(begin);
    await harness.say(mette, 'start');
    const setup = await cardThat(harness, 'Ny runde');
    const given = { ...inputs(setup.cardNow), expected: '8' };
    const wrong = await harness.press(mette, setup, 'Start runden', { ...given, expected: 'otte' });
    const flags = { closeWhenAll: null, nudges: null, personalReminders: null, perspectives: null };
    const older = { ...given, ...flags, shown: undefined };
    const started = await onCard(harness, mette, setup, wrong.card, 'Start runden', older);
    const round = (await harness.store.round(here, roundOn(started.card)))?.record;
    expect(round).toMatchObject({ closeWhenAll: true, nudges: true, personalReminders: true });
  });

  it('keeps a deadline and a schedule', async () => {
    const harness = await startHarness(begin);
    const { id, setup } = await startRound(harness);
    const before = (await harness.store.round(here, id))?.record;
    const asked = await harness.press(mette, setup, 'Forlæng svarfristen');
    await pressTwo(harness, mette, setup, ['Forlæng svarfristen', 'Gem den nye svarfrist'], nulls(asked.card));
    expect((await harness.store.round(here, id))?.record).toMatchObject({ deadline: before?.deadline });
    const form = await scheduleForm(harness);
    await harness.press(mette, form, 'Gem', nulls(form.cardNow));
    expect((await harness.store.schedule(here))?.record.rule).toMatchObject({
      cadence: { kind: 'months', every: 6 },
      time: '09:00',
    });
  });

  it('is read as what it shows where that was filled in before, numbers too', async () => {
    const harness = await startHarness(begin);
    const form = await scheduleForm(harness);
    const wrong = await harness.press(mette, form, 'Gem', { cadence: 'months', every: '7', time: 'middag' });
    await onCard(harness, mette, form, wrong.card, 'Gem', { ...nulls(wrong.card), time: '10:00' });
    const rule = (await harness.store.schedule(here))?.record.rule;
    expect(rule).toMatchObject({ cadence: { kind: 'months', every: 7 }, time: '10:00' });
  });

  it('loses no comment of a first answer that was shown again, and keeps none that was taken out', async () => {
    const harness = await startHarness(begin);
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const save = 'Gem min vurdering';
    const asked = await harness.press(anders, theme, save, { comment: 'Vi mangler tid' });
    expect(asked.text).not.toContain(saved);
    const scores = allScores(theme, '3');
    const own = await onCard(harness, anders, theme, asked.card, save, { ...nulls(asked.card), ...scores });
    expect(own.text).toContain(saved);
    const comments = async () => (await harness.store.answers(here, id)).map(({ comment }) => comment);
    expect(await comments()).toEqual(['Vi mangler tid']);
    const edit = await onCard(harness, anders, theme, own.card, 'Ret min vurdering');
    const none = Object.fromEntries(Object.keys(scores).map((name) => [name, '']));
    const again = await onCard(harness, anders, theme, edit.card, save, { ...none, comment: '' });
    await onCard(harness, anders, theme, again.card, save, { ...nulls(again.card), ...scores });
    expect(await comments()).toEqual(['']);
  });

  it('keeps an answer that is looked at, and is not one where there was none', async () => {
    const harness = await startHarness(begin);
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    expect((await harness.press(anders, theme, 'Gem min vurdering', nulls(theme.cardNow))).text).not.toContain(saved);
    const given = { ...allScores(theme, '3'), comment: 'Vi mangler tid' };
    await harness.press(anders, theme, 'Gem min vurdering', given);
    const mine = await harness.press(anders, theme, 'Se min vurdering');
    const edit = await onCard(harness, anders, theme, mine.card, 'Ret min vurdering');
    const stored = async () =>
      (await harness.store.answers(here, id)).map(({ scores, comment }) => [...Object.values(scores), comment]);
    const kept = await onCard(harness, anders, theme, edit.card, 'Gem min vurdering', nulls(edit.card));
    expect([kept.text, await stored()]).toEqual([expect.stringContaining(saved), [[3, 'Vi mangler tid']]]);
    const comment = 'Nu har vi tid';
    await onCard(harness, anders, theme, edit.card, 'Gem min vurdering', { ...nulls(edit.card), comment });
    expect(await stored()).toEqual([[3, comment]]);
    await onCard(harness, anders, theme, edit.card, 'Gem min vurdering', {
      ...nulls(edit.card),
      ...allScores(theme, '4'),
    });
    expect(await stored()).toEqual([[4, comment]]);
    // A form of an earlier version that was shown once more does not tell what stood in its comment.
    const older = { ...nulls(edit.card), ...allScores(theme, '2'), again: true };
    await onCard(harness, anders, theme, edit.card, 'Gem min vurdering', older);
    expect(await stored()).toEqual([[2, comment]]);
  });

  it('is no answer on the card that everybody shares, also of somebody who has answered', async () => {
    const harness = await startHarness(begin);
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '3'));
    const comment = 'Vi mangler tid';
    const asked = await harness.press(anders, theme, 'Gem min vurdering', { ...nulls(theme.cardNow), comment });
    expect(asked.text).toContain('Du mangler at svare på');
    expect((await harness.store.answers(here, id)).map((answer) => answer.comment)).toEqual(['']);
  });

  it('asks for what is missing where the answer that it was filled from was deleted meanwhile', async () => {
    const harness = await startHarness(begin);
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '3'));
    const mine = await harness.press(anders, theme, 'Se min vurdering');
    const edit = await onCard(harness, anders, theme, mine.card, 'Ret min vurdering');
    await harness.execute(anders, { conversationId: 'a:anders', activityId: 'x' }, 'eraseMine', {});
    expect(await harness.store.answers(here, id)).toEqual([]);
    const asked = await onCard(harness, anders, theme, edit.card, 'Gem min vurdering', nulls(edit.card));
    expect(asked.text).toContain('Du mangler at svare på');
    expect(await harness.store.answers(here, id)).toEqual([]);
  });

  it('is not taken for the answer of before where it shows another that was refused', async () => {
    const harness = await startHarness(begin);
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    await harness.press(anders, theme, 'Gem min vurdering', { ...allScores(theme, '3'), comment: 'Vi mangler tid' });
    const mine = await harness.press(anders, theme, 'Se min vurdering');
    const edit = await onCard(harness, anders, theme, mine.card, 'Ret min vurdering');
    const long = { ...allScores({ cardNow: edit.card ?? theme.cardNow }, '1'), comment: 'x'.repeat(501) };
    const refused = await onCard(harness, anders, theme, edit.card, 'Gem min vurdering', long);
    expect(refused.text).toContain('Kommentaren er for lang');
    const untouched = { ...nulls(refused.card), comment: 'Kortere' };
    await onCard(harness, anders, theme, refused.card, 'Gem min vurdering', untouched);
    const [answer] = await harness.store.answers(here, id);
    expect([Object.values(answer?.scores ?? {}), answer?.comment]).toEqual([[1], 'Kortere']);
  });

  it('sets no step of others in the name of somebody whose own stood on the form', async () => {
    const harness = await startHarness(begin);
    await summarised(harness, { [mette]: '2', [anders]: '2', [fatima]: '2' });
    const theme = await cardThat(harness, 'Tema 1 af 4');
    const [own, other] = [
      await harness.press(mette, theme, 'Fælles vurdering'),
      await harness.press(anders, theme, 'Fælles vurdering'),
    ];
    const save = 'Gem den fælles vurdering';
    await onCard(harness, anders, theme, other.card, save, allScores({ cardNow: other.card ?? theme.cardNow }, '4'));
    const refused = await onCard(
      harness,
      mette,
      theme,
      own.card,
      save,
      allScores({ cardNow: own.card ?? theme.cardNow }, '2'),
    );
    expect(refused.text).toContain('Dine egne valg står herunder og er ikke gemt.');
    // A form of an earlier version does not tell what stood on it.
    const older = { ...nulls(refused.card), shown: undefined };
    const asked = await onCard(harness, mette, theme, refused.card, save, older);
    expect(asked.text).not.toContain('er gemt. Nu står');
    expect(inputs(asked.card)).toEqual({ 's_baeredygtigt-samarbejde': '4' });
    await onCard(harness, mette, theme, refused.card, save, nulls(refused.card));
    const joint = await harness.store.jointScore(here, roundOn(refused.card), 'baeredygtigt-samarbejde');
    expect(Object.values(joint?.record.steps ?? {})).toEqual([2]);
  });

  it('keeps whom one answers as, and asks where nothing was said', async () => {
    const harness = await startHarness(begin);
    const { themes } = await startRound(harness, { perspectives: 'true' });
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const save = 'Gem, hvem jeg svarer som';
    const own = await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '3'));
    const none = await onCard(harness, anders, theme, own.card, save, nulls(own.card));
    expect(none.text).toContain('Vælg, hvem du svarer som, og gem igen.');
    const said = await onCard(harness, anders, theme, none.card, save, { answersAs: 'unge' });
    const again = await onCard(harness, anders, theme, said.card, 'Ret, hvem jeg svarer som');
    const kept = await onCard(harness, anders, theme, again.card, save, nulls(again.card));
    expect(kept.text).toContain('Du svarer som: **Unge**');
    expect(kept.text).not.toContain('Hvem svarer du som?');
  });

  it('makes a link for as many as it says, and shows the newest', async () => {
    const harness = await startHarness(begin);
    const { setup } = await startRound(harness);
    const form = await harness.press(mette, setup, 'Inviter andre');
    const link = await onCard(harness, mette, setup, form.card, 'Lav et link', nulls(form.card));
    expect(link.text).toContain('0 af 30 pladser er brugt.');
    const list = await onCard(harness, mette, setup, link.card, 'Alle links');
    const shown = await onCard(harness, mette, setup, list.card, 'Vis linket', nulls(list.card));
    expect(shown.text).toContain('0 af 30 pladser er brugt.');
    const wrong = await onCard(harness, mette, setup, list.card, 'Lav et link', { most: '500' });
    const again = await onCard(harness, mette, setup, wrong.card, 'Lav et link', nulls(wrong.card));
    expect(again.text).toContain('Skriv et helt tal fra 1 til 200.');
    const single = await onCard(harness, mette, setup, list.card, 'Lav et link', { most: '1' });
    expect(single.text).toContain('0 af 1 plads er brugt.');
  });
});

describe('a form of the plan on which nobody touched anything', () => {
  it('keeps what the frame says', async () => {
    const harness = await startHarness(begin);
    await startRound(harness);
    await harness.say(mette, 'ramme');
    const frame = await cardThat(harness, 'Jeres ramme');
    const form = await harness.press(mette, frame, 'Ret rammen');
    await onCard(harness, mette, frame, form.card, 'Gem rammen', nulls(form.card));
    const kept = (await harness.store.frame(here))?.record.content;
    expect([kept?.destination, kept?.goals.join('\n')]).toEqual([
      inputs(form.card).destination,
      inputs(form.card).goals,
    ]);
  });

  it('keeps what an action says, and changes the one field that somebody did touch', async () => {
    const harness = await startHarness(begin);
    const { plan } = await planned(harness);
    const given = { title: 'Ring rundt', milestone: 'true', partners: 'Skolen', date: '2026-12-10', owner: fatima };
    const item = await addAction(harness, mette, plan, given);
    const [before] = await harness.store.actions(here);
    expect(before?.content.owner).toBeDefined();
    const form = await onCard(harness, mette, plan, item, 'Ret');
    await onCard(harness, mette, plan, form.card, 'Gem', { ...nulls(form.card), title: 'Ring til tre' });
    expect((await harness.store.actions(here))[0]?.content).toMatchObject({
      title: 'Ring til tre',
      milestone: true,
      partners: 'Skolen',
      date: '2026-12-10',
      owner: before?.content.owner,
    });
    const none = await onCard(harness, mette, plan, item, 'Ret');
    const blank = await onCard(harness, mette, plan, none.card, 'Gem', { title: '' });
    // That of an earlier version did not tell what stood in it.
    const older = { title: 'Ring til fire', milestone: null, shown: undefined };
    await onCard(harness, mette, plan, blank.card, 'Gem', older);
    expect((await harness.store.actions(here))[0]?.content).toMatchObject({ title: 'Ring til fire', milestone: true });
  });

  it('keeps who sees to something, its step and its day', async () => {
    const harness = await startHarness(begin);
    const { plan } = await planned(harness);
    const [picked] = choices(plan.cardNow, 'item').values();
    const item = await harness.press(anders, plan, 'Åbn', { item: picked });
    const form = await onCard(harness, anders, plan, item.card, 'Ret');
    const given = { owner: fatima, target: '4', date: '2026-12-10' };
    const set = await onCard(harness, anders, plan, form.card, 'Gem', given);
    const before = (await harness.store.focuses(here)).find(({ content }) => content.owner !== undefined);
    const again = await onCard(harness, anders, plan, set.card, 'Ret');
    await onCard(harness, anders, plan, again.card, 'Gem', nulls(again.card));
    const after = (await harness.store.focuses(here)).find(({ id }) => id === before?.id);
    expect(after?.content).toEqual(before?.content);
    expect(after?.content).toMatchObject({ target: 4, date: '2026-12-10' });
  });

  it('decides as the form suggests, and asks for lists that were emptied before', async () => {
    const harness = await startHarness(begin);
    const { id, summary } = await summarised(harness, { [mette]: '2' }, { privacy: 'open' });
    await harness.execute(mette, summary, 'choose', { round: id });
    await harness.execute(mette, summary, 'vote', { round: id, seen: 0, dots: units.ansvar });
    await harness.execute(mette, summary, 'endChoosing', { round: id });
    const asked = await harness.execute(mette, summary, 'askDecision', { round: id });
    const none = await onCard(harness, mette, summary, asked.card, 'Gem og lav en plan', { short: '', long: '' });
    expect(none.text).toContain('Vælg mindst ét indsatsområde');
    const again = await onCard(harness, mette, summary, none.card, 'Gem og lav en plan', nulls(none.card));
    expect(again.text).toContain('Vælg mindst ét indsatsområde');
    const wanted = Object.values(inputs(asked.card)).flatMap((each) => String(each).split(',').filter(Boolean));
    await onCard(harness, mette, summary, asked.card, 'Gem og lav en plan', nulls(asked.card));
    const made = async () => (await harness.store.focuses(here)).map(({ unitId }) => unitId).toSorted();
    await harness.holds(async () => expect(await made()).toEqual(wanted.toSorted()));
    expect(wanted).not.toEqual([]);
  });

  it('takes up at the time that the form shows, and names what was not chosen', async () => {
    const harness = await startHarness(begin);
    const { plan } = await planned(harness);
    const asked = await harness.press(mette, plan, 'Tilføj indsatsområde');
    const missing = await onCard(harness, mette, plan, asked.card, 'Tilføj', nulls(asked.card));
    expect(missing.text).toContain('Hvad vil I arbejde med?: Der er ikke valgt noget. Vælg en af mulighederne.');
    const wrong = await onCard(harness, mette, plan, asked.card, 'Tilføj', { unit: 'Noget!', term: 'snart' });
    for (const given of ['Noget!', 'snart']) expect(wrong.text).toContain(`»${given}«`);
    const [unit = ''] = choices(asked.card, 'unit').values();
    await onCard(harness, mette, plan, asked.card, 'Tilføj', { ...nulls(asked.card), unit });
    const added = (await harness.store.focuses(here)).find(({ unitId }) => unitId === unit);
    expect(added?.content.term).toBe('short');
  });

  it('names a field that cannot be read, with what came, and saves nothing', async () => {
    const harness = await startHarness(begin);
    const { plan } = await planned(harness);
    const item = await addAction(harness, mette, plan, { title: 'Ring rundt', date: '2026-12-10' });
    const form = await onCard(harness, mette, plan, item, 'Ret');
    const wrong = await onCard(harness, mette, plan, form.card, 'Gem', { date: 'i morgen', title: 'Ring til tre' });
    expect(wrong.text).toContain('Jeg kan ikke læse »i morgen«. Vælg en dag');
    expect(inputs(wrong.card).title).toBe('Ring til tre');
    expect((await harness.store.actions(here))[0]?.content).toMatchObject({ title: 'Ring rundt', date: '2026-12-10' });
    const [picked] = choices(plan.cardNow, 'item').values();
    const focus = await harness.press(anders, plan, 'Åbn', { item: picked });
    const other = await onCard(harness, anders, plan, focus.card, 'Ret');
    const told = await onCard(harness, anders, plan, other.card, 'Gem', {
      target: 'femte',
      date: '31/12',
      term: 'snart',
    });
    for (const given of ['femte', '31/12', 'snart']) expect(told.text).toContain(`»${given}«`);
    expect((await onCard(harness, anders, plan, other.card, 'Gem', { target: '-' })).text).toContain('Det er gemt');
  });
});
