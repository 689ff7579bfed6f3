import type { Change } from '../domain/change.ts';
import { themeJointScore } from '../domain/joint-score.ts';
import type { ThemeResult } from '../domain/results.ts';
import { steps } from '../domain/scale.ts';
import { sinceText } from '../texts/change.ts';
import { type CardTexts, changeOf, themeOf } from '../texts/results.ts';
import { type Content, type Figures, figuresOf } from './content.ts';

/** Rows and columns, as a page, a spreadsheet and a CSV file take them. */
export interface Table {
  title: string;
  columns: Column[];
  rows: Cell[][];
}

export interface Column {
  title: string;
  /** `average`: a number with one decimal. `date`: a plain date. */
  kind: 'text' | 'count' | 'average' | 'date';
  /** A heading over this column and its neighbours with the same one, and what the column is called under it. */
  group?: { title: string; as: string };
}

/** Undefined where there is nothing to show. */
export type Cell = string | number | undefined;

export const column = (title: string, kind: Column['kind'] = 'text'): Column => ({ title, kind });

/** A row for each theme; with how many chose which step where themes were scored as a whole. */
export function themesTable(content: Content): Table {
  const { report, cardTexts } = content;
  const { t } = cardTexts.texts;
  const whole = !hasUnits(content);
  const { trend } = report.round.summary;
  const agreed = hasAgreed(content);
  return {
    title: t('report.themes'),
    columns: [
      column(t('report.columns.theme')),
      ...figureColumns(cardTexts, whole),
      column(t('report.columns.people'), 'count'),
      ...(trend ? [sinceColumn(content)] : []),
      ...(agreed ? [column(t('report.columns.agreed'), whole ? 'count' : 'average')] : []),
    ],
    rows: report.round.summary.themes.map((theme) => [
      themeOf(cardTexts.wheel, theme.themeId).name,
      ...figureCells(figuresOf(cardTexts, theme.result), theme.units[0]?.dontKnow, whole),
      theme.people,
      ...(trend ? [changeText(cardTexts, changeOf(trend, theme.themeId))] : []),
      ...(agreed ? [agreedOnTheme(content, theme)] : []),
    ]),
  };
}

/** A row for each focus area; undefined where every theme was scored as a whole. */
export function unitsTable(content: Content): Table | undefined {
  if (!hasUnits(content)) return undefined;
  const { report, cardTexts } = content;
  const { t } = cardTexts.texts;
  const { trend } = report.round.summary;
  // Where one round asked about themes and the other about focus areas, only themes have a change.
  const compared = trend?.themes.some(({ units }) => units.length > 0) ? trend : undefined;
  const agreed = hasAgreed(content);
  return {
    title: t('report.units'),
    columns: [
      column(t('report.columns.theme')),
      column(t('report.columns.unit')),
      ...figureColumns(cardTexts, true),
      ...(compared ? [sinceColumn(content)] : []),
      ...(agreed ? [column(t('report.columns.agreed'), 'count')] : []),
    ],
    rows: report.round.summary.themes.flatMap(({ themeId, units }) => {
      const theme = themeOf(cardTexts.wheel, themeId);
      return units.map(({ unitId, result, dontKnow }) => [
        theme.name,
        theme.focusAreas.find(({ id }) => id === unitId)?.name ?? theme.name,
        ...figureCells(figuresOf(cardTexts, result), dontKnow, true),
        ...(compared ? [changeText(cardTexts, changeOf(compared, themeId, unitId))] : []),
        ...(agreed ? [report.jointScores[themeId]?.[unitId]] : []),
      ]);
    }),
  };
}

/** Whether anything was scored that is not a theme as a whole. */
function hasUnits({ report }: Content): boolean {
  return report.round.summary.themes.some(({ themeId, units }) => units.some(({ unitId }) => unitId !== themeId));
}

/** @param detailed with how many chose which step and how many "ved ikke". */
function figureColumns({ texts: { t } }: CardTexts, detailed: boolean): Column[] {
  const counts = steps.map((step): Column => {
    const group = { title: t('report.columns.counts'), as: String(step) };
    return { title: t('report.columns.count', { step }), kind: 'count', group };
  });
  return [
    column(t('report.columns.average'), 'average'),
    column(t('report.columns.step')),
    column(t('report.columns.agreement')),
    column(t('report.columns.n'), 'count'),
    ...(detailed ? [...counts, column(t('report.columns.dontKnow'), 'count')] : []),
  ];
}

function figureCells({ average, step, agreement, n, counts }: Figures, dontKnow: Cell, detailed: boolean): Cell[] {
  const cells = [average, step, agreement, n];
  return detailed ? [...cells, ...steps.map((each) => counts?.[each - 1]), dontKnow] : cells;
}

/** Whether the team has agreed on anything after talking. */
export function hasAgreed({ report }: Content): boolean {
  return Object.values(report.jointScores).some((set) => Object.keys(set ?? {}).length > 0);
}

/** The step that a team agreed on for a whole theme, or the average of its units once all have one. */
function agreedOnTheme({ report }: Content, { themeId }: ThemeResult): number | undefined {
  const agreed = themeJointScore(report.jointScores[themeId] ?? {}, report.round.units[themeId] ?? []);
  return agreed && oneDecimal(agreed.score);
}

/** As many digits as a card shows. */
export function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}

export function sinceColumn({ report, cardTexts: { texts } }: Content): Column {
  const { trend, closedAt } = report.round.summary;
  return column(trend ? texts.t('report.columns.since', { since: sinceText(texts, trend.since, closedAt) }) : '');
}

/** A change in words, for a column whose heading says since when; empty where no change may be shown. */
export function changeText({ texts: { t, number } }: CardTexts, change: Change | undefined): string {
  if (!change || change.kind === 'none') return '';
  if (change.kind === 'held') return t('report.held');
  if (change.tenths === 0) return t('report.same');
  const by = number(Math.abs(change.tenths) / 10);
  return change.tenths > 0 ? t('report.up', { by }) : t('report.down', { by });
}
