import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { asset } from '../../assets.ts';
import { type Language, languages } from '../../domain/language.ts';
import { type Html, html, nothing, trusted } from '../../html.ts';
import type { Texts } from '../../texts/texts.ts';
import type { GuestReply } from './request.ts';

/** What stands on a page between its head and its foot. */
export interface PageBody {
  title: string;
  main: Html;
  /** A class of the page's own. */
  look?: 'poster';
}

/** Where the pages of a link are. */
export interface Place {
  /** The beginning of all of its addresses, such as "/answers/abc". */
  base: string;
  texts: Texts;
  /** Which page it is, for the same one in the other language. */
  page: string;
}

const style = ['page.css', 'paper.css'].map((file) => readFileSync(asset(`src/web/guests/${file}`), 'utf8')).join('');
const hash = createHash('sha256').update(style).digest('base64');

/** The policy allows this one style, forms to this server, and nothing else. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

export function pageReply(status: number, place: Place, body: PageBody): GuestReply {
  const { texts, base, page } = place;
  return reply(status, texts.language, {
    ...body,
    skip: texts.t('guest.skip'),
    bar: languageLinks(texts, (language) => `${base}/${language}/${page}`),
  });
}

/** The same to everybody who asks for what is not there: nobody knows what they read. */
export function goneReply(texts: Record<Language, Texts>): GuestReply {
  const [first = 'da'] = languages;
  const { t } = texts[first];
  const each = languages.map(
    (language, i) => html`<section lang="${language}">${heading(texts[language].t('guest.state.gone.title'), i === 0)}
<p>${texts[language].t('guest.state.gone.text')}</p></section>
`,
  );
  return reply(404, first, {
    title: t('guest.state.gone.title'),
    skip: t('guest.skip'),
    bar: nothing,
    main: html`${each}`,
  });
}

function heading(title: string, isFirst: boolean): Html {
  return isFirst ? html`<h1>${title}</h1>` : html`<h2>${title}</h2>`;
}

/** A state in words. @param more what can be done about it. */
export function tellReply(
  status: number,
  place: Place,
  {
    state,
    more = nothing,
  }: { state: 'full' | 'closed' | 'withdrawn' | 'roundClosed' | 'noCookie' | 'stale' | 'busy' | 'fault'; more?: Html },
): GuestReply {
  const { t } = place.texts;
  const title = t(`guest.state.${state}.title`);
  return pageReply(status, place, {
    title,
    main: html`<h1>${title}</h1><p>${t(`guest.state.${state}.text`)}</p>${more}`,
  });
}

/** Sends a browser on. */
export function seeOther(location: string, more: Record<string, string> = {}): GuestReply {
  return { status: 303, headers: { ...headers, ...more, location }, body: '' };
}

function languageLinks({ t, language: current }: Texts, addressIn: (language: Language) => string): Html {
  return html`<header class="bar screen">${languages
    .filter((language) => language !== current)
    .map(
      (language) =>
        html`<a href="${addressIn(language)}" hreflang="${language}" lang="${language}">${t(`guest.language.${language}`)}</a>`,
    )}</header>`;
}

function reply(status: number, language: Language, page: PageBody & { bar: Html; skip: string }): GuestReply {
  const { title, main, look, bar, skip } = page;
  const { html: body } = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#main">${skip}</a>
${bar}
<main id="main" tabindex="-1"${look ? html` class="${look}"` : nothing}>
${main}</main>
</body>
</html>
`;
  return { status, headers, body };
}
