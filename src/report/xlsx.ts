import writeExcel, { type CellObject, type Sheet } from 'write-excel-file/node';
import { harmless } from './formulas.ts';
import type { Cell, Column, Table } from './tables.ts';

/** Tables as an Excel workbook, a sheet each: text as text, numbers as numbers, dates as dates, no formula anywhere. */
export function xlsxOf(tables: readonly Table[]): Promise<Buffer> {
  // Without a font given here the headings would have another than the cells.
  return writeExcel(tables.map(sheetOf), { fontFamily: 'Calibri', fontSize: 11 }).toBuffer();
}

function sheetOf({ title, columns, rows }: Table): Sheet<Buffer> {
  const widths = columns.map((column, i) => widthOf([column.title, ...rows.map((row) => row[i])]));
  return {
    sheet: title,
    stickyRowsCount: 1,
    orientation: 'landscape',
    columns: widths.map((width) => ({ width })),
    data: [
      columns.map(headOf),
      ...rows.map((row) => {
        const height = heightOf(row, widths);
        return row.map((cell, i) => cellOf(cell, columns[i], height));
      }),
    ],
  };
}

function headOf({ title, kind }: Column): CellObject {
  const align = kind === 'count' || kind === 'average' ? 'right' : 'left';
  return { value: textOf(title), type: String, fontWeight: 'bold', wrap: true, align, alignVertical: 'top' };
}

function cellOf(cell: Cell, column: Column | undefined, height: number): CellObject | undefined {
  if (cell === undefined || cell === '') return undefined;
  const style = { alignVertical: 'top', height } as const;
  if (typeof cell === 'number') {
    return { value: cell, type: Number, format: column?.kind === 'average' ? '0.0' : '0', ...style };
  }
  if (column?.kind === 'date') {
    return { value: new Date(`${cell}T00:00Z`), type: Date, format: 'yyyy-mm-dd', align: 'left', ...style };
  }
  return { value: textOf(cell), type: String, wrap: true, ...style };
}

/** What begins like a code of the format's own, and what XML cannot hold: controls, halves of pairs, non-characters. */
const coded = /_(?=[xX][\dA-Fa-f]{4})|[^\P{Cc}\t\n]|[\ufffd\p{Cs}\p{NChar}]/gu;

/**
 * Text as the format spells it. A reader takes "_x003D_" for "=", so that a comment could become a formula; and what
 * XML cannot hold would be left out. Both are written as codes, and read back as they were; lines end in a line feed.
 * Source: ECMA-376 part 1, 22.9.2.19 (ST_Xstring).
 */
function textOf(text: string): string {
  const spelled = harmless(text)
    .replace(/\r+\n/g, '\n')
    .replace(coded, (sign) => Array.from({ length: sign.length }, (_, i) => codeOf(sign.charCodeAt(i))).join(''));
  // The library looks strings up in an object, which has "constructor" and the like from the beginning.
  return spelled in Object.prototype ? codeOf(spelled.charCodeAt(0)) + spelled.slice(1) : spelled;
}

function codeOf(unit: number): string {
  return `_x${unit.toString(16).toUpperCase().padStart(4, '0')}_`;
}

/** Widths of columns in characters; longer text wraps. */
const bounds = { least: 10, most: 60 } as const;
/** Points. */
const lineHeight = 15;

function widthOf(cells: readonly Cell[]): number {
  const longest = Math.max(...cells.map((cell) => String(cell ?? '').length));
  return Math.min(Math.max(longest + 2, bounds.least), bounds.most);
}

/** The height of a row in points: not every program adapts it to text that wraps. */
function heightOf(row: readonly Cell[], columns: readonly number[]): number {
  const lines = row.map((cell, i) => linesOf(String(cell ?? ''), columns[i] ?? bounds.most));
  return lineHeight * Math.max(...lines);
}

/** Words leave the ends of lines empty, so text that wraps is taken to be a tenth longer. */
function linesOf(text: string, width: number): number {
  return text
    .split('\n')
    .reduce((sum, { length }) => sum + (length < width ? 1 : Math.ceil((length * 1.1) / width)), 0);
}
