import { type Html, html, nothing } from '../html.ts';
import type { CardTexts } from '../texts/results.ts';
import type { Cell, Column, Table } from './tables.ts';

/** How a table is shown on a page. */
export interface TableOptions {
  /** True where the first column repeats: it becomes a heading above its rows. */
  grouped?: boolean;
  /** Names the table's place on the page, and takes the keyboard there where it is wider than the screen. */
  id: string;
}

/** A table of so many rows fits on half a printed page and is not divided. */
const maxUndivided = 12;

/** A table with a caption, headings for every column and row, and a heading row that is repeated on each printed page. */
export function tableHtml(
  cardTexts: CardTexts,
  { title, columns, rows }: Table,
  { grouped = false, id }: TableOptions,
): Html {
  const shown = grouped ? columns.slice(1) : columns;
  const body = grouped
    ? [...Map.groupBy(rows, ([first]) => first)].map(([name, group]) =>
        groupHtml(cardTexts, shown, { name, rows: group.map((row) => row.slice(1)) }),
      )
    : [html`<tbody>${rows.map((row) => rowHtml(cardTexts, shown, row))}</tbody>`];
  // A printed page breaks between groups, never inside a small table or a group.
  const shape = !grouped && rows.length <= maxUndivided ? 'scroll whole' : 'scroll';
  return html`<div class="${shape}" role="region" aria-labelledby="${id}" tabindex="0">
<table><caption id="${id}">${title}</caption>
<thead>${heads(shown)}</thead>
${body}</table></div>
`;
}

function heads(columns: readonly Column[]): Html {
  const grouped = columns.filter(({ group: over }) => over);
  const [first] = grouped;
  if (!first) return html`<tr>${columns.map((column) => headOf(column, column.title, 1))}</tr>`;
  const top = columns.flatMap((column) => {
    if (!column.group) return [headOf(column, column.title, 2)];
    return column === first ? [html`<th scope="colgroup" colspan="${grouped.length}">${column.group.title}</th>`] : [];
  });
  return html`<tr>${top}</tr><tr>${grouped.map((column) => headOf(column, column.group?.as ?? column.title, 1))}</tr>`;
}

function headOf({ kind }: Column, title: string, rows: number): Html {
  return html`<th scope="col" rowspan="${rows}" class="${kind}">${title}</th>`;
}

function groupHtml(
  cardTexts: CardTexts,
  columns: readonly Column[],
  { name, rows }: { name: Cell; rows: readonly Cell[][] },
): Html {
  const heading = html`<tr class="group"><th scope="rowgroup" colspan="${columns.length}">${name ?? ''}</th></tr>`;
  return html`<tbody class="whole">${heading}${rows.map((row) => rowHtml(cardTexts, columns, row))}</tbody>`;
}

function rowHtml(cardTexts: CardTexts, columns: readonly Column[], row: readonly Cell[]): Html {
  const cells = columns.map(({ kind }, i) => {
    const text = cellText(cardTexts, kind, row[i]);
    return i === 0 ? html`<th scope="row">${text}</th>` : html`<td class="${kind}">${text}</td>`;
  });
  return html`<tr>${cells}</tr>`;
}

function cellText({ texts }: CardTexts, kind: Column['kind'], cell: Cell): string {
  if (cell === undefined || cell === '') return '–';
  if (typeof cell === 'string') return kind === 'date' ? texts.date(cell) : cell;
  return kind === 'average' ? texts.number(cell) : String(cell);
}

/** Sentences below each other. */
export function paragraphs(lines: readonly string[], className = 'note'): Html {
  return lines.length === 0 ? nothing : html`${lines.map((line) => html`<p class="${className}">${line}</p>`)}`;
}
