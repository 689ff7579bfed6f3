import type { ThemeResult } from '../domain/results.ts';
import { steps } from '../domain/wheel.ts';
import { type Look, themeOf } from '../texts/results.ts';
import type { TrendPoint } from '../usecases/report.ts';
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

/** Undefined where nothing is told. */
export type Cell = string | number | undefined;

export const column = (title: string, kind: Column['kind'] = 'text'): Column => ({ title, kind });

/** A row a theme; with how many chose which step where themes were scored as a whole. */
export function themesTable(content: Content): Table {
  const { report, look } = content;
  const { t } = look.texts;
  const whole = !hasUnits(content);
  const { trend, agreed } = report;
  return {
    title: t('report.themes'),
    columns: [
      column(t('report.columns.theme')),
      ...figureColumns(look, whole),
      column(t('report.columns.people'), 'count'),
      ...(trend ? [column(t('report.columns.change'))] : []),
      ...(agreed ? [column(t('report.columns.agreed'), 'average')] : []),
    ],
    rows: report.round.summary.themes.map((theme) => [
      themeOf(look.wheel, theme.themeId).name,
      ...figureCells(figuresOf(look, theme.result), theme.units[0]?.dontKnow, whole),
      theme.people,
      ...(trend ? [changeText(look, latestPoint(content, theme.themeId))] : []),
      ...(agreed ? [agreedOnTheme(content, theme)] : []),
    ]),
  };
}

/** A row a focus area; undefined where every theme was scored as a whole. */
export function unitsTable(content: Content): Table | undefined {
  if (!hasUnits(content)) return undefined;
  const { report, look } = content;
  const { t } = look.texts;
  const { agreed } = report;
  return {
    title: t('report.units'),
    columns: [
      column(t('report.columns.theme')),
      column(t('report.columns.unit')),
      ...figureColumns(look, true),
      ...(agreed ? [column(t('report.columns.agreed'), 'count')] : []),
    ],
    rows: report.round.summary.themes.flatMap(({ themeId, units }) => {
      const theme = themeOf(look.wheel, themeId);
      return units.map(({ unitId, result, dontKnow }) => [
        theme.name,
        theme.focusAreas.find(({ id }) => id === unitId)?.name ?? theme.name,
        ...figureCells(figuresOf(look, result), dontKnow, true),
        ...(agreed ? [agreed[unitId]] : []),
      ]);
    }),
  };
}

/** Whether anything was scored that is not a theme as a whole. */
function hasUnits({ report }: Content): boolean {
  return report.round.summary.themes.some(({ themeId, units }) => units.some(({ unitId }) => unitId !== themeId));
}

/** @param detailed with how many chose which step and how many "ved ikke". */
function figureColumns({ texts: { t } }: Look, detailed: boolean): Column[] {
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

/** The step that a team agreed on for a whole theme, or the average of its units once all have one. */
function agreedOnTheme({ report }: Content, { units }: ThemeResult): number | undefined {
  const agreed = units.flatMap(({ unitId }): number[] => {
    const step = report.agreed?.[unitId];
    return step === undefined ? [] : [step];
  });
  if (agreed.length === 0 || agreed.length < units.length) return undefined;
  return Math.round((agreed.reduce((sum, step) => sum + step, 0) / agreed.length) * 10) / 10;
}

function latestPoint({ report }: Content, themeId: string): TrendPoint | undefined {
  return report.trend?.themes.find((theme) => theme.themeId === themeId)?.points.at(-1);
}

/** What has changed since the round before, in words; empty where there is nothing to compare with. */
export function changeText({ texts: { t, number } }: Look, point: TrendPoint | undefined): string {
  const change = point?.change;
  if (change === undefined) return '';
  if (change === 'held') return t('report.held');
  if (change === 0) return t('report.same');
  const by = number(Math.abs(change) / 10);
  return change > 0 ? t('report.up', { by }) : t('report.down', { by });
}
