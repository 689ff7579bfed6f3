import type { FrameContent } from '../domain/frame.ts';
import type { Focus, PlanAction } from '../domain/plan.ts';
import { type Html, html, nothing } from '../html.ts';
import { stepsText } from '../texts/plan.ts';
import { themeOf, unitTitle } from '../texts/results.ts';
import type { Texts } from '../texts/texts.ts';
import { beside } from '../texts/together.ts';
import type { ReportedFocus } from '../usecases/results/report.ts';
import type { Content } from './content.ts';
import { section } from './page-parts.ts';
import { paragraphs, tableHtml } from './table-html.ts';
import { type Cell, column, type Table } from './tables.ts';

/** The channel's frame and plan, in the same words as on its cards. */

export function frameSection({ report: { frame }, cardTexts }: Content): Html {
  if (!frame) return nothing;
  const { texts } = cardTexts;
  const facts = frameFacts(texts, frame).map(
    ([name, values]) => html`<div><dt>${name}</dt><dd>${texts.list(values)}</dd></div>`,
  );
  return section(texts.t('frame.title'), html`<dl>${facts}</dl>`);
}

export function frameTable({ report: { frame }, cardTexts }: Content): Table | undefined {
  if (!frame) return undefined;
  const { t } = cardTexts.texts;
  return {
    title: t('frame.title'),
    columns: [column(t('report.columns.point')), column(t('report.columns.content'))],
    rows: frameFacts(cardTexts.texts, frame).flatMap(([name, values]) => values.map((value) => [name, value])),
  };
}

function frameFacts({ t }: Texts, { coreTask, destination, goals, values }: FrameContent): [string, string[]][] {
  const facts: [string, string[]][] = [
    [t('frame.coreTask'), coreTask === '' ? [] : [coreTask]],
    [t('frame.destination'), [destination]],
    [t('frame.goals'), goals],
    [t('frame.values'), values],
  ];
  return facts.filter(([, values]) => values.length > 0);
}

export function planSection(content: Content): Html {
  const { report, cardTexts } = content;
  const { t } = cardTexts.texts;
  if (report.plan.length === 0) return nothing;
  const focuses = report.plan.map((focus, i) => focusHtml(content, focus, i));
  return section(t('plan.title'), [paragraphs([t('report.planWhen')]), ...focuses]);
}

function focusHtml(content: Content, shown: ReportedFocus, i: number): Html {
  const { cardTexts } = content;
  const { texts } = cardTexts;
  const { t } = texts;
  const { focus, actions } = shown;
  const name = focusName(content, focus);
  const { term, date } = focus.content;
  const facts = [
    t(`plan.status.${focus.status}`),
    t(`plan.term.${term}`),
    stepsText(texts, shown),
    date === undefined ? '' : t('plan.by', { date: texts.date(date) }),
  ];
  const title = t('report.planOf', { unit: name });
  return html`<h3>${name}</h3>
<p>${beside(facts)}</p>
${focus.reason === '' ? nothing : html`<p>${t('plan.reason')}: ${focus.reason}</p>`}
${
  actions.length === 0
    ? paragraphs(focus.status === 'open' ? [t('plan.noActions')] : [])
    : tableHtml(cardTexts, { title, ...actionsTable(content, actions) }, { id: `plan-${i}` })
}`;
}

function actionsTable({ cardTexts }: Content, actions: readonly PlanAction[]): Omit<Table, 'title'> {
  const { t } = cardTexts.texts;
  const columns = [
    column(t('plan.action')),
    column(t('plan.statusLabel')),
    column(t('plan.date'), 'date'),
    column(t('plan.goal')),
    column(t('plan.value')),
    column(t('plan.partners')),
    column(t('plan.reason')),
  ];
  const rows = actions.map(({ content, status, reason }): Cell[] => [
    content.milestone ? t('report.milestone', { title: content.title }) : content.title,
    t(`plan.status.${status}`),
    content.date,
    content.goal,
    content.value,
    content.partners,
    reason,
  ]);
  // An empty column would only make the others narrow.
  const used = columns.map((_, i) => i < 2 || rows.some((row) => row[i] !== undefined && row[i] !== ''));
  return { columns: columns.filter((_, i) => used[i]), rows: rows.map((row) => row.filter((_, i) => used[i])) };
}

/** A row for each action; a focus without any has a row of its own. */
export function planTable(content: Content): Table {
  const { report, cardTexts } = content;
  const { t } = cardTexts.texts;
  return {
    title: t('plan.title'),
    columns: [
      column(t('plan.focus')),
      column(t('report.columns.term')),
      column(t('plan.steps')),
      column(t('plan.date'), 'date'),
      column(t('plan.statusLabel')),
      column(t('plan.reason')),
      column(t('plan.action')),
      column(t('report.columns.actionDate'), 'date'),
      column(t('report.columns.actionStatus')),
      column(t('plan.milestone')),
      column(t('plan.goal')),
      column(t('plan.value')),
      column(t('plan.partners')),
      column(t('report.columns.actionReason')),
    ],
    rows: report.plan.flatMap((shown) => {
      const { focus, actions } = shown;
      const focusCells: Cell[] = [
        focusName(content, focus),
        t(`plan.term.${focus.content.term}`),
        stepsText(cardTexts.texts, shown),
        focus.content.date,
        t(`plan.status.${focus.status}`),
        focus.reason,
      ];
      if (actions.length === 0) return [[...focusCells, ...Array<Cell>(8).fill(undefined)]];
      return actions.map((action): Cell[] => [...focusCells, ...actionCells(cardTexts.texts, action)]);
    }),
  };
}

function actionCells({ t }: Texts, { content, status, reason }: PlanAction): Cell[] {
  return [
    content.title,
    content.date,
    t(`plan.status.${status}`),
    content.milestone ? t('plan.milestone') : '',
    content.goal,
    content.value,
    content.partners,
    reason,
  ];
}

function focusName({ wheelOf }: Content, focus: Focus): string {
  const wheel = wheelOf(focus);
  return unitTitle(wheel, themeOf(wheel, focus.themeId), focus.unitId);
}
