import { steps } from '../domain/wheel.ts';
import { pictureText, sourceOf, suggestions, themeOf } from '../texts/results.ts';
import type { ReportedAction, ReportedFocus } from '../usecases/report.ts';
import { type Content, figuresOf, missingFigures } from './content.ts';
import { type Html, html, nothing, trusted } from './html.ts';
import { focusName, focusSteps } from './sheets.ts';
import { paragraphs, tableHtml } from './table-html.ts';
import { changeText, column, type Table, themesTable, unitsTable } from './tables.ts';

/** The parts of a report's page, in the order they are read. */
export function sections(content: Content, svg: string): Html[] {
  return [
    frameSection(content),
    wheelSection(content, svg),
    figuresSection(content),
    suggestionsSection(content),
    commentsSection(content),
    answersSection(content),
    trendSection(content),
    planSection(content),
    readingSection(content),
  ];
}

function section(title: string, body: Html | readonly Html[]): Html {
  return html`<section>
<h2>${title}</h2>
${body}</section>
`;
}

function frameSection({ report: { frame }, look }: Content): Html {
  if (!frame) return nothing;
  const { t } = look.texts;
  const parts: [string, string][] = [
    [t('report.coreTask'), frame.coreTask],
    [t('report.destination'), frame.destination],
    [t('report.goals'), frame.goals.join(' · ')],
    [t('report.values'), frame.values.join(' · ')],
  ];
  const told = parts.filter(([, text]) => text !== '');
  return section(
    t('report.frame'),
    html`<dl>${told.map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>`,
  );
}

function wheelSection({ report: { round }, look }: Content, svg: string): Html {
  const { t } = look.texts;
  const { summary } = round;
  if (summary.people === 0) return section(t('report.wheel'), paragraphs([t('summary.empty')], 'text'));
  const scored = summary.themes.some(({ result }) => result.level !== 'none');
  if (!scored) return section(t('report.wheel'), paragraphs([t('summary.onlyDontKnow')], 'text'));
  // Everything in the picture stands in the tables too.
  const label = pictureText(look, summary);
  const picture = html`<div aria-hidden="true">${trusted(svg)}</div>`;
  return section(t('report.wheel'), html`<div class="wheel" role="img" aria-label="${label}">${picture}</div>`);
}

function figuresSection(content: Content): Html {
  const { look, report } = content;
  if (report.round.summary.people === 0) return nothing;
  const units = unitsTable(content);
  return section(look.texts.t('report.figures'), [
    tableHtml(look, themesTable(content), { id: 'themes' }),
    units ? tableHtml(look, units, { id: 'units', grouped: true }) : nothing,
    paragraphs(missingFigures(content)),
  ]);
}

function suggestionsSection({ report, look }: Content): Html {
  const { t } = look.texts;
  const found = suggestions(look, report.round.summary.priorities);
  if (found.length === 0) return nothing;
  const lists = found.map(
    ({ title, items }) => html`<h3>${title}</h3>
<ul>${items.map(
      ({ reason, ways }) => html`<li>${reason}${
        ways.length === 0
          ? nothing
          : html`<ul class="ways">${ways.map(({ name, text }) => html`<li><strong>${name}:</strong> ${text}</li>`)}</ul>`
      }</li>
`,
    )}</ul>
`,
  );
  return section(t('report.suggestions'), [paragraphs([t('report.suggestionsWhy')]), ...lists]);
}

/** What people wrote in a confidential round; in an open one it stands with who wrote it. */
function commentsSection({ report, look }: Content): Html {
  const { t } = look.texts;
  if (report.round.privacy === 'open' || !report.told) return nothing;
  const themes = Object.entries(report.told).flatMap(([themeId, { comments }]) =>
    comments.length === 0
      ? []
      : [
          html`<h3>${themeOf(look.wheel, themeId).name}</h3>
<ul class="comments">${comments.map((comment) => html`<li>${comment}</li>`)}</ul>
`,
        ],
  );
  return section(t('report.comments'), themes.length > 0 ? themes : paragraphs([t('report.noComments')], 'text'));
}

/** Who answered what, of an open round. */
function answersSection({ report, look }: Content): Html {
  const { t } = look.texts;
  if (report.round.privacy !== 'open') return nothing;
  if (!report.told) return section(t('report.answers'), paragraphs([t('report.answersMissing')], 'text'));
  const tables = report.round.summary.themes.flatMap(({ themeId, units }) => {
    const names = report.told?.[themeId]?.names ?? [];
    const theme = themeOf(look.wheel, themeId);
    if (names.length === 0) return [];
    const areas = units.map(({ unitId }) => theme.focusAreas.find(({ id }) => id === unitId)?.name);
    const table: Table = {
      title: t('report.answersOn', { theme: theme.name }),
      columns: [
        column(t('report.columns.name')),
        ...areas.map((name) => column(name ?? t('report.columns.answer'))),
        column(t('report.columns.comment')),
      ],
      rows: names.map(({ name, scores, comment }) => [
        name || t('result.someone'),
        ...units.map(({ unitId }) => (scores[unitId] === 'dontKnow' ? t('common.dontKnow') : scores[unitId])),
        comment,
      ]),
    };
    return [tableHtml(look, table, { id: `answers-${themeId}` })];
  });
  return tables.length === 0 ? nothing : section(t('report.answers'), tables);
}

