import { describe, expect, it } from 'vitest';
import { startHarness } from '../support/app.ts';
import { buttons, parts, textOf } from '../support/cards.ts';
import { anders, answerAll, cardThat, fatima, mette, pressTwo, startRound } from '../support/rounds.ts';

describe('the status of a round', () => {
  it('begins with how many have answered everything, beside those of each theme', async () => {
    const harness = await startHarness();
    const { setup, themes } = await startRound(harness, { expected: '8' });
    await answerAll(harness, themes, [anders]);
    await answerAll(harness, themes.slice(0, 1), [fatima]);
    await harness.eventually(() => textOf(setup.cardNow).includes('\n2 af 8\n'));
    const lines = textOf(setup.cardNow).split('\n');
    expect(lines[2]).toBe('1 af 8 har svaret på alle temaer.');
    expect(lines.filter((line) => line === '1 af 8')).toHaveLength(3);
  });

  it('leads with the reminder, and shows the overview once the round is closed', async () => {
    const harness = await startHarness();
    const { setup, themes } = await startRound(harness, { expected: '8' });
    expect(buttons(setup.cardNow).map(({ title }) => title)[0]).toBe('Mind om at svare');
    await answerAll(harness, themes, [anders]);
    await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
    await cardThat(harness, 'Overblik');
    await harness.eventually(() => buttons(setup.cardNow).some(({ title }) => title === 'Vis overblik'));
    const shown = await harness.press(anders, setup, 'Vis overblik');
    expect(textOf(shown.card)).toMatch(/^Overblik: Sammenhængshjulet/);
  });
});

describe('the help', () => {
  it('is in groups, and brings what was nearly written by a button', async () => {
    const harness = await startHarness();
    const before = harness.connector.shown.length;
    await harness.say(mette, 'overblk');
    const { cardNow: card } = await cardThat(harness, 'Det kan jeg', before);
    const headings = parts(card).flatMap(({ weight, text }) => (weight === 'Bolder' ? [text] : []));
    expect(headings).toEqual(expect.arrayContaining(['Runder', 'Resultat', 'Plan og møde', 'Roller og data']));
    expect(buttons(card).map(({ title }) => title)).toEqual(['Vis overblik']);
  });
});
