import { describe, expect, it } from 'vitest';
import { channelId, installation } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { button, inputs, textOf } from '../support/cards.ts';
import type { Shown } from '../support/connector.ts';
import { allScores, anders, cardThat, mette, startRound, summarised } from '../support/rounds.ts';

const key = { tenantId, conversationId: channelId };
const offered = 'I har ikke valgt en ramme endnu';

/** Mette, who added the bot, asks for the frame. */
async function asked(harness: Harness): Promise<Shown> {
  await harness.send(installation(harness.connector, mette));
  await harness.say(anders, 'ramme');
  return cardThat(harness, 'Jeres ramme');
}

/** A form that a press was answered with, sent with what is given. */
async function sendForm(harness: Harness, person: string, on: Shown, card: unknown, given: Record<string, unknown>) {
  const { verb, data } = button(card, given.title ? String(given.title) : 'Gem rammen');
  const { title: _, ...rest } = given;
  return harness.execute(person, on, verb, { ...inputs(card), ...data, ...rest });
}

describe('the frame of a channel', () => {
  it('is offered with the names of the source, letter for letter, until the channel has one', async () => {
    const harness = await startHarness();
    const card = await asked(harness);
    const text = textOf(card.cardNow);
    expect(text).toContain(offered);
    expect(text).toContain('Alle unge skal have en positiv destination');
    expect(text).toContain('UDSYN, INDSIGT og KOMPETENCER');
    expect(text).toContain('Anerkendelse, Indsigt, Tillid, Ordentlighed, Fællesskab og Udvikling');
    expect(await harness.store.frame(key)).toBeUndefined();
  });

  it('is taken as it is by one press of a tovholder, and by nobody else', async () => {
    const harness = await startHarness();
    const card = await asked(harness);
    expect((await harness.press(anders, card, 'Brug rammen')).text).toContain('Det kan kun en tovholder gøre');
    expect((await harness.press(anders, card, 'Ret rammen')).text).toContain('Det kan kun en tovholder gøre');
    expect((await harness.press(mette, card, 'Brug rammen')).text).not.toContain(offered);
    await harness.press(mette, card, 'Brug rammen');
    expect((await harness.store.frame(key))?.record.revision).toBe(1);
    await harness.say(anders, 'ramme');
    expect(textOf((await cardThat(harness, 'Jeres ramme', 2)).cardNow)).not.toContain(offered);
  });

  it('is changed by a tovholder and then stands at the top of the plan and of the summary', async () => {
    const harness = await startHarness();
    const card = await asked(harness);
    const form = await harness.press(mette, card, 'Ret rammen');
    const saved = await sendForm(harness, mette, card, form.card, {
      coreTask: 'Vi *hjælper* unge videre.',
      goals: 'UDSYN\n\n  Mod på livet \nUDSYN',
      values: '',
    });
    expect(saved.text).toContain('Vi *hjælper* unge videre.');
    expect((await harness.store.frame(key))?.record).toEqual({
      content: {
        coreTask: 'Vi *hjælper* unge videre.',
        destination: 'Alle unge skal have en positiv destination',
        goals: ['UDSYN', 'Mod på livet'],
        values: [],
      },
      revision: 1,
    });
    const { summary } = await summarised(harness, { [mette]: '2' }, { privacy: 'open' });
    expect(textOf(summary.cardNow)).toContain('UDSYN og Mod på livet');
    await harness.say(anders, 'plan');
    const plan = await cardThat(harness, 'Planen');
    expect(textOf(plan.cardNow)).toContain('Alle unge skal have en positiv destination');
    expect(textOf(plan.cardNow)).not.toContain('Værdier');
  });

  it('stands on no summary before the channel has taken one', async () => {
    const harness = await startHarness();
    const { summary } = await summarised(harness, { [mette]: '2' });
    expect(textOf(summary.cardNow)).not.toContain('positiv destination');
  });

  it('changed by two at once is kept once, and the other sees both and loses nothing', async () => {
    const harness = await startHarness();
    const card = await asked(harness);
    await harness.press(mette, card, 'Brug rammen');
    const [one, two] = [await harness.press(mette, card, 'Ret rammen'), await harness.press(mette, card, 'Ret rammen')];
    await sendForm(harness, mette, card, one.card, { coreTask: 'Den ene' });
    const late = await sendForm(harness, mette, card, two.card, { coreTask: 'Den anden' });
    expect(late.text).toContain('En anden har ændret det, mens du skrev');
    expect(late.text).toContain('Den ene');
    expect(inputs(late.card).coreTask).toBe('Den anden');
    expect((await harness.store.frame(key))?.record.content.coreTask).toBe('Den ene');
    await sendForm(harness, mette, card, late.card, { title: 'Gem min version' });
    expect((await harness.store.frame(key))?.record).toMatchObject({ content: { coreTask: 'Den anden' }, revision: 3 });
  });

  it.each([
    [{ destination: '' }, 'Skriv den positive destination'],
    [{ coreTask: 'æ'.repeat(601) }, 'højst fylde 600 tegn'],
    [{ goals: '1\n2\n3\n4\n5\n6\n7' }, 'Mål: Der står 7. Skriv højst 6 mål'],
    [{ values: 'x'.repeat(41) }, 'xxx« kan ikke bruges. Skriv højst 10 værdier, hver på højst 40 tegn'],
  ])('is asked for again where it is not right: %o', async (given, words) => {
    const harness = await startHarness();
    const card = await asked(harness);
    const form = await harness.press(mette, card, 'Ret rammen');
    expect((await sendForm(harness, mette, card, form.card, given)).text).toContain(words);
    expect(await harness.store.frame(key)).toBeUndefined();
  });
});

describe('the wheels of the second source', () => {
  it.each([
    ['positiv-destination', 'deep', ['UDSYN', 'INDSIGT', 'KOMPETENCER']],
    ['positiv-destination', 'screening', ['UDSYN', 'INDSIGT', 'KOMPETENCER']],
    [
      'faelles-kultur',
      'screening',
      [
        'Den fælles forståelse af kerneopgaven',
        'Relationel koordinering',
        'Psykologisk tryghed',
        'Kollektiv positiv kommunikation',
        'JTI-profiler',
        'Fælles værdigrundlag',
      ],
    ],
  ])('%s runs as a %s round from its set-up to its summary', async (wheelId, depth, names) => {
    const harness = await startHarness();
    const before = harness.connector.shown.length;
    const { themes } = await startRound(harness, { wheelId, depth, expected: '2' }, { themeCount: names.length });
    expect(themes.map(({ cardNow: card }) => textOf(card).split('\n')[1])).toEqual(names);
    for (const person of [mette, anders]) {
      for (const theme of themes) await harness.press(person, theme, 'Gem min vurdering', allScores(theme, '3'));
    }
    const summary = await cardThat(harness, 'Overblik', before);
    for (const name of names) expect(textOf(summary.cardNow)).toContain(name);
    expect(textOf(summary.cardNow)).toContain('2 af 2 har svaret');
  });
});
