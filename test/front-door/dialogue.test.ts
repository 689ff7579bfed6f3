import { describe, expect, it } from 'vitest';
import { channelId } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { button, buttons, inputs, parts, textOf } from '../support/cards.ts';
import { closedRound, newest } from '../support/closed.ts';
import type { SentCard, Shown } from '../support/connector.ts';
import { allScores, anders, fatima, forgetShown, lars, mette, notHere, startRound } from '../support/rounds.ts';

const key = { tenantId, conversationId: channelId };
const hour = 3_600_000;
const themes = ['Bæredygtigt samarbejde', 'Sammenhæng i overgange', 'Fælles ansvar og retning', 'Unge som medskabere'];
/** Low and agreed, low and split, in the middle, high. */
const answers = {
  [mette]: ['1', '1', '2', '4'],
  [anders]: ['1', '1', '2', '4'],
  [fatima]: ['2', '1', '3', '3'],
  [lars]: ['2', '4', '3', '4'],
};

const promptsIn = ({ connector }: Harness) =>
  connector.shown.filter(({ cardNow: card }) => textOf(card).startsWith('Tal om '));
const prompted = (harness: Harness, count: number) =>
  harness.eventually(() => promptsIn(harness).length === count && promptsIn(harness));

function theme(found: Shown[], name: string): Shown {
  const card = found.find((each) => textOf(each.cardNow).includes(name));
  if (!card) throw new Error(`There is no card of ${name}`);
  return card;
}

/** The scores on a form, with the step for every unit. */
const steps = (card: SentCard | undefined, step: string) => (card ? allScores({ cardNow: card }, step) : {});

describe('when a round is closed', () => {
  it('each theme’s thread is asked something, by how the theme was answered', async () => {
    const harness = await startHarness();
    const round = await closedRound(harness, answers);
    const found = await prompted(harness, 4);
    for (const [i, name] of themes.entries()) {
      const prompt = found.find(({ cardNow: card }) => textOf(card).startsWith(`Tal om ${name}`));
      expect(prompt?.conversationId).toBe(round.themes[i]?.conversationId);
    }
    const lines = (name: string) => textOf(theme(found, name).cardNow).split('\n');
    expect(lines(themes[0] ?? '')[1]).toContain('ligger lavt (1,5 i gennemsnit, 4 vurderinger), og svarene ligger tæt');
    expect(lines(themes[1] ?? '')[1]).toContain('men svarene ligger spredt');
    expect(lines(themes[2] ?? '')[1]).toBe(
      'Halvdelen af vurderingerne af Fælles ansvar og retning er trin 1–2, halvdelen trin 3–4 (2,5 i gennemsnit, 4 vurderinger). ' +
        'Noget virker altså allerede. Hvad skulle ske oftere, for at det blev et trin bedre?',
    );
    expect(lines(themes[3] ?? '')[1]).toContain('ligger højt (3,8 i gennemsnit, 4 vurderinger)');
    expect(lines(themes[3] ?? '')[2]).toBe(
      'Hvilke unge hører I ikke fra, selv om I er gode til at spørge? Hvordan kan de komme til orde?',
    );
    for (const name of themes) expect(lines(name)).toHaveLength(4);
  });

  it('it is asked once, whatever is done again', async () => {
    const harness = await startHarness();
    const { id, themes: cards } = await closedRound(harness, answers);
    await prompted(harness, 4);
    await harness.restart();
    await forgetShown(harness, id);
    const due = await harness.store.dueItem(`publish:${id}`);
    if (!due) throw new Error('nothing was published');
    await harness.store.addDue({ ...due.record, state: 'waiting', visibleAt: 0 });
    harness.app.sweep();
    const updates = cards[0]?.updates ?? 0;
    await harness.eventually(() => (cards[0]?.updates ?? 0) > updates);
    await harness.press(anders, theme(cards, themes[0] ?? ''), 'Fælles vurdering');
    await ended(harness, id);
    expect(promptsIn(harness)).toHaveLength(4);
  });

  it('nobody is asked about a round that nobody answered', async () => {
    const harness = await startHarness();
    const { id } = await closedRound(harness, {});
    await ended(harness, id);
    expect(promptsIn(harness)).toEqual([]);
  });

  it('few answers are asked about in words that tell no figure', async () => {
    const harness = await startHarness();
    await closedRound(harness, { [mette]: ['1', '4', '2', 'dontKnow'], [anders]: ['2', '4', 'dontKnow', 'dontKnow'] });
    const found = await prompted(harness, 4);
    const line = (i: number) => textOf(theme(found, themes[i] ?? '').cardNow).split('\n')[1];
    expect(line(0)).toContain('Mindst halvdelen af de 2 vurderinger af Bæredygtigt samarbejde er trin 1–2');
    expect(line(1)).toContain('Mere end halvdelen af de 2 vurderinger af Sammenhæng i overgange er trin 3–4');
    expect(line(2)).toContain('Der er kun én vurdering af Fælles ansvar og retning');
    expect(line(3)).toContain('har valgt Ved ikke');
  });

  it('nobody is asked late: after a long outage the talk has been had, or not', async () => {
    const harness = await startHarness();
    const { connector } = harness;
    const { id } = await startRound(harness, { expected: '9' });
    for (const card of connector.shown.filter((each) => /^Tema/.test(textOf(each.cardNow))))
      await harness.press(mette, card, 'Gem min vurdering', allScores(card, '2'));
    connector.fate = ({ method }) => (method === 'GET' ? { kind: 'accept' } : { kind: 'status', status: 503 });
    await harness.execute(mette, connector.shown[0] as Shown, 'close', { round: id });
    await harness.eventually(() =>
      connector.requests.some((request) => request.includes('/v3/conversations') && request.startsWith('POST')),
    );
    connector.fate = () => ({ kind: 'accept' });
    harness.clock.offset = 20 * hour;
    harness.app.sweep();
    await newest(harness, 'Overblik');
    expect((await ended(harness, id)).state).toBe('skippedLate');
    expect(promptsIn(harness)).toEqual([]);
  });
});

