import type { Full } from '../domain/results.ts';
import { type Html, nothing } from '../html.ts';
import { groupChangesOf, groupName, groupsNote, largestDifference } from '../texts/groups.ts';
import { type CardTexts, themeOf } from '../texts/results.ts';
import { type Content, figuresOf } from './content.ts';
import { section } from './page-parts.ts';
import { paragraphs, tableHtml } from './table-html.ts';
import { type Cell, type Column, changeText, column, sinceColumn, type Table } from './tables.ts';

/** A row for each theme and group that may be shown; undefined where nobody was asked whom they answer as. */
export function groupsTable(content: Content): Table | undefined {
  const { report, cardTexts } = content;
  const { t } = cardTexts.texts;
  const { groups, summary } = report.round;
  if (!groups) return undefined;
  const { trend } = summary;
  const compared = trend?.themes.some((theme) => theme.groups) ? trend : undefined;
  return {
    title: t('groups.title'),
    columns: [
      column(t('report.columns.theme')),
      column(t('report.columns.group')),
      column(t('report.columns.average'), 'average'),
      column(t('report.columns.step')),
      column(t('report.columns.n'), 'count'),
      ...(compared ? [sinceColumn(content)] : []),
    ],
    rows: summary.themes.flatMap(({ themeId, groups: shown = [] }) =>
      shown.map(({ groupId, result }) => {
        const { average, step, n } = figuresOf(cardTexts, result);
        const since = groupChangesOf(compared, themeId).find((each) => each.groupId === groupId)?.change;
        const row = [themeOf(cardTexts.wheel, themeId).name, groupName(cardTexts, groupId), average, step, n];
        return [...row, ...(compared ? [changeText(cardTexts, since)] : [])];
      }),
    ),
  };
}

/** Columns with the averages and the numbers of groups, for a table that has other figures in front. */
export function groupColumns(cardTexts: CardTexts, groupIds: readonly string[]): Column[] {
  const { t } = cardTexts.texts;
  return groupIds.flatMap((groupId) => {
    const group = groupName(cardTexts, groupId);
    return [
      column(t('report.columns.ofGroup', { group, column: t('report.columns.average') }), 'average'),
      column(t('report.columns.ofGroup', { group, column: t('report.columns.n') }), 'count'),
    ];
  });
}

/** What stands in them. @param resultOf what may be shown of a group; undefined for nothing. */
export function groupCells(
  cardTexts: CardTexts,
  groupIds: readonly string[],
  resultOf: (groupId: string) => Full | undefined,
): Cell[] {
  return groupIds.flatMap((groupId) => {
    const result = resultOf(groupId);
    if (!result) return [undefined, undefined];
    const { average, n } = figuresOf(cardTexts, result);
    return [average, n];
  });
}

/** The groups of which anything is shown, in the wheel's order. */
export function shownGroups({ report: { round } }: Content): string[] {
  const shown = new Set(round.summary.themes.flatMap(({ groups = [] }) => groups.map(({ groupId }) => groupId)));
  return (round.groups ?? []).filter((groupId) => shown.has(groupId));
}

/** What the groups see differently. */
export function groupsSection(content: Content): Html {
  const { cardTexts, report } = content;
  const { t } = cardTexts.texts;
  const table = groupsTable(content);
  if (!table || report.round.summary.people === 0) return nothing;
  return section(t('groups.title'), [
    paragraphs(
      [largestDifference(cardTexts, report.round)].filter((said) => said !== ''),
      'text',
    ),
    table.rows.length > 0
      ? tableHtml(cardTexts, { ...table, title: t('report.groupsOf') }, { id: 'groups', grouped: true })
      : nothing,
    paragraphs([groupsNote(cardTexts, report.round)].filter((note) => note !== '')),
  ]);
}
