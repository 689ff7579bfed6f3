import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { languages } from '../../src/domain/language.ts';
import { publish } from '../../src/domain/results.ts';
import { figuresOf } from '../../src/report/content.ts';
import type { ReportDocument } from '../../src/report/reports.ts';
import { reportFormats } from '../../src/usecases/results/report.ts';
import { type State, states } from '../cards/rounds.ts';
import { documentOf, everyPart, reportOn, roundBefore, sammenhaeng, settingIn } from './reports.ts';

/** A report can tell what is published, and nothing else. */

const few = (scores: readonly (1 | 2 | 3 | 4)[], comment = ''): State => ({
  people: scores.length,
  score: (_, person) => scores[person] ?? 1,
  comment,
});

/** A workbook's parts, since the archive around them holds the time it was made; other forms as they are. */
function contentsOf({ name, body }: ReportDocument): Record<string, string> {
  if (!name.endsWith('.xlsx')) return { [name]: body.toString() };
  return Object.fromEntries(Object.entries(unzipSync(body)).map(([part, bytes]) => [part, strFromU8(bytes)]));
}

describe('two groups whose cards say the same', () => {
  it.each([
    ['three people', few([1, 1, 1]), few([1, 1, 2], 'Det er mig, der skriver')],
    ['two people', few([2, 3]), few([1, 4])],
    ['one person', few([1]), few([4], 'Det er mig, der skriver')],
  ])('have the same report in every form, also beside a round before: %s', async (_, one, other) => {
    for (const language of languages) {
      const setting = settingIn(language, 'sammenhaengshjulet', 'deep', 'confidential');
      for (const format of reportFormats) {
        for (const before of [undefined, roundBefore(setting)]) {
          const told = async (state: State) =>
            contentsOf(await documentOf(reportOn(setting, state, {}, before), setting, { language, format }));
          expect(await told(one), format).toEqual(await told(other));
        }
      }
    }
  });
});

describe('an average', () => {
  it('has the one decimal that it has on the cards, for every group of up to thirty', () => {
    const { cardTexts } = sammenhaeng();
    for (let n = 4; n <= 30; n++) {
      for (let sum = n; sum <= 4 * n; sum++) {
        const low = Math.floor(sum / n);
        const high = sum - n * low;
        const counts = [1, 2, 3, 4].map((step) => (step === low ? n - high : step === low + 1 ? high : 0));
        const result = publish(counts as [number, number, number, number], {
          privacy: 'confidential',
          smallestGroup: 4,
        });
        if (result.level !== 'full') throw new Error('enough have answered');
        const { average = 0 } = figuresOf(cardTexts, result);
        expect(cardTexts.texts.number(average)).toBe(cardTexts.texts.number(result.mean));
        expect(String(average)).toMatch(/^\d(\.\d)?$/);
      }
    }
  });
});

describe('every report of a confidential round', () => {
  const text = (html: string) => html.replace(/<(style|svg)\b.*?<\/\1>/gs, ' ').replace(/<[^>]+>/g, ' ');

  it.each(Object.keys(states))('names nobody and has no figures of fewer than four: %s', async (name) => {
    const state = states[name] as State;
    const setting = sammenhaeng();
    const { round, ...report } = reportOn(setting, { ...state, people: Math.min(state.people, 60) });
    const page = text(
      (await documentOf({ round, ...report }, setting, { language: 'da', format: 'html' })).body.toString(),
    );
    const figures = round.summary.themes.some(({ units }) => units.some(({ result }) => result.level === 'full'));
    expect(/\d,\d/.test(page)).toBe(figures);
    expect(page).not.toMatch(/Person \d|person-\d/);
  });

  it('holds no key of a person, in any form', async () => {
    const setting = sammenhaeng();
    const report = reportOn(setting, states['many answered'] as State, everyPart(setting));
    expect(JSON.stringify(report)).not.toMatch(/person|somebody|userId|29:/);
  });
});