/** The due item that asks, once it has ended. */
function ended(harness: Harness, id: string) {
  return harness.eventually(async () => {
    const found = await harness.store.dueItem(`dialogue:${id}`);
    return found?.record.state !== 'waiting' && found?.record;
  }, `the end of dialogue:${id}`);
}

describe('what a team agrees on', () => {
  it('stands on the theme’s card for everyone, and beside the average in the overview and the trend', async () => {
    const harness = await startHarness();
    const { id, themes: cards } = await closedRound(harness, answers);
    const card = theme(cards, 'Sammenhæng i overgange');
    const before = await harness.store.round(key, id);
    const form = await harness.press(fatima, card, 'Fælles vurdering');
    expect(form.text).toContain('I runden: 1,8 · tættest på trin 2 Begyndende udvikling');
    const { verb, data } = button(form.card, 'Gem den fælles vurdering');
    const saved = await harness.execute(fatima, card, verb, { ...data, ...steps(form.card, '3') });
    expect(saved.text).toContain('Jeres fælles vurdering er gemt');
    expect(saved.text).toContain('trin 3 · Gode og holdbare løsninger');
    await harness.eventually(() =>
      textOf(card.cardNow).includes('Fælles vurdering: trin 3 · Gode og holdbare løsninger'),
    );
    expect(JSON.stringify(card.cardNow)).not.toContain('Fatima');
    const stale = await harness.execute(anders, card, 'refresh', { round: id, theme: String(data.theme) });
    expect(stale.text).toContain('Fælles vurdering: trin 3');

    await harness.say(lars, 'overblik');
    const overview = await harness.eventually(() =>
      harness.connector.shown.find((each) =>
        textOf(each.cardNow).includes('Gennemsnit 1,8 · Fælles vurdering: trin 3'),
      ),
    );
    expect(textOf(overview.cardNow)).toMatch(/^Overblik/);
    await harness.say(lars, 'udvikling');
    expect(textOf((await newest(harness, 'Udvikling')).cardNow)).toContain('Gennemsnit 1,8 · Fælles vurdering: trin 3');
    expect((await harness.store.round(key, id))?.record).toEqual(before?.record);
  });

  it('can be taken back, once, and set anew', async () => {
    const harness = await startHarness();
    const { themes: cards } = await closedRound(harness, answers);
    const card = theme(cards, 'Unge som medskabere');
    await set(harness, anders, card, '2');
    await harness.eventually(() => textOf(card.cardNow).includes('Fælles vurdering: trin 2'));
    const second = await set(harness, fatima, card, '4');
    const undo = button(second.card, 'Fortryd seneste ændring');
    const undone = await harness.execute(lars, card, undo.verb, undo.data);
    expect(undone.text).toContain('Den seneste ændring er fortrudt');
    expect(undone.text).toContain('trin 2 · Begyndende udvikling');
    expect(buttons(undone.card).map(({ title }) => title)).toEqual(['Ret den fælles vurdering']);
    await harness.eventually(() => textOf(card.cardNow).includes('Fælles vurdering: trin 2'));
    expect((await harness.execute(lars, card, undo.verb, undo.data)).text).toContain('fortrudt');
    expect(textOf(card.cardNow)).not.toContain('Er I blevet enige om et trin?');
    expect((await set(harness, lars, card, 'none')).text).toContain('Ikke aftalt endnu');
    await harness.eventually(() => !textOf(card.cardNow).includes('Fælles vurdering:'));
    expect(textOf(card.cardNow)).toContain('Er I blevet enige om et trin?');
  });

  it('is never overwritten unseen: the second of two gets the newer and their own, and may save again', async () => {
    const harness = await startHarness();
    const { id, themes: cards } = await closedRound(harness, answers, { depth: 'deep' });
    const card = theme(cards, 'Unge som medskabere');
    const [first, second] = [
      await harness.press(anders, card, 'Fælles vurdering'),
      await harness.press(fatima, card, 'Fælles vurdering'),
    ];
    const save = button(first.card, 'Gem den fælles vurdering');
    await harness.execute(anders, card, save.verb, { ...save.data, ...steps(first.card, '3') });
    const refused = await harness.execute(fatima, card, save.verb, { ...save.data, ...steps(second.card, '2') });
    expect(refused.text).toContain('Mens du udfyldte kortet, blev der gemt en anden fælles vurdering');
    expect(refused.text).toContain('Unge som brobyggere: trin 3 · Gode og holdbare løsninger');
    expect(new Set(Object.values(inputs(refused.card)))).toEqual(new Set(['2']));
    const themeId = String(save.data.theme);
    expect((await harness.store.jointScore(key, id, themeId))?.record.revision).toBe(1);

    const again = button(refused.card, 'Gem den fælles vurdering');
    const saved = await harness.execute(fatima, card, again.verb, { ...again.data, ...inputs(refused.card) });
    expect(saved.text).toContain('gemt');
    await harness.eventually(() => textOf(card.cardNow).match(/Fælles vurdering: trin 2/g)?.length === 3);
    // The first one's press again, late and with a new id, changes nothing.
    await harness.execute(anders, card, save.verb, { ...save.data, ...steps(first.card, '3') });
    expect((await harness.store.jointScore(key, id, themeId))?.record).toMatchObject({ revision: 2 });
  });

  it('is nothing to save where no step is chosen, and the form can be left', async () => {
    const harness = await startHarness();
    const { id, themes: cards } = await closedRound(harness, answers);
    const card = theme(cards, 'Unge som medskabere');
    const result = textOf(card.cardNow);
    const form = await harness.press(anders, card, 'Fælles vurdering');
    const empty = await harness.press(anders, { ...card, cardNow: form.card as SentCard }, 'Gem den fælles vurdering');
    expect(empty.text).toContain('Der er ikke valgt noget trin, så der er intet at gemme.');
    const themeId = String(button(form.card, 'Annuller').data.theme);
    expect(await harness.store.jointScore(key, id, themeId)).toBeUndefined();
    const left = await harness.press(anders, { ...card, cardNow: empty.card as SentCard }, 'Annuller');
    expect(left.text).toBe(result);
    expect(await harness.store.jointScore(key, id, themeId)).toBeUndefined();
    // Taken back in full it is nothing again, and saving nothing once more is no change.
    await set(harness, anders, card, '3');
    expect((await set(harness, anders, card, 'none')).text).toContain('gemt. Nu');
    expect((await set(harness, anders, card, 'none')).text).toContain('Der er ikke valgt noget trin');
    expect((await harness.store.jointScore(key, id, themeId))?.record).toMatchObject({ revision: 2, steps: {} });
  });

  it('is set by people of the channel, for themes of closed rounds, with steps there are', async () => {
    const harness = await startHarness();
    const { id, themes: open } = await startRound(harness);
    const [first] = open;
    if (!first) throw new Error('no theme card');
    const themeId = 'unge-som-medskabere';
    const data = { round: id, theme: themeId, seen: 0, [`s_${themeId}`]: '3' };
    expect((await harness.execute(anders, first, 'saveAgreed', data)).text).toContain(notHere);
    await harness.execute(mette, first, 'close', { round: id });
    await newest(harness, 'Overblik');
    const wrong: [string, string, Record<string, unknown>][] = [
      ['29:fremmed', 'saveAgreed', data],
      ['29:fremmed', 'agree', { round: id, theme: themeId }],
      [anders, 'saveAgreed', { ...data, theme: 'constructor' }],
      [anders, 'saveAgreed', { ...data, round: 'x'.repeat(22) }],
      [anders, 'undoAgreed', { round: id, theme: themeId, seen: 1 }],
    ];
    for (const [person, verb, given] of wrong)
      expect((await harness.execute(person, first, verb, given)).text).toContain(notHere);
    const elsewhere = { ...first, conversationId: '19:elsewhere@thread.tacv2' };
    expect((await harness.execute(anders, elsewhere, 'saveAgreed', data)).text).toContain(notHere);
    // What another version of the card may have said brings a form of today, and saves nothing.
    const other = await harness.execute(anders, first, 'saveAgreed', { ...data, seen: -1 });
    expect(other.text).toContain('Når I har talt sammen, vælger I her');
    expect(await harness.store.jointScoresIn(key)).toEqual([]);
    const odd = { ...data, [`s_${themeId}`]: 'none', s_other: '9' };
    expect((await harness.execute(anders, first, 'saveAgreed', odd)).text).toContain('Der er ikke valgt noget trin');
    const out = await harness.execute(anders, first, 'saveAgreed', { ...data, [`s_${themeId}`]: '9' });
    expect(out.text).toContain('Fælles vurdering: Jeg kan ikke læse »9«. Vælg en af mulighederne.');
    expect(await harness.store.jointScore(key, id, themeId)).toBeUndefined();
  });

  it('is not saved with a step that there is none of, which is named, and the other steps stay', async () => {
    const harness = await startHarness();
    const { id, themes: cards } = await closedRound(harness, answers, { depth: 'deep' });
    const card = theme(cards, 'Unge som medskabere');
    expect((await set(harness, anders, card, '2')).text).toContain('gemt');
    const form = await harness.press(anders, card, 'Fælles vurdering');
    const [odd = '', ...others] = Object.keys(inputs(form.card));
    const save = button(form.card, 'Gem den fælles vurdering');
    const given = { ...save.data, ...steps(form.card, '3'), [odd]: '7' };
    const told = await harness.execute(anders, card, save.verb, given);
    expect(told.text).toMatch(/: Jeg kan ikke læse »7«. Vælg en af mulighederne\./);
    expect(others.map((name) => inputs(told.card)[name])).toEqual(others.map(() => '3'));
    const kept = (await harness.store.jointScore(key, id, String(save.data.theme)))?.record;
    expect([kept?.revision, new Set(Object.values(kept?.steps ?? {}))]).toEqual([1, new Set([2])]);
    const again = button(told.card, 'Gem den fælles vurdering');
    const saved = await harness.execute(anders, card, again.verb, { ...again.data, ...inputs(told.card), [odd]: '4' });
    expect(saved.text).toContain('gemt');
  });

  it('stays on the card when the round is published again, and after a restart', async () => {
    const harness = await startHarness();
    const { id, themes: cards } = await closedRound(harness, answers);
    const card = theme(cards, 'Bæredygtigt samarbejde');
    await set(harness, anders, card, '2');
    await harness.eventually(() => textOf(card.cardNow).includes('Fælles vurdering: trin 2'));
    await harness.restart();
    await forgetShown(harness, id);
    const due = await harness.store.dueItem(`publish:${id}`);
    const updates = card.updates;
    if (due) await harness.store.addDue({ ...due.record, state: 'waiting', visibleAt: 0 });
    harness.app.sweep();
    await harness.eventually(() => card.updates > updates);
    expect(textOf(card.cardNow)).toContain('Fælles vurdering: trin 2');
    expect(parts(card.cardNow).some(({ title }) => title === 'Fælles vurdering')).toBe(true);
  });
});

async function set(harness: Harness, person: string, card: Shown, step: string) {
  const form = await harness.press(person, card, 'Fælles vurdering');
  const { verb, data } = button(form.card, 'Gem den fælles vurdering');
  return harness.execute(person, card, verb, { ...data, ...steps(form.card, step) });
}
