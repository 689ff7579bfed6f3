import type { GroupResult } from '../domain/results.ts';
import type { Point } from '../domain/trend.ts';
import { type Html, nothing } from '../html.ts';
import { groupName } from '../texts/groups.ts';
import { historyNotes, historyText, roundName, roundNotes, roundValue } from '../texts/history.ts';
import { type CardTexts, themeOf } from '../texts/results.ts';
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
  const groups = groupsTableOnPage(content);
  const notes = [
    t('report.trendWhy'),
    ...historyNotes(cardTexts.texts, history),
    ...roundNotes(cardTexts.texts, history.rounds),
  ];
  return section(t('report.trend'), [
    picture(svg, historyText(cardTexts, history)),
    tableHtml(cardTexts, historyTableOnPage(content), { id: 'trend', grouped: true }),
    groups ? tableHtml(cardTexts, groups, { id: 'groups-trend', grouped: true }) : nothing,
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
  const groupIds = comparedGroups(content);
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
        const ofGroups = groupCells(cardTexts, groupIds, (groupId) => groupIn(point, groupId)?.result);
        return [[...row, ...ofGroups]];
      }),
    ),
  };
}

/** The groups that may be compared with those of another round, in the wheel's order. */
function comparedGroups({ report: { round, history } }: Content): string[] {
  const points = history.themes.flatMap((theme) => theme.points);
  return (round.groups ?? []).filter((groupId) => points.some((point) => groupIn(point, groupId)));
}

function groupIn({ comparedGroups = [] }: Point, groupId: string): GroupResult | undefined {
  return comparedGroups.find((group) => group.groupId === groupId);
}

/** The groups beside each other in each round under each theme; undefined where none may be compared. */
function groupsTableOnPage(content: Content): Table | undefined {
  const { report, cardTexts } = content;
  const { t } = cardTexts.texts;
  const { rounds, themes } = report.history;
  const groupIds = comparedGroups(content);
  if (groupIds.length === 0) return undefined;
  return {
    title: t('report.groupsTrend'),
    columns: [
      column(t('report.columns.theme')),
      column(t('report.columns.round')),
      ...groupIds.map((groupId) => column(groupName(cardTexts, groupId))),
    ],
    rows: themes.flatMap(({ themeId, points }) =>
      points.flatMap((point, i) =>
        point.comparedGroups
          ? [
              [
                themeOf(cardTexts.wheel, themeId).name,
                roundName(cardTexts.texts, rounds, i),
                ...groupIds.map((groupId) => groupText(cardTexts, point, groupId)),
              ],
            ]
          : [],
      ),
    ),
  };
}

/** A group's average in a round, with its change since the round before where that may be shown. */
function groupText(cardTexts: CardTexts, point: Point, groupId: string): string {
  const { t, number } = cardTexts.texts;
  const group = groupIn(point, groupId);
  if (!group) return '';
  const figure = number(group.result.mean);
  const change = point.groupChanges?.find((each) => each.groupId === groupId)?.change;
  return change ? t('report.figureSince', { figure, change: changeText(cardTexts, change) }) : figure;
}
