/** A piece of HTML. Markup from the code is taken as it is; every value put into it is escaped. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | readonly Html[];

/** Tags a template as HTML. Values are text, for an element's content or a quoted attribute, unless they are HTML themselves. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const pieces = strings.map((text, i) => text + (i < parts.length ? written(parts[i] ?? '') : ''));
  return { html: pieces.join('') };
}

/** Takes finished markup as it is, such as an SVG drawing. Never give it text that a person wrote. */
export function trusted(markup: string): Html {
  return { html: markup };
}

export const nothing: Html = { html: '' };

function written(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return 'html' in part ? part.html : part.map((each) => each.html).join('');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** What no page may hold: controls but for tab and line ends, halves of pairs, and code points that are no signs. */
const unheld = /[^\P{Cc}\t\n\r]|[\p{Cs}\p{NChar}]/gu;

function escaped(text: string): string {
  return text.replace(unheld, '').replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
