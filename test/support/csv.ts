import { read, utils } from '@e965/xlsx';

/** The cells of a CSV file with semicolons, as text, as a spreadsheet program takes them apart. */
export function csvRows(file: Uint8Array): string[][] {
  const { Sheets, SheetNames } = read(file, { raw: true, FS: ';' });
  const sheet = Sheets[SheetNames[0] ?? ''];
  if (!sheet) throw new Error('The file has no rows');
  return utils.sheet_to_json(sheet, { header: 1, defval: '', blankrows: true });
}