/** A row a round and a column a theme, since rounds come to be many and a page is not so wide. */
function trendSection({ report: { trend }, look }: Content): Html {
  if (!trend || trend.rounds.length < 2) return nothing;
  const { texts, wheel } = look;
  const { t, date, number } = texts;
  const cell = (themeId: string, i: number): string => {
    const point = trend.themes.find((theme) => theme.themeId === themeId)?.points[i];
    if (!point) return '';
    const { average, brief, n } = figuresOf(look, point.result);
    return [
      average === undefined ? brief : number(average),
      ...(n === 0 ? [] : [t('report.people', { n })]),
      changeText(look, point),
      point.agreed === undefined ? '' : t('report.agreed', { agreed: agreedText(point.agreed, number) }),
    ]
      .filter((part) => part !== '')
      .join(' · ');
  };
  const table: Table = {
    title: t('report.trendOf'),
    columns: [
      column(t('report.columns.round')),
      ...trend.themes.map(({ themeId }) => column(themeOf(wheel, themeId).name)),
    ],
    rows: trend.rounds.map(({ closedAt, people }, i) => [
      `${date(closedAt)} · ${t('summary.people', { count: people })}`,
      ...trend.themes.map(({ themeId }) => cell(themeId, i)),
    ]),
  };
  return section(t('report.trend'), [tableHtml(look, table, { id: 'trend' }), paragraphs([t('report.trendWhy')])]);
}

function agreedText(agreed: number, number: (value: number) => string): string {
  return Number.isInteger(agreed) ? String(agreed) : number(agreed);
}

function planSection(content: Content): Html {
  const { report, look } = content;
  if (!report.plan || report.plan.length === 0) return nothing;
  return section(
    look.texts.t('report.plan'),
    report.plan.map((focus, i) => focusHtml(content, focus, i)),
  );
}

function focusHtml(content: Content, focus: ReportedFocus, i: number): Html {
  const { look } = content;
  const { t, date } = look.texts;
  const name = focusName(content, focus);
  const facts = [
    t(`report.term.${focus.term}`),
    t(`report.status.${focus.status}`),
    focusSteps(content, focus),
    focus.date === undefined ? '' : t('report.by', { date: date(focus.date) }),
  ];
  const title = t('report.planOf', { unit: name });
  return html`<h3>${name}</h3>
<p>${facts.filter((fact) => fact !== '').join(' · ')}</p>
${
  focus.actions.length === 0
    ? paragraphs([t('report.noActions')])
    : tableHtml(look, { title, ...actionsTable(content, focus.actions) }, { id: `plan-${i}` })
}`;
}

function actionsTable({ look }: Content, actions: readonly ReportedAction[]): Omit<Table, 'title'> {
  const { t } = look.texts;
  return {
    columns: [
      column(t('report.columns.action')),
      column(t('report.columns.date'), 'date'),
      column(t('report.columns.status')),
      column(t('report.columns.goal')),
      column(t('report.columns.value')),
      column(t('report.columns.partners')),
    ],
    rows: actions.map(({ title, date, status, milestone, goal, value, partners }) => [
      milestone ? `${t('report.milestone')}: ${title}` : title,
      date,
      t(`report.status.${status}`),
      goal,
      value,
      partners,
    ]),
  };
}

function readingSection({ report: { round }, look }: Content): Html {
  const { texts, wheel } = look;
  const { t } = texts;
  const stepList = steps.flatMap((step) => {
    const told = wheel.steps[step - 1];
    const title = t('common.stepChoice', { step, name: told?.name });
    return [html`<div><dt>${title}</dt><dd>${told?.description ?? ''}</dd></div>`];
  });
  return section(t('report.reading'), [
    paragraphs(
      [
        t('report.readingAverage'),
        t('report.readingN'),
        t('report.readingAgreement'),
        t(`report.privacy.${round.privacy}`),
      ],
      'text',
    ),
    html`<h3>${t('report.steps')}</h3>
<dl>${stepList}</dl>
`,
    paragraphs([t('help.dialogue'), t('common.sourceLine', { wheel: wheel.name, source: sourceOf(wheel) })], 'text'),
  ]);
}
