import writeExcel, { type CellObject, type Sheet } from 'write-excel-file/node';
import { harmless } from './formulas.ts';
import type { Cell, Column, Table } from './tables.ts';

/** Tables as an Excel workbook, a sheet each: text as text, numbers as numbers, dates as dates, no formula anywhere. */
export function xlsxOf(tables: readonly Table[]): Promise<Buffer> {
  // Without a font of their own the headings would be set in another than the cells.
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
  return { value: harmless(title), type: String, fontWeight: 'bold', wrap: true, align, alignVertical: 'top' };
}

function cellOf(cell: Cell, column: Column | undefined, height: number): CellObject | undefined {
  if (cell === undefined || cell === '') return undefined;
  const cardTexts = { alignVertical: 'top', height } as const;
  if (typeof cell === 'number') {
    return { value: cell, type: Number, format: column?.kind === 'average' ? '0.0' : '0', ...cardTexts };
  }
  if (column?.kind === 'date') {
    return { value: new Date(`${cell}T00:00Z`), type: Date, format: 'yyyy-mm-dd', align: 'left', ...cardTexts };
  }
  return { value: harmless(cell), type: String, wrap: true, ...cardTexts };
}

/** In characters; what is longer wraps. */
const bounds = { least: 10, most: 60 } as const;
/** Of a line, in points. */
const lineHeight = 15;

function widthOf(cells: readonly Cell[]): number {
  const longest = Math.max(...cells.map((cell) => String(cell ?? '').length));
  return Math.min(Math.max(longest + 2, bounds.least), bounds.most);
}

/** Not every program makes room by itself for text that wraps. */
function heightOf(row: readonly Cell[], columns: readonly number[]): number {
  const lines = row.map((cell, i) => linesOf(String(cell ?? ''), columns[i] ?? bounds.most));
  return lineHeight * Math.max(...lines);
}

/** Words leave the end of a line empty, so a tenth is added to what wraps. */
function linesOf(text: string, width: number): number {
  return text
    .split('\n')
    .reduce((sum, { length }) => sum + (length < width ? 1 : Math.ceil((length * 1.1) / width)), 0);
}
