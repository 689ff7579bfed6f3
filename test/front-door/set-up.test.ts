import { describe, expect, it } from 'vitest';
import { startHarness } from '../support/app.ts';
import { buttons, inputs, parts, textOf } from '../support/cards.ts';
import { cardThat, mette, startRound } from '../support/rounds.ts';

describe('the set-up of a round', () => {
  it('ends on a working day, whatever day it is set up', async () => {
    const harness = await startHarness();
    for (const days of [0, 1, 2, 3, 4, 5, 6]) {
      harness.clock.offset = days * 86_400_000;
      const before = harness.connector.shown.length;
      await harness.say(mette, 'start');
      const { cardNow: card } = await cardThat(harness, 'Ny runde', before);
      const day = new Date(`${inputs(card).deadline}T12:00Z`).getUTCDay();
      expect([1, 2, 3, 4, 5]).toContain(day);
    }
  });

  it('says beforehand, and on the status card, that a confidential round of three shows no figures', async () => {
    const harness = await startHarness();
    await harness.say(mette, 'start');
    const setup = await cardThat(harness, 'Ny runde');
    expect(textOf(setup.cardNow)).not.toContain('færre end 4');
    const again = await harness.press(mette, setup, 'Start runden', { expected: '3', deadline: '2020-01-01' });
    expect(again.text).toContain('I en fortrolig runde med færre end 4 svar');
    const started = await harness.press(mette, setup, 'Start runden', { expected: '3' });
    expect(started.text).toContain('Runden er fortrolig, og færre end 4 skal svare');
  });

  it('does not warn of an open round', async () => {
    const harness = await startHarness();
    const { setup } = await startRound(harness, { expected: '3', privacy: 'open' });
    expect(textOf(setup.cardNow)).not.toContain('færre end 4');
  });

  it('can be left without starting anything', async () => {
    const harness = await startHarness();
    await harness.say(mette, 'start');
    const reply = await harness.press(mette, await cardThat(harness, 'Ny runde'), 'Annuller');
    expect(reply.text).toContain('Der er ikke startet en runde.');
    expect(buttons(reply.card).map(({ title }) => title)).toEqual(['Start en runde']);
    expect(harness.connector.shown.some(({ cardNow: card }) => textOf(card).startsWith('Tema'))).toBe(false);
  });

  it('says what each wheel is about, and keeps what few need behind a button', async () => {
    const harness = await startHarness();
    await harness.say(mette, 'start');
    const { cardNow: card } = await cardThat(harness, 'Ny runde');
    expect(textOf(card)).toContain('Fire temaer om, hvor godt');
    const hidden = parts(card).filter(({ isVisible }) => isVisible === false);
    expect(hidden.map(({ id }) => id)).toEqual(['abouts', 'more', 'keep']);
    const ids = parts(hidden).flatMap(({ type, id }) => (String(type).startsWith('Input.') ? [id] : []));
    expect(ids).toEqual(['closeWhenAll', 'nudges', 'personalReminders', 'language']);
  });

  it('says how many a confidential round takes, and which wheel has no focus areas', async () => {
    const harness = await startHarness();
    await harness.say(mette, 'start');
    const { cardNow } = await cardThat(harness, 'Ny runde');
    const titles = parts(cardNow).flatMap(({ choices = [] }) =>
      (choices as { title: string }[]).map(({ title }) => title),
    );
    expect(titles).toContainEqual(
      expect.stringMatching(/^Fortrolig: samlede resultater uden navne, når mindst\s4\shar\ssvaret$/),
    );
    expect(titles.slice(0, 3)).toEqual([
      expect.stringMatching(/^Sammenhængshjulet.*\(4\stemaer\)$/),
      expect.stringMatching(/^Positiv destination.*\(3\stemaer\)$/),
      expect.stringMatching(/^Fælles kultur.*\(6\stemaer, uden fokusområder\)$/),
    ]);
  });

  it('takes a wheel without focus areas as a quick screening', async () => {
    const harness = await startHarness();
    const { setup } = await startRound(harness, { wheelId: 'faelles-kultur', depth: 'deep' }, { themeCount: 6 });
    expect(textOf(setup.cardNow)).toContain('Hurtig screening');
  });
});
