import { type Html, html, trusted } from '../html.ts';

/** A part of the page, under its heading. */
export function section(title: string, body: Html | readonly Html[]): Html {
  return html`<section>
<h2>${title}</h2>
${body}</section>
`;
}

/** A drawing, with `words` for people who use a screen reader. Everything in it stands in the tables too. */
export function picture(svg: string, words: string): Html {
  return html`<div class="picture" role="img" aria-label="${words}"><div aria-hidden="true">${trusted(svg)}</div></div>`;
}
