import { describe, expect, it } from 'vitest';
import { channelId } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { button, buttons, inputs, parts, textOf } from '../support/cards.ts';
import type { Shown } from '../support/connector.ts';
import { anders, cardThat, fatima, lars, mette, nameOf, notHere, signe, summarised } from '../support/rounds.ts';
import { quiet } from '../support/time.ts';

const key = { tenantId, conversationId: channelId };
const [samarbejde, overgange, ansvar, medskabere] = [
  'baeredygtigt-samarbejde',
  'sammenhaeng-i-overgange',
  'faelles-ansvar-og-retning',
  'unge-som-medskabere',
];
const everyone = [mette, anders, fatima, lars, signe];
/** Everybody chose the lowest step but one theme is as good as another: the first two are suggested. */
const steps = (people: readonly string[]) => Object.fromEntries(people.map((person) => [person, '1']));

/** A round with its summary, and the card to put dots on that came after Mette pressed the summary's button. */
async function chosenFrom(
  harness: Harness,
  people: readonly string[] = everyone,
  given: Record<string, unknown> = {},
): Promise<{ id: string; summary: Shown; card: Shown }> {
  const { id, summary } = await summarised(harness, steps(people), given);
  const begun = await harness.press(mette, summary, 'Prioritér sammen');
  expect(begun.text).toContain('Kortet kommer i kanalen');
  return { id, summary, card: await cardThat(harness, 'Prioritér sammen') };
}

const vote = (harness: Harness, person: string, card: Shown, ...units: string[]) =>
  harness.press(person, card, 'Gem mine prikker', { dots: units.join(',') });

/** Presses the button with this title on a card that a press was answered with. */
async function then(
  harness: Harness,
  person: string,
  on: Shown,
  card: unknown,
  title: string,
  given: Record<string, unknown> = {},
) {
  const { verb, data } = button(card, title);
  return harness.execute(person, on, verb, { ...inputs(card), ...data, ...given });
}

