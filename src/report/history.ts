import type { Full } from '../domain/results.ts';
import type { Point } from '../domain/trend.ts';
import { type Html, nothing } from '../html.ts';
import { historyNotes, historyText, roundName, roundNotes, roundValue } from '../texts/history.ts';
import { themeOf } from '../texts/results.ts';
import { type Content, figuresOf } from './content.ts';
import { groupCells, groupColumns } from './groups.ts';
import { picture, section } from './page-parts.ts';
import { paragraphs, tableHtml } from './table-html.ts';
import { changeText, column, oneDecimal, type Table } from './tables.ts';

/** The rounds of the wheel up to this one: the chart with a line for each theme, and all its figures. */
export function historySection(content: Content, svg: string): Html {
  const { report, cardTexts } = content;
  const { history } = report;
  const { t } = cardTexts.texts;
  if (history.rounds.length < 2) return nothing;
  const notes = [
    t('report.trendWhy'),
    ...historyNotes(cardTexts.texts, history),
    ...roundNotes(cardTexts.texts, history.rounds),
  ];
  return section(t('report.trend'), [
    picture(svg, historyText(cardTexts, history)),
    tableHtml(cardTexts, historyTableOnPage(content), { id: 'trend', grouped: true }),
    paragraphs(notes),
  ]);
}

/** A row for each round under each theme, as on the trend card; narrow enough for a phone. */
function historyTableOnPage({ report, cardTexts }: Content): Table {
  const { t } = cardTexts.texts;
  const { rounds, themes } = report.history;
  return {
    title: t('report.trendOf'),
    columns: [
      column(t('report.columns.theme')),
      column(t('report.columns.round')),
      column(t('report.columns.result')),
      column(t('report.columns.change')),
      column(t('report.columns.agreed'), 'average'),
    ],
    rows: themes.flatMap(({ themeId, points }) =>
      points.map((point, i) => [
        themeOf(cardTexts.wheel, themeId).name,
        roundName(cardTexts.texts, rounds, i),
        roundValue(cardTexts, point),
        changeText(cardTexts, point.change),
        point.jointScore && oneDecimal(point.jointScore.score),
      ]),
    ),
  };
}

/** A row for each theme of each round, oldest round first: the sheet of a spreadsheet. */
export function historyTable(content: Content): Table | undefined {
  const { report, cardTexts, day } = content;
  const { rounds, themes } = report.history;
  if (rounds.length < 2) return undefined;
  const { t } = cardTexts.texts;
  const groupIds = (report.round.groups ?? []).filter((groupId) =>
    themes.some(({ points }) => points.some((_, i) => comparedGroup(points, i, groupId))),
  );
  return {
    title: t('report.trend'),
    columns: [
      column(t('report.columns.closed'), 'date'),
      column(t('report.columns.theme')),
      column(t('report.columns.average'), 'average'),
      column(t('report.columns.step')),
      column(t('report.columns.n'), 'count'),
      column(t('report.columns.change')),
      column(t('report.columns.agreed'), 'average'),
      ...groupColumns(cardTexts, groupIds),
    ],
    rows: rounds.flatMap(({ closedAt }, i) =>
      themes.flatMap(({ themeId, points }) => {
        const point = points[i];
        if (!point) return [];
        const { average, step, n } = figuresOf(cardTexts, point.result);
        const agreed = point.jointScore && oneDecimal(point.jointScore.score);
        const name = themeOf(cardTexts.wheel, themeId).name;
        const row = [day(closedAt), name, average, step, n, changeText(cardTexts, point.change), agreed];
        const ofGroups = groupCells(cardTexts, groupIds, (groupId) => comparedGroup(points, i, groupId));
        return [[...row, ...ofGroups]];
      }),
    ),
  };
}

/** What a group came to in a round, where its change to that round or from it may be shown. */
function comparedGroup(points: readonly Point[], i: number, groupId: string): Full | undefined {
  const isCompared = [points[i], points[i + 1]].some((point) =>
    point?.groupChanges?.some((change) => change.groupId === groupId),
  );
  return isCompared ? points[i]?.groups?.find((group) => group.groupId === groupId)?.result : undefined;
}
