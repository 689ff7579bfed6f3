import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { asset } from '../assets.ts';
import { languages } from '../domain/language.ts';
import { type Html, html, trusted } from '../html.ts';
import { beside } from '../texts/together.ts';
import type { Content } from './content.ts';
import { type Pictures, sections } from './sections.ts';

export interface PageOptions {
  /** The fonts of the drawings, as TrueType files. They go into the page, since it may load nothing. */
  fonts: { family: string; weight: number; file: string }[];
}

/** Makes the pages of reports. All have one style, so that one policy holds for all. */
export interface Pages {
  /** A report as an HTML document. @param madeAt epoch milliseconds. */
  page(content: Content, pictures: Pictures, madeAt: number): string;
  /** The Content-Security-Policy that allows the style and nothing else. */
  policy: string;
}

export function createPages({ fonts }: PageOptions): Pages {
  const style = readFileSync(asset('src/report/page.css'), 'utf8') + fonts.map(fontFace).join('');
  const hash = createHash('sha256').update(style).digest('base64');
  return {
    page: (content, pictures, madeAt) => pageHtml(content, pictures, { madeAt, style }).html,
    policy: `default-src 'none'; style-src 'sha256-${hash}'; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
}

function fontFace({ family, weight, file }: PageOptions['fonts'][number]): string {
  const data = readFileSync(file).toString('base64');
  return `@font-face{font-family:"${family}";font-weight:${weight};src:url("data:font/ttf;base64,${data}")}`;
}

function pageHtml(content: Content, pictures: Pictures, { madeAt, style }: { madeAt: number; style: string }): Html {
  const { report, language, cardTexts } = content;
  const { texts, wheel } = cardTexts;
  const { t, date } = texts;
  const { round } = report;
  const title = t('report.title', { wheel: wheel.name, date: date(round.summary.closedAt) });
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#main">${t('report.skip')}</a>
<header>
<h1>${title}</h1>
<p>${beside([report.channel, ...settings(content)])}</p>
${menu(content)}
</header>
<main id="main" tabindex="-1">
${sections(content, pictures)}</main>
<footer><p>${t('report.made', { date: date(madeAt) })}</p></footer>
</body>
</html>
`;
}

function settings({ report: { round }, cardTexts }: Content): string[] {
  const { t } = cardTexts.texts;
  return [
    t(`common.depth.${round.depth}`),
    t(`common.privacy.${round.privacy}`),
    t('summary.people', { count: round.summary.people }),
  ];
}

/** Addresses beside this one: the same link in the other language, and the figures as files. */
function menu({ language, cardTexts }: Content): Html {
  const { t } = cardTexts.texts;
  const others = languages.filter((other) => other !== language);
  return html`<nav aria-label="${t('report.menu')}"><ul>
${others.map(
  (other) =>
    html`<li><a href="${other}.html" hreflang="${other}" lang="${other}">${t(`report.language.${other}`)}</a></li>
`,
)}<li><a href="${language}.xlsx">${t('report.xlsx')}</a></li>
<li><a href="${language}.csv">${t('report.csv')}</a></li>
</ul></nav>`;
}
