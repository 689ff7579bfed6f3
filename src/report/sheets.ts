import type { Score } from '../domain/answer.ts';
import { calledText } from '../texts/called.ts';
import { trendNotes } from '../texts/change.ts';
import { creditOf, themeOf } from '../texts/results.ts';
import { suggestions } from '../texts/suggestions.ts';
import { together } from '../texts/together.ts';
import { type Content, missingFigures } from './content.ts';
import { groupCells, groupColumns, groupsTable, shownGroups } from './groups.ts';
import { historyTable } from './history.ts';
import { frameTable, planTable } from './plan.ts';
import { type Cell, column, type Table, themesTable, unitsTable } from './tables.ts';

/** A table for each part of a report: the sheets of a spreadsheet. */
export function sheets(content: Content): Table[] {
  const found = [
    aboutTable(content),
    themesTable(content),
    unitsTable(content),
    groupsTable(content),
    suggestionsTable(content),
    commentsTable(content),
    answersTable(content),
    historyTable(content),
    frameTable(content),
    planTable(content),
  ];
  return (found.filter((table) => table !== undefined && table.rows.length > 0) as Table[]).map(plain);
}

/** With plain spaces alone: where files are searched, a no-break space is in the way. */
function plain({ title, columns, rows }: Table): Table {
  const spaced = (text: string) => text.replaceAll('\u00a0', ' ');
  return {
    title: spaced(title),
    columns: columns.map((each) => ({ ...each, title: spaced(each.title) })),
    rows: rows.map((row) => row.map((cell) => (typeof cell === 'string' ? spaced(cell) : cell))),
  };
}

/** All figures of the round in one table, a row for each thing that was scored: the CSV file. */
export function figuresTable(content: Content): Table {
  const { report, cardTexts, day } = content;
  const { t } = cardTexts.texts;
  const { title, columns, rows } = unitsTable(content) ?? themesTable(content);
  const groupIds = shownGroups(content);
  // The rows of either table are those of all units, in this order.
  const units = report.round.summary.themes.flatMap(({ units, groups = [] }) =>
    units.map(({ unitId }) => ({ unitId, groups })),
  );
  const ofGroups = units.map(({ unitId, groups }) =>
    groupCells(
      cardTexts,
      groupIds,
      (id) => groups.find(({ groupId }) => groupId === id)?.units.find((unit) => unit.unitId === unitId)?.result,
    ),
  );
  return plain({
    title,
    columns: [
      column(t('report.columns.closed'), 'date'),
      column(t('report.columns.wheel')),
      ...columns,
      ...groupColumns(cardTexts, groupIds),
    ],
    rows: rows.map((row, i) => [
      day(report.round.summary.closedAt),
      cardTexts.wheel.name,
      ...row,
      ...(ofGroups[i] ?? []),
    ]),
  });
}

function aboutTable(content: Content): Table {
  const { report, cardTexts } = content;
  const { texts, wheel } = cardTexts;
  const { t } = texts;
  const { round } = report;
  const facts: [string, Cell][] = [
    [t('report.columns.wheel'), wheel.name],
    [t('report.columns.channel'), report.channel],
    [t('report.columns.closed'), texts.date(round.summary.closedAt)],
    [t('report.columns.depth'), t(`common.depth.${round.depth}`)],
    [t('report.columns.privacy'), t(`common.privacy.${round.privacy}`)],
    [t('report.columns.people'), round.summary.people],
    ...[...missingFigures(content), ...trendNotes(texts, round)].map((note): [string, Cell] => [
      t('report.columns.note'),
      note,
    ]),
    [t('report.columns.note'), t('help.dialogue')],
    [t('report.columns.source'), creditOf(texts, wheel)],
  ];
  return {
    title: t('summary.title'),
    columns: [column(t('report.columns.point')), column(t('report.columns.content'))],
    rows: facts.filter(([, content]) => content !== ''),
  };
}

function suggestionsTable({ report, cardTexts }: Content): Table {
  const { t } = cardTexts.texts;
  return {
    title: t('report.sheets.suggestions'),
    columns: [column(t('report.columns.list')), column(t('report.columns.reason')), column(t('report.columns.ways'))],
    rows: suggestions(cardTexts, report.round.summary).flatMap(({ title, items }) =>
      items.map(({ reason, groups, ways }) => [
        title,
        together([reason.text, groups]),
        ways.map(({ name, text }) => `${name}: ${text}`).join('\n'),
      ]),
    ),
  };
}

function commentsTable({ report, cardTexts }: Content): Table {
  const { t } = cardTexts.texts;
  const open = report.round.privacy === 'open';
  return {
    title: t('report.comments'),
    columns: [
      column(t('report.columns.theme')),
      ...(open ? [column(t('report.columns.name'))] : []),
      column(t('report.columns.comment')),
    ],
    rows: Object.entries(report.details ?? {}).flatMap(([themeId, { comments, names }]) => {
      const theme = themeOf(cardTexts.wheel, themeId).name;
      const named = names.filter(({ comment }) => comment !== '');
      return open
        ? named.map((each) => [theme, calledText(cardTexts.texts, each), each.comment])
        : comments.map((comment) => [theme, comment]);
    }),
  };
}

/** Who answered what, of an open round. */
function answersTable({ report, cardTexts }: Content): Table {
  const { t } = cardTexts.texts;
  return {
    title: t('report.sheets.answers'),
    columns: [
      column(t('report.columns.name')),
      column(t('report.columns.theme')),
      column(t('report.columns.unit')),
      column(t('report.columns.answer')),
    ],
    rows: report.round.summary.themes.flatMap(({ themeId, units }) => {
      const theme = themeOf(cardTexts.wheel, themeId);
      return (report.details?.[themeId]?.names ?? []).flatMap(({ scores, ...who }) =>
        units.map(({ unitId }) => [
          calledText(cardTexts.texts, who),
          theme.name,
          theme.focusAreas.find(({ id }) => id === unitId)?.name ?? '',
          scoreCell(scores[unitId], t('common.dontKnow')),
        ]),
      );
    }),
  };
}

function scoreCell(score: Score | undefined, dontKnow: string): Cell {
  return score === 'dontKnow' ? dontKnow : score;
}