describe('choosing what to work on', () => {
  it('goes from the summary’s button over dots and a decision to a plan in the channel', async () => {
    const harness = await startHarness();
    const { id, card } = await chosenFrom(harness);
    expect(textOf(card.cardNow)).toContain('På kort sigt: Bæredygtigt samarbejde og Sammenhæng i overgange');
    await vote(harness, mette, card, samarbejde, ansvar);
    await vote(harness, anders, card, ansvar);
    await vote(harness, fatima, card, ansvar, medskabere, samarbejde);
    await vote(harness, lars, card, medskabere);
    expect((await harness.press(lars, card, 'Se mine prikker')).text).toContain('4 af 5 har sat prikker');
    await vote(harness, signe, card, ansvar);
    // Everybody has chosen: the dots are shown without anyone asking.
    await harness.eventually(() => textOf(card.cardNow).startsWith('Sådan fordeler prikkerne sig'));
    expect(textOf(card.cardNow)).toContain('Fælles ansvar og retning\n4 prikker\nBæredygtigt samarbejde\n2 prikker');
    expect(textOf(card.cardNow)).toContain('Sammenhæng i overgange\nIngen prikker\nForeslået: På kort sigt');
    const form = await harness.press(mette, card, 'Skriv jeres beslutning ind');
    expect(inputs(form.card)).toMatchObject({ short: `${ansvar},${samarbejde},${medskabere}` });
    const left = await then(harness, mette, card, form.card, 'Annuller');
    expect(left.text).toMatch(/^Sådan fordeler prikkerne sig/);
    expect(await harness.store.focuses(key)).toEqual([]);
    const decided = { short: ansvar, long: samarbejde };
    const settled = await then(harness, mette, card, form.card, 'Gem og lav en plan', decided);
    expect(settled.text).toContain('Kort sigt: Fælles ansvar og retning\nLang sigt: Bæredygtigt samarbejde');
    const plan = await cardThat(harness, 'Planen');
    expect(textOf(plan.cardNow)).toContain('Fælles ansvar og retning\nKort sigt · Trin 1 → 2');
    expect(textOf(plan.cardNow)).toContain('Bæredygtigt samarbejde\nLang sigt');
    await harness.eventually(() => textOf(card.cardNow).startsWith('Det arbejder I videre med'));
    expect(await harness.store.focuses(key)).toMatchObject([{ roundId: id }, { roundId: id }]);
  });

  it('takes up to three dots of each person, and gives back what is not right', async () => {
    const harness = await startHarness();
    const { id, card } = await chosenFrom(harness);
    const many = await vote(harness, anders, card, samarbejde, overgange, ansvar, medskabere);
    expect(many.text).toContain('Sæt højst 3 prikker');
    expect(inputs(many.card).dots?.split(',')).toHaveLength(4);
    const odd = ['', 'findes-ikke', '__proto__', '{}', `${'x,'.repeat(3_000)}`, [{ id: samarbejde }], [samarbejde, {}]];
    for (const dots of odd) {
      expect((await harness.press(anders, card, 'Gem mine prikker', { dots })).text).toContain('Sæt mindst én prik');
    }
    expect(await harness.store.voted(key, id)).toBe(0);
    expect((await vote(harness, anders, card, samarbejde, samarbejde, 'findes-ikke')).text).toContain(
      'Dine prikker er gemt',
    );
    expect((await harness.store.votes(key, id)).map(({ record }) => record.units)).toEqual([[samarbejde]]);
  });

  it('takes dots that a client sends as a list', async () => {
    const harness = await startHarness();
    const { id, card } = await chosenFrom(harness);
    const saved = await harness.press(anders, card, 'Gem mine prikker', { dots: [samarbejde, overgange] });
    expect(saved.text).toContain('Dine prikker er gemt');
    const votes = await harness.store.votes(key, id);
    expect(votes.map(({ record }) => record.units)).toEqual([[samarbejde, overgange]]);
  });

  it('lets a person see and move their own dots, and nobody else see them', async () => {
    const harness = await startHarness();
    const { card } = await chosenFrom(harness);
    expect((await harness.press(anders, card, 'Se mine prikker')).text).toContain('Du har ikke sat prikker endnu');
    await vote(harness, anders, card, medskabere);
    const own = await harness.press(anders, card, 'Se mine prikker');
    expect(own.text).toContain('Unge som medskabere');
    expect((await harness.press(fatima, card, 'Se mine prikker')).text).not.toContain('Unge som medskabere');
    const edit = await then(harness, anders, card, own.card, 'Flyt mine prikker');
    expect(inputs(edit.card).dots).toBe(medskabere);
    const moved = await then(harness, anders, card, edit.card, 'Gem mine prikker', { dots: ansvar });
    expect(moved.text).toContain('Fælles ansvar og retning');
    // The press of before, which Teams did not hear of, comes again late with a new id and undoes nothing.
    await harness.restart();
    harness.clock.offset = 30_000;
    expect((await vote(harness, anders, card, medskabere)).text).toContain('Fælles ansvar og retning');
  });

  it('shows the button that ends it, on a person’s own dots, to those who may press it', async () => {
    const harness = await startHarness();
    const { card } = await chosenFrom(harness);
    const shown = async (person: string) => {
      const saved = await vote(harness, person, card, medskabere);
      const looked = await harness.press(person, card, 'Se mine prikker');
      return [saved, looked].map(({ card: own }) => buttons(own).map(({ title }) => title));
    };
    expect(await shown(anders)).toEqual([['Flyt mine prikker'], ['Flyt mine prikker']]);
    const both = ['Flyt mine prikker', 'Afslut prioriteringen'];
    expect(await shown(mette)).toEqual([both, both]);
  });

  it('leaves the card that everybody shares as it is, and tells each person how many have chosen and never what', async () => {
    const harness = await startHarness();
    const { card } = await chosenFrom(harness);
    const before = textOf(card.cardNow);
    for (const person of [anders, fatima, lars]) await vote(harness, person, card, medskabere);
    await quiet(harness);
    expect([textOf(card.cardNow), card.updates]).toEqual([before, 0]);
    expect((await harness.press(signe, card, 'Se mine prikker')).text).toContain('3 af 5 har sat prikker');
    const filled = parts(card.cardNow).filter(({ type, value }) => type === 'Input.ChoiceSet' && value !== '');
    expect(filled).toEqual([]);
  });

  it('is ended after a confirm by whoever started the round, and takes no dots after that', async () => {
    const harness = await startHarness();
    const { id, card } = await chosenFrom(harness);
    const early = structuredClone(card);
    await vote(harness, anders, card, ansvar);
    expect((await harness.press(anders, card, 'Afslut prioriteringen')).text).toContain(
      'Det kan kun den, der startede',
    );
    const question = await harness.press(mette, card, 'Afslut prioriteringen');
    expect(question.text).toContain('1 af 5 har sat prikker');
    const ended = await then(harness, mette, card, question.card, 'Afslut nu');
    expect(ended.text).toContain('Sådan fordeler prikkerne sig');
    expect((await vote(harness, fatima, early, ansvar)).text).toContain('Prioriteringen er afsluttet');
    expect((await harness.store.choice(key, id))?.record.outcome?.voters).toBe(1);
  });

  it('is begun once however many press at once, and only after the latest round', async () => {
    const harness = await startHarness();
    const { id: first, summary: old } = await summarised(harness, steps(everyone));
    const { summary } = await summarised(harness, steps(everyone));
    expect((await harness.press(mette, old, 'Prioritér sammen')).text).toContain('en nyere runde');
    const answers = await Promise.all(everyone.map((person) => harness.press(person, summary, 'Prioritér sammen')));
    expect(answers.filter(({ text }) => text.includes('Kortet kommer')).length).toBe(1);
    await cardThat(harness, 'Prioritér sammen');
    await harness.press(mette, summary, 'Prioritér sammen');
    const cards = harness.connector.shown.filter(({ cardNow: card }) => textOf(card).startsWith('Prioritér sammen'));
    expect(cards).toHaveLength(1);
    expect(await harness.store.choice(key, first)).toBeUndefined();
  });

  it('has its card sent again when the first may not have come, once somebody asks', async () => {
    const harness = await startHarness();
    const { summary } = await summarised(harness, steps(everyone));
    let lost = true;
    harness.connector.fate = ({ method, path }) => {
      if (method === 'POST' && path === '/v3/conversations' && lost) {
        lost = false;
        return { kind: 'status', status: 500 };
      }
      return { kind: 'accept' };
    };
    await harness.press(mette, summary, 'Prioritér sammen');
    await harness.eventually(() => !lost);
    const again = await harness.eventually(async () => {
      await harness.press(mette, summary, 'Prioritér sammen');
      return harness.connector.shown.find(({ cardNow: card }) => textOf(card).startsWith('Prioritér sammen'));
    });
    expect(again).toBeDefined();
  });

  it('is not offered where nobody chose a step', async () => {
    const harness = await startHarness();
    const { id, summary } = await summarised(harness, { [mette]: 'dontKnow' });
    expect(buttons(summary.cardNow).map(({ title }) => title)).not.toContain('Prioritér sammen');
    expect((await harness.execute(mette, summary, 'choose', { round: id })).text).toContain(notHere);
  });

  it('is refused to somebody who is not in the channel, in the words of an unknown id', async () => {
    const harness = await startHarness();
    const { id, card } = await chosenFrom(harness);
    expect((await vote(harness, '29:fremmed', card, ansvar)).text).toContain(notHere);
    for (const verb of ['choose', 'endChoosing', 'askDecision', 'decide']) {
      expect((await harness.execute('29:fremmed', card, verb, { round: id })).text).toContain(notHere);
    }
    expect((await harness.execute(mette, card, 'vote', { round: 'A'.repeat(22), seen: 0 })).text).toContain(notHere);
    expect(await harness.store.voted(key, id)).toBe(0);
  });
});

