import { themeJointScore } from '../../src/domain/joint-score.ts';
import type { Language } from '../../src/domain/language.ts';
import type { PlanAction } from '../../src/domain/plan.ts';
import { publishedComments } from '../../src/domain/results.ts';
import type { Round } from '../../src/domain/round.ts';
import type { Step } from '../../src/domain/scale.ts';
import { type TrendHistory, trendHistoryOf } from '../../src/domain/trend.ts';
import { fontFamily, fontFiles } from '../../src/pictures/font.ts';
import { drawRound } from '../../src/pictures/picture-cache.ts';
import { drawHistory } from '../../src/pictures/trend-cache.ts';
import { createReports, type ReportDocument } from '../../src/report/reports.ts';
import { prefilledFrame } from '../../src/texts/frame.ts';
import { type Report, type ReportFile, reported } from '../../src/usecases/results/report.ts';
import type { PublishedDetails } from '../../src/usecases/round/round-ports.ts';
import { actionOf, focusOf } from '../cards/plans.ts';
import {
  closedRound,
  everyList,
  type Setting,
  type State,
  settingOf,
  smallestGroup,
  texts,
  wheels,
} from '../cards/rounds.ts';
import { renderHere } from '../support/renderer.ts';

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

/** What a round's report tells, with what its cards tell. @param before the closed round that it is compared with. */
export function reportOn(setting: Setting, state: State, more: Partial<Report> = {}, before?: Round): Report {
  const { round, answers } = closedRound(setting, state, before);
  const published = reported(round);
  if (!published) throw new Error('A closed round has a summary');
  const told = Object.keys(round.units).map((themeId): [string, PublishedDetails] => {
    const given = answers.filter((answer) => answer.themeId === themeId);
    const comments = given.map(({ comment }) => comment);
    if (round.privacy === 'confidential')
      return [
        themeId,
        { names: [], comments: publishedComments(comments, given.length, { privacy: round.privacy, smallestGroup }) },
      ];
    const names = given.map(({ scores, comment }, i) => ({ name: `Person ${i + 1}`, scores, comment }));
    return [themeId, { names, comments: [] }];
  });
  const history = trendHistoryOf(before ? [before, round] : [round], () => undefined);
  const nothingElse = { jointScores: {}, history, plan: [] };
  return {
    channel: 'Ungeindsatsen – Sammenhæng',
    kind: 'channel',
    round: published,
    details: Object.fromEntries(told),
    ...nothingElse,
    ...more,
  };
}

/** A closed round half a year before, answered by one person less than `everyList`. */
export function roundBefore(setting: Setting): Round {
  const state: State = { people: 8, score: (unit, person) => (((unit + person) % 4) + 1) as Step };
  return { ...closedRound(setting, state, undefined, Date.UTC(2026, 5, 4)).round, id: 'b'.repeat(22) };
}

/** Everything that a report can hold beside the round itself. */
export function everyPart(setting: Setting): Pick<Report, 'jointScores' | 'history' | 'frame' | 'plan'> {
  const { round, cardTexts } = setting;
  const [first, second] = Object.keys(round.units);
  if (first === undefined || second === undefined) throw new Error('A wheel has two themes or more');
  const steps = Object.entries(round.units).map(([themeId, units], i) => {
    // The last theme is left half agreed.
    const set = units.slice(0, i === Object.keys(round.units).length - 1 ? -1 : undefined);
    return [themeId, Object.fromEntries(set.map((unit, u) => [unit, (((i + u) % 4) + 1) as Step]))] as const;
  });
  return {
    jointScores: Object.fromEntries(steps),
    history: courseOn(setting),
    frame: prefilledFrame(cardTexts.texts),
    plan: planOn(setting, first, second),
  };
}

/** Three rounds, the oldest of so few that only steps are told, the newest of one more than the one before it. */
function courseOn(setting: Setting): TrendHistory {
  const grown = (people: number): State => ({ ...everyList, people });
  const [oldest, older, newest] = [grown(3), grown(8), grown(9)].map((state, i) => ({
    ...closedRound(setting, state, undefined, Date.UTC(2025, 11 + 6 * i, 4 + i, 15)).round,
    id: `${i}`.repeat(22),
  })) as [Round, Round, Round];
  return trendHistoryOf([oldest, older, newest], ({ id, units }, themeId) => {
    const agreed = units[themeId] ?? [];
    const steps = Object.fromEntries(agreed.map((unit, i) => [unit, ((i % 2) + 2) as Step]));
    return id === newest.id ? themeJointScore(steps, agreed) : undefined;
  });
}

function planOn({ round }: Setting, first: string, second: string): Report['plan'] {
  const wheel = { wheelId: round.wheelId, wheelVersion: round.wheelVersion };
  const on = (themeId: string) => ({ ...wheel, themeId, unitId: round.units[themeId]?.[0] ?? themeId });
  const action = (title: string, more: Partial<PlanAction['content']> = {}): PlanAction => {
    const { content, ...rest } = actionOf('short');
    return { ...rest, content: { ...content, title, ...more } };
  };
  return [
    {
      focus: focusOf({ target: 2, date: '2027-03-01' }, on(first)),
      now: 2,
      actions: [
        {
          ...action('Besøge to virksomheder, der kan tage en praktikant', {
            date: '2027-01-15',
            milestone: true,
            goal: 'UDSYN',
            value: 'Tillid',
            partners: 'Byens Bageri, Håndværkerforeningen',
          }),
          status: 'done',
        },
        action('=1+1'),
        { ...action('Holde en messe'), status: 'dropped', reason: 'Skolen holder en selv.' },
      ],
    },
    {
      focus: focusOf({ term: 'long' }, { ...on(second), status: 'dropped', reason: 'Det løste sig selv.' }),
      actions: [],
    },
  ];
}

/** A report in one of its forms. */
export async function documentOf(report: Report, setting: Setting, file: ReportFile): Promise<ReportDocument> {
  const { round } = setting;
  const closed = { ...round, state: 'closed' as const, summary: report.round.summary };
  const wheelsOf = {
    all: () => [],
    of: async ({ wheelId }: { wheelId: string }, language: Language) =>
      setting.cardTexts.wheel.language === language && setting.cardTexts.wheel.id === wheelId
        ? setting.cardTexts.wheel
        : wheelIn(wheelId, language),
  };
  const sources = { texts, wheels: wheelsOf, renderer: renderHere };
  const make = createReports({
    read: async () => report,
    texts,
    chatTexts: texts,
    wheels: wheelsOf,
    draw: (_, language) => drawRound(sources, closed, language),
    drawHistory: (_, history, language) => drawHistory(sources, { round: closed, history }, language),
    workbook: renderHere.workbook,
    fonts: Object.entries(fontFiles).map(([weight, file]) => ({ family: fontFamily, weight: Number(weight), file })),
    timeZone: 'Europe/Copenhagen',
    now: () => Date.UTC(2026, 11, 11, 9),
  });
  const document = await make(closed, file);
  if (!document) throw new Error('no document');
  return document;
}
