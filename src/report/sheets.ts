import type { Score } from '../domain/answer.ts';
import { sourceOf, suggestions, themeOf, unitTitle } from '../texts/results.ts';
import type { ReportedFocus } from '../usecases/report.ts';
import { type Content, figuresOf, missingFigures } from './content.ts';
import { type Cell, changeText, column, type Table, themesTable, unitsTable } from './tables.ts';

/** A table for each kind of thing that a report tells: the sheets of a spreadsheet. */
export function sheets(content: Content): Table[] {
  const found = [
    aboutTable(content),
    themesTable(content),
    unitsTable(content),
    suggestionsTable(content),
    commentsTable(content),
    answersTable(content),
    trendTable(content),
    frameTable(content),
    planTable(content),
  ];
  return found.filter((table) => table !== undefined && table.rows.length > 0) as Table[];
}

/** All figures of the round in one table, a row for each thing that was scored: the CSV file. */
export function figuresTable(content: Content): Table {
  const { report, look, day } = content;
  const { t } = look.texts;
  const { title, columns, rows } = unitsTable(content) ?? themesTable(content);
  return {
    title,
    columns: [column(t('report.columns.closed'), 'date'), column(t('report.columns.wheel')), ...columns],
    rows: rows.map((row) => [day(report.round.summary.closedAt), look.wheel.name, ...row]),
  };
}

function aboutTable(content: Content): Table {
  const { report, look } = content;
  const { texts, wheel } = look;
  const { t } = texts;
  const { round } = report;
  const facts: [string, Cell][] = [
    [t('report.columns.wheel'), wheel.name],
    [t('report.columns.channel'), report.channel],
    [t('report.columns.closed'), texts.date(round.summary.closedAt)],
    [t('report.columns.depth'), t(`common.depth.${round.depth}`)],
    [t('report.columns.privacy'), t(`common.privacy.${round.privacy}`)],
    [t('report.columns.people'), round.summary.people],
    ...missingFigures(content).map((note): [string, Cell] => [t('report.columns.note'), note]),
    [t('report.columns.note'), t('help.dialogue')],
    [t('report.columns.source'), t('common.sourceLine', { wheel: wheel.name, source: sourceOf(wheel) })],
  ];
  return {
    title: t('summary.title'),
    columns: [column(t('report.columns.point')), column(t('report.columns.content'))],
    rows: facts.filter(([, told]) => told !== ''),
  };
}

function suggestionsTable({ report, look }: Content): Table {
  const { t } = look.texts;
  return {
    title: t('report.sheets.suggestions'),
    columns: [column(t('report.columns.list')), column(t('report.columns.reason')), column(t('report.columns.ways'))],
    rows: suggestions(look, report.round.summary.priorities).flatMap(({ title, items }) =>
      items.map(({ reason, ways }) => [title, reason, ways.map(({ name, text }) => `${name}: ${text}`).join('\n')]),
    ),
  };
}

function commentsTable({ report, look }: Content): Table {
  const { t } = look.texts;
  const open = report.round.privacy === 'open';
  return {
    title: t('report.comments'),
    columns: [
      column(t('report.columns.theme')),
      ...(open ? [column(t('report.columns.name'))] : []),
      column(t('report.columns.comment')),
    ],
    rows: Object.entries(report.told ?? {}).flatMap(([themeId, { comments, names }]) => {
      const theme = themeOf(look.wheel, themeId).name;
      const named = names.filter(({ comment }) => comment !== '');
      return open
        ? named.map(({ name, comment }) => [theme, name || t('result.someone'), comment])
        : comments.map((comment) => [theme, comment]);
    }),
  };
}

/** Who answered what, of an open round. */
function answersTable({ report, look }: Content): Table {
  const { t } = look.texts;
  return {
    title: t('report.sheets.answers'),
    columns: [
      column(t('report.columns.name')),
      column(t('report.columns.theme')),
      column(t('report.columns.unit')),
      column(t('report.columns.answer')),
    ],
    rows: report.round.summary.themes.flatMap(({ themeId, units }) => {
      const theme = themeOf(look.wheel, themeId);
      return (report.told?.[themeId]?.names ?? []).flatMap(({ name, scores }) =>
        units.map(({ unitId }) => [
          name || t('result.someone'),
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

/** A row for each theme of each round, oldest round first. */
function trendTable({ report, look, day }: Content): Table | undefined {
  const { trend } = report;
  if (!trend) return undefined;
  const { t } = look.texts;
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
    ],
    rows: trend.rounds.flatMap(({ closedAt }, i) =>
      trend.themes.flatMap(({ themeId, points }) => {
        const point = points[i];
        if (!point) return [];
        const { average, step, n } = figuresOf(look, point.result);
        const name = themeOf(look.wheel, themeId).name;
        return [[day(closedAt), name, average, step, n, changeText(look, point), point.agreed]];
      }),
    ),
  };
}

function frameTable({ report: { frame }, look }: Content): Table | undefined {
  if (!frame) return undefined;
  const { t } = look.texts;
  const rows = [
    [t('report.coreTask'), frame.coreTask],
    [t('report.destination'), frame.destination],
    ...frame.goals.map((goal) => [t('report.columns.goal'), goal]),
    ...frame.values.map((value) => [t('report.columns.value'), value]),
  ];
  return {
    title: t('report.frame'),
    columns: [column(t('report.columns.point')), column(t('report.columns.content'))],
    rows: rows.filter(([, told]) => told !== ''),
  };
}

/** A row for each action; a focus without any has a row of its own. */
function planTable(content: Content): Table | undefined {
  const { report, look } = content;
  if (!report.plan) return undefined;
  const { t } = look.texts;
  return {
    title: t('report.plan'),
    columns: [
      column(t('report.columns.focus')),
      column(t('report.columns.term')),
      column(t('report.columns.steps')),
      column(t('report.columns.date'), 'date'),
      column(t('report.columns.status')),
      column(t('report.columns.action')),
      column(t('report.columns.actionDate'), 'date'),
      column(t('report.columns.actionStatus')),
      column(t('report.columns.milestone')),
      column(t('report.columns.goal')),
      column(t('report.columns.value')),
      column(t('report.columns.partners')),
    ],
    rows: report.plan.flatMap((focus) => {
      const own = [focusName(content, focus), t(`report.term.${focus.term}`), focusSteps(content, focus)];
      const before = [...own, focus.date, t(`report.status.${focus.status}`)];
      if (focus.actions.length === 0) return [[...before, ...Array<Cell>(7).fill(undefined)]];
      return focus.actions.map((action) => [
        ...before,
        action.title,
        action.date,
        t(`report.status.${action.status}`),
        action.milestone ? t('report.milestone') : '',
        action.goal,
        action.value,
        action.partners,
      ]);
    }),
  };
}

export function focusName({ wheelOf }: Content, focus: ReportedFocus): string {
  const wheel = wheelOf(focus);
  return unitTitle(wheel, themeOf(wheel, focus.themeId), focus.unitId);
}

/** Such as "fra 2 mod 3, nu 2"; empty where no step is told. */
export function focusSteps({ look }: Content, { from, target, now }: ReportedFocus): string {
  const { t } = look.texts;
  const way = [
    ...(from === undefined ? [] : [t('report.from', { step: from })]),
    ...(target === undefined ? [] : [t('report.to', { step: target })]),
  ].join(' ');
  return [...(way === '' ? [] : [way]), ...(now === undefined ? [] : [t('report.now', { step: now })])].join(', ');
}