describe('the dots', () => {
  /** Everyone of them puts dots, and Mette ends it. @returns the card of the outcome. */
  async function ended(harness: Harness, voters: readonly string[], given: Record<string, unknown>): Promise<Shown> {
    const { id, card } = await chosenFrom(harness, everyone, given);
    for (const person of voters) await vote(harness, person, card, ansvar, medskabere);
    await harness.execute(mette, card, 'endChoosing', { round: id });
    await harness.eventually(() => textOf(card.cardNow).startsWith('Sådan fordeler prikkerne sig'));
    return card;
  }

  it.each([1, 2, 3])('of %i in a confidential round are not shown, and the reason is', async (count) => {
    const harness = await startHarness();
    const { cardNow: card } = await ended(harness, everyone.slice(0, count), {});
    expect(textOf(card)).toContain('Færre end 4 har sat prikker. Derfor vises de ikke');
    expect(textOf(card)).not.toMatch(/\d prik/);
    expect(textOf(card)).not.toContain('Unge som medskabere');
    const form = await harness.execute(mette, { conversationId: channelId, activityId: '1' }, 'askDecision', {
      round: String(button(card, 'Skriv jeres beslutning ind').data.round),
    });
    expect(inputs(form.card)).toEqual({ short: `${samarbejde},${overgange}` });
  });

  it('of four in a confidential round are shown without names, and who gave which is forgotten', async () => {
    const harness = await startHarness();
    const { cardNow: card } = await ended(harness, everyone.slice(0, 4), {});
    expect(textOf(card)).toContain('Unge som medskabere\n4 prikker');
    expect(textOf(card)).not.toContain(nameOf(anders));
    const round = String(button(card, 'Skriv jeres beslutning ind').data.round);
    await harness.eventually(async () => (await harness.store.voted(key, round)) === 0);
  });

  it('of an open round are shown with names, however few', async () => {
    const harness = await startHarness();
    const { cardNow: card } = await ended(harness, [anders, fatima], { privacy: 'open' });
    expect(textOf(card)).toContain(`2 prikker\n${nameOf(anders)} og ${nameOf(fatima)}`);
  });

  it('of nobody are told as none', async () => {
    const harness = await startHarness();
    const { cardNow: card } = await ended(harness, [], {});
    expect(textOf(card)).toContain('Ingen har sat prikker');
  });
});

