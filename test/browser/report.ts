import { readFile } from 'node:fs/promises';
import { read, utils } from '@e965/xlsx';
import type { Page } from 'playwright-core';
import { csvRows } from '../support/csv.ts';
import { pictureFile } from './looked.ts';

/** Presses a link on the report page and gives the file that comes of it. */
async function downloaded(page: Page, link: string): Promise<Buffer> {
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: link, exact: true }).click();
  return readFile(await (await coming).path());
}

/** The sheets of the spreadsheet behind a link, by name, as rows of texts and numbers. */
export async function sheetsBehind(page: Page, link: string): Promise<Record<string, unknown[][]>> {
  const { Sheets } = read(await downloaded(page, link));
  const sheets = Object.entries(Sheets);
  return Object.fromEntries(
    sheets.map(([name, sheet]) => [name, utils.sheet_to_json<unknown[]>(sheet, { header: 1, defval: '' })]),
  );
}

/** The rows of the CSV file behind a link. */
export async function rowsBehind(page: Page, link: string): Promise<string[][]> {
  return csvRows(await downloaded(page, link));
}

/** Prints a page on A4, takes a picture of how it begins down to the end of its first drawing, and says how many there are. */
export async function printed(page: Page, name: string): Promise<number> {
  const pdf = await page.pdf({ path: pictureFile(`${name}.pdf`), preferCSSPageSize: true });
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 794, height: 1123 });
  // A screen has no margins of a page; these are the report's own.
  await page.locator('body').evaluate((body) => {
    body.style.padding = '16mm 15mm';
  });
  const drawing = await page.locator('.picture').first().boundingBox();
  const height = drawing ? drawing.y + drawing.height + 20 : 1123;
  await page.screenshot({ path: pictureFile(`${name}.png`), clip: { x: 0, y: 0, width: 794, height } });
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}
