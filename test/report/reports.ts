import { publishedComments } from '../../src/domain/results.ts';
import type { Language } from '../../src/domain/wheel.ts';
import { createReports, type ReportDocument } from '../../src/report/reports.ts';
import type { Told } from '../../src/usecases/ports.ts';
import { type Report, type ReportFile, reported } from '../../src/usecases/report.ts';
import { fontFamily, fontFiles } from '../../src/wheel/font.ts';
import { drawRound } from '../../src/wheel/pictures.ts';
import { closedRound, type Setting, type State, settingOf, smallestGroup, texts, wheels } from '../cards/rounds.ts';

/** Reports of rounds that groups answered in every way, without a bot around them. */

const wheelIn = (id: string, language: Language) => {
  const found = wheels.find((wheel) => wheel.id === id && wheel.language === language);
  if (!found) throw new Error(`no wheel ${id} in ${language}`);
  return found;
};

export function settingIn(
  language: Language,
  wheel: string,
  depth: 'screening' | 'deep',
  privacy: 'confidential' | 'open',
): Setting {
  return settingOf(wheelIn(wheel, language), depth, privacy);
}

export function sammenhaeng(depth: 'screening' | 'deep' = 'deep', privacy: 'confidential' | 'open' = 'confidential') {
  return settingIn('da', 'sammenhaengshjulet', depth, privacy);
}

/** What a round's report tells, with what its cards tell. */
export function reportOn(setting: Setting, state: State, more: Partial<Report> = {}): Report {
  const { round, answers } = closedRound(setting, state);
  const published = reported(round);
  if (!published) throw new Error('A closed round has a summary');
  const told = Object.keys(round.units).map((themeId): [string, Told] => {
    const given = answers.filter((answer) => answer.themeId === themeId);
    const comments = given.map(({ comment }) => comment);
    if (round.privacy === 'confidential')
      return [themeId, { names: [], comments: publishedComments(comments, { privacy: round.privacy, smallestGroup }) }];
    const names = given.map(({ scores, comment }, i) => ({ name: `Person ${i + 1}`, scores, comment }));
    return [themeId, { names, comments: [] }];
  });
  return { channel: 'Ungeindsatsen – Sammenhæng', round: published, told: Object.fromEntries(told), ...more };
}

/** Everything that a report can hold beside the round itself. */
export function everyPart(setting: Setting): Partial<Report> {
  const [first, second] = setting.look.wheel.themes;
  if (!first || !second) throw new Error('A wheel has two themes or more');
  const units = Object.values(setting.round.units).flat();
  const rounds = ['2025-12-04', '2026-06-11', '2026-12-10'].map((day, i) => ({
    closedAt: Date.parse(`${day}T15:00Z`),
    people: 7 + i,
  }));
  const focus = { wheelId: setting.round.wheelId, wheelVersion: setting.round.wheelVersion } as const;
  return {
    agreed: Object.fromEntries(units.slice(0, -1).map((unit, i) => [unit, ((i % 4) + 1) as 1 | 2 | 3 | 4])),
    trend: {
      rounds,
      themes: setting.look.wheel.themes.map(({ id }, t) => ({
        themeId: id,
        points: [
          { result: { level: 'step', n: 3, step: 2 } },
          { result: { level: 'withheld', n: 1 } },
          {
            result: {
              level: 'full',
              n: 8,
              step: 2,
              mean: 2.4,
              median: 2.5,
              counts: [1, 3, 4, 0],
              agreement: 0.6,
              word: 'agreed',
            },
            ...(t === 0 ? {} : { change: t === 1 ? ('held' as const) : 3 - t }),
            ...(t === 0 && { agreed: 2.5 }),
          },
        ],
      })),
    },
    frame: {
      coreTask: 'Vi begynder med det, den unge kan og gerne vil.',
      destination: 'Alle unge skal have en positiv destination',
      goals: ['UDSYN', 'INDSIGT', 'KOMPETENCER'],
      values: ['Anerkendelse', 'Tillid'],
    },
    plan: [
      {
        ...focus,
        themeId: first.id,
        unitId: first.focusAreas[0]?.id ?? first.id,
        term: 'short',
        status: 'open',
        from: 1,
        target: 2,
        now: 2,
        date: '2027-03-01',
        actions: [
          {
            title: 'Besøge to virksomheder, der kan tage en praktikant',
            status: 'done',
            date: '2027-01-15',
            milestone: true,
            goal: 'UDSYN',
            value: 'Tillid',
            partners: 'Byens Bageri, Håndværkerforeningen',
          },
          { title: '=1+1', status: 'open', milestone: false, goal: '', value: '', partners: '' },
        ],
      },
      {
        ...focus,
        themeId: second.id,
        unitId: second.focusAreas[0]?.id ?? second.id,
        term: 'long',
        status: 'dropped',
        actions: [],
      },
    ],
  };
}

/** A report in one of its forms. */
export async function documentOf(report: Report, setting: Setting, file: ReportFile): Promise<ReportDocument> {
  const { round } = setting;
  const closed = { ...round, state: 'closed' as const, summary: report.round.summary };
  const wheelsOf = {
    all: () => [],
    of: async ({ wheelId }: { wheelId: string }, language: Language) =>
      setting.look.wheel.language === language && setting.look.wheel.id === wheelId
        ? setting.look.wheel
        : wheelIn(wheelId, language),
  };
  const make = createReports({
    read: async () => report,
    texts,
    wheels: wheelsOf,
    draw: (_, language) => drawRound(texts, wheelsOf, closed, language),
    fonts: Object.entries(fontFiles).map(([weight, file]) => ({ family: fontFamily, weight: Number(weight), file })),
    timeZone: 'Europe/Copenhagen',
    now: () => Date.UTC(2026, 11, 11, 9),
  });
  const document = await make(closed, file);
  if (!document) throw new Error('no document');
  return document;
}