describe('the decision', () => {
  it.each([
    [{ short: '', long: '' }, 'Vælg mindst ét indsatsområde'],
    [
      { short: [samarbejde, overgange, ansvar, medskabere].join(), long: '' },
      'Kort sigt: Der står 4. Der må højst være 3 på hver liste',
    ],
    [
      { short: samarbejde, long: samarbejde },
      'Lang sigt: »Bæredygtigt samarbejde« kan ikke bruges. Det samme kan ikke stå på',
    ],
    [
      { short: `${samarbejde},andet-tema`, long: '' },
      'Kort sigt: »andet-tema« kan ikke bruges. Vælg en af mulighederne.',
    ],
    [{ short: '', long: 'andet-tema' }, 'Lang sigt: »andet-tema« kan ikke bruges. Vælg en af mulighederne.'],
  ])('that is not right is asked for again: %o', async (given, words) => {
    const harness = await startHarness();
    const { id, card } = await chosenFrom(harness);
    await harness.execute(mette, card, 'endChoosing', { round: id });
    expect((await harness.execute(mette, card, 'decide', { round: id, ...given })).text).toContain(words);
    expect((await harness.store.choice(key, id))?.record.state).toBe('closed');
  });

  it('is made once: two who decide at once get one plan, and a second press nothing more', async () => {
    const harness = await startHarness();
    const { id, card } = await chosenFrom(harness);
    await harness.execute(mette, card, 'endChoosing', { round: id });
    const decide = (short: string) => harness.execute(mette, card, 'decide', { round: id, short, long: '' });
    await Promise.all([decide(samarbejde), decide(ansvar), decide(samarbejde)]);
    await decide(medskabere);
    await cardThat(harness, 'Planen');
    const focuses = await harness.store.focuses(key);
    expect(focuses).toHaveLength(1);
    expect((await harness.store.choice(key, id))?.record.focuses).toMatchObject([{ unitId: focuses[0]?.unitId }]);
    expect(harness.connector.shown.filter(({ cardNow: each }) => textOf(each).startsWith('Planen'))).toHaveLength(1);
  });

  it('is for whoever may close the round', async () => {
    const harness = await startHarness();
    const { id, card } = await chosenFrom(harness);
    await harness.execute(mette, card, 'endChoosing', { round: id });
    const no = await harness.execute(anders, card, 'decide', { round: id, short: ansvar, long: '' });
    expect(no.text).toContain('Det kan kun den, der startede runden, eller en tovholder gøre');
    expect(await harness.store.focuses(key)).toEqual([]);
  });

  it('in a later round keeps what is worked on already, with its actions', async () => {
    const harness = await startHarness();
    const first = await chosenFrom(harness);
    await harness.execute(mette, first.card, 'endChoosing', { round: first.id });
    await harness.execute(mette, first.card, 'decide', { round: first.id, short: ansvar, long: '' });
    const [kept] = await harness.eventually(async () => {
      const focuses = await harness.store.focuses(key);
      return focuses.length === 1 && focuses;
    });
    const { id, summary } = await summarised(harness, steps(everyone));
    await harness.press(mette, summary, 'Prioritér sammen');
    await harness.execute(mette, summary, 'endChoosing', { round: id });
    await harness.execute(mette, summary, 'decide', { round: id, short: medskabere, long: ansvar });
    const both = await harness.eventually(async () => {
      const focuses = await harness.store.focuses(key);
      return focuses.length === 2 && focuses.some(({ chosenAfter, roundId }) => chosenAfter !== roundId) && focuses;
    });
    expect(both.find(({ id: focusId }) => focusId === kept?.id)).toMatchObject({
      roundId: first.id,
      chosenAfter: id,
      content: { term: 'long' },
    });
  });

  it('stands after a restart that came between the decision and the plan', async () => {
    const harness = await startHarness();
    const { id, card } = await chosenFrom(harness);
    await harness.execute(mette, card, 'endChoosing', { round: id });
    await harness.execute(mette, card, 'decide', { round: id, short: ansvar, long: '' });
    await harness.restart();
    await cardThat(harness, 'Planen');
    expect(await harness.store.focuses(key)).toHaveLength(1);
  });
});
