import { steps } from '../domain/scale.ts';
import { type Html, html, nothing } from '../html.ts';
import { calledText } from '../texts/called.ts';
import { trendNotes } from '../texts/change.ts';
import { headline } from '../texts/headline.ts';
import { creditOf, pictureText, themeOf } from '../texts/results.ts';
import { suggestions } from '../texts/suggestions.ts';
import { together } from '../texts/together.ts';
import { type Content, missingFigures } from './content.ts';
import { groupsSection } from './groups.ts';
import { historySection } from './history.ts';
import { picture, section } from './page-parts.ts';
import { frameSection, planSection } from './plan.ts';
import { paragraphs, tableHtml } from './table-html.ts';
import { column, hasAgreed, type Table, themesTable, unitsTable } from './tables.ts';

/** The drawings of a report, as SVG. */
export interface Pictures {
  wheel: string;
  /** Empty where there is only one round. */
  history: string;
}

/** The parts of a report's page, in the order they are read. */
export function sections(content: Content, pictures: Pictures): Html[] {
  return [
    wheelSection(content, pictures.wheel),
    figuresSection(content),
    groupsSection(content),
    frameSection(content),
    historySection(content, pictures.history),
    suggestionsSection(content),
    planSection(content),
    commentsSection(content),
    answersSection(content),
    readingSection(content),
  ];
}

function wheelSection({ report: { round }, cardTexts }: Content, svg: string): Html {
  const { t } = cardTexts.texts;
  const { summary } = round;
  if (summary.people === 0) return section(t('report.wheel'), paragraphs([t('summary.empty')], 'text'));
  const scored = summary.themes.some(({ result }) => result.level !== 'none');
  if (!scored) return section(t('report.wheel'), paragraphs([t('summary.onlyDontKnow')], 'text'));
  const said = headline(cardTexts, summary).map(({ text }) => text);
  return section(t('report.wheel'), [
    paragraphs(said.length > 0 ? [said.join(' ')] : [], 'text'),
    picture(svg, pictureText(cardTexts, summary)),
  ]);
}

function figuresSection(content: Content): Html {
  const { cardTexts, report } = content;
  if (report.round.summary.people === 0) return nothing;
  const units = unitsTable(content);
  const { round } = report;
  return section(cardTexts.texts.t('report.figures'), [
    tableHtml(cardTexts, themesTable(content), { id: 'themes' }),
    units ? tableHtml(cardTexts, units, { id: 'units', grouped: true }) : nothing,
    paragraphs([...missingFigures(content), ...trendNotes(cardTexts.texts, round)]),
  ]);
}

function suggestionsSection({ report, cardTexts }: Content): Html {
  const { t } = cardTexts.texts;
  const found = suggestions(cardTexts, report.round.summary);
  if (found.length === 0) return nothing;
  const lists = found.map(
    ({ title, items }) => html`<h3>${title}</h3>
<ul>${items.map(
      ({ reason, groups, ways }) => html`<li>${together([reason.text, groups])}${
        ways.length === 0
          ? nothing
          : html`<p class="strengthen">${t('summary.strengthen')}</p>
<ul class="ways">${ways.map(({ name, text }) => html`<li><strong>${name}:</strong> ${text}</li>`)}</ul>`
      }</li>
`,
    )}</ul>
`,
  );
  return section(t('report.suggestions'), [paragraphs([t('report.suggestionsWhy')]), ...lists]);
}

/** The comments of a confidential round. In an open round they stand with their writers' names, below. */
function commentsSection({ report, cardTexts }: Content): Html {
  const { t } = cardTexts.texts;
  if (report.round.privacy === 'open' || !report.details) return nothing;
  const themes = Object.entries(report.details).flatMap(([themeId, { comments }]) =>
    comments.length === 0
      ? []
      : [
          html`<h3>${themeOf(cardTexts.wheel, themeId).name}</h3>
<ul class="comments">${comments.map((comment) => html`<li>${comment}</li>`)}</ul>
`,
        ],
  );
  return section(t('report.comments'), themes.length > 0 ? themes : paragraphs([t('report.noComments')], 'text'));
}

/** Who answered what, of an open round. */
function answersSection({ report, cardTexts }: Content): Html {
  const { t } = cardTexts.texts;
  if (report.round.privacy !== 'open') return nothing;
  if (!report.details) return section(t('report.answers'), paragraphs([t('report.answersMissing')], 'text'));
  const tables = report.round.summary.themes.flatMap(({ themeId, units }) => {
    const names = report.details?.[themeId]?.names ?? [];
    const theme = themeOf(cardTexts.wheel, themeId);
    if (names.length === 0) return [];
    const areas = units.map(({ unitId }) => theme.focusAreas.find(({ id }) => id === unitId)?.name);
    const table: Table = {
      title: t('report.answersOn', { theme: theme.name }),
      columns: [
        column(t('report.columns.name')),
        ...areas.map((name) => column(name ?? t('report.columns.answer'))),
        column(t('report.columns.comment')),
      ],
      rows: names.map(({ scores, comment, ...who }) => [
        calledText(cardTexts.texts, who),
        ...units.map(({ unitId }) => (scores[unitId] === 'dontKnow' ? t('common.dontKnow') : scores[unitId])),
        comment,
      ]),
    };
    return [tableHtml(cardTexts, table, { id: `answers-${themeId}` })];
  });
  return tables.length === 0 ? nothing : section(t('report.answers'), tables);
}

function readingSection(content: Content): Html {
  const { cardTexts } = content;
  const { round } = content.report;
  const { texts, wheel } = cardTexts;
  const { t } = texts;
  const stepList = steps.flatMap((step) => {
    const described = wheel.steps[step - 1];
    const title = t('common.stepChoice', { step, name: described?.name });
    return [html`<div><dt>${title}</dt><dd>${described?.description ?? ''}</dd></div>`];
  });
  return section(t('report.reading'), [
    paragraphs(
      [
        t('report.readingAverage'),
        t('report.readingN'),
        t('report.readingAgreement'),
        t('report.readingHeights'),
        ...(hasAgreed(content) ? [t('report.readingAgreed')] : []),
        t(`report.privacy.${round.privacy}`),
      ],
      'text',
    ),
    paragraphs([wheel.about], 'text'),
    html`<h3>${t('report.steps')}</h3>
<dl>${stepList}</dl>
`,
    paragraphs([t('help.dialogue'), creditOf(cardTexts.texts, wheel)], 'text'),
  ]);
}
