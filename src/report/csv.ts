import { stringify } from 'csv-stringify/sync';
import { harmless } from './formulas.ts';
import type { Cell, Column, Table } from './tables.ts';

/**
 * A table as a Danish Excel opens it by a double click: semicolons, decimal commas, and a byte order mark, without which
 * Excel would not read UTF-8. The format is the same in both languages, since Excel goes by the machine's region.
 */
export function csvOf({ columns, rows }: Table): Buffer {
  const lines = [
    columns.map(({ title }) => harmless(title)),
    ...rows.map((row) => row.map((cell, i) => csvText(cell, columns[i]))),
  ];
  return Buffer.from(
    stringify(lines, { bom: true, delimiter: ';', record_delimiter: 'windows', quote_record_delimiter: true }),
  );
}

function csvText(cell: Cell, column: Column | undefined): string {
  if (typeof cell === 'string') return harmless(cell);
  if (cell === undefined) return '';
  return column?.kind === 'average' ? cell.toFixed(1).replace('.', ',') : String(cell);
}
