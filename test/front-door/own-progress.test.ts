import { describe, expect, it } from 'vitest';
import { startHarness } from '../support/app.ts';
import { allScores, anders, fatima, saved, startRound } from '../support/rounds.ts';
import { here } from '../support/time.ts';

describe('what a person reads after answering', () => {
  it('is how many themes they have answered, which are left, and that they are done', async () => {
    const harness = await startHarness();
    const { themes } = await startRound(harness, { expected: '8' });
    const told: string[] = [];
    for (const theme of themes) {
      const { text } = await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '2'));
      told.push(/Du har svaret [^\n]*/.exec(text)?.[0] ?? text);
    }
    const left = (names: string, count: number) => `Du har svaret på ${4 - count} af 4 temaer. Du mangler ${names}.`;
    expect(told.map((line) => line.replaceAll('\u00a0', ' '))).toEqual([
      left('3: Sammenhæng i overgange, Fælles ansvar og retning samt Unge som medskabere', 3),
      left('2: Fælles ansvar og retning samt Unge som medskabere', 2),
      left('Unge som medskabere', 1),
      'Du har svaret på alle temaer. Tak for det.',
    ]);
  });

  it('is about their own answers, in a round of any depth, and again where they change one', async () => {
    const harness = await startHarness();
    const { themes } = await startRound(harness, { expected: '8', depth: 'deep' });
    const [first] = themes;
    if (!first) throw new Error('A round has themes');
    for (const theme of themes) await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '2'));
    const other = await harness.press(fatima, first, 'Gem min vurdering', allScores(first, '2'));
    expect(other.text).toContain('Du har svaret på 1 af');
    const again = await harness.press(anders, first, 'Gem min vurdering', allScores(first, '2'));
    expect(again.text).toContain('Du har svaret på alle temaer.');
    const changed = await harness.press(anders, first, 'Gem min vurdering', allScores(first, '3'));
    expect(changed.text).toContain('Du har svaret på alle temaer.');
  });

  it('says nothing of how far they are in a round of an older wheel, which had a theme more', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness, { expected: '8' });
    const round = await harness.store.round(here, id);
    const wheel = round && (await harness.store.wheel(round.record.wheelId, round.record.wheelVersion, 'da'));
    const [first] = themes;
    const [theme] = wheel?.themes ?? [];
    if (!round || !wheel || !theme || !first) throw new Error('A round has a wheel with themes');
    await harness.store.keepWheel({
      ...wheel,
      version: 99,
      themes: [...wheel.themes, { ...theme, id: 'udgaaet', focusAreas: [] }],
    });
    const units = { ...round.record.units, udgaaet: ['udgaaet'] };
    await harness.store.saveRound({ ...round.record, wheelVersion: 99, units }, round.version);
    const reply = await harness.press(anders, first, 'Gem min vurdering', allScores(first, '2'));
    expect(reply.text).toContain(saved);
    expect(reply.text).not.toContain('Du har svaret');
  });
});
