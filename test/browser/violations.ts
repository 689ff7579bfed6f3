import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const options = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  // Of all that is right it would tell part by part, which takes longer than to look.
  resultTypes: ['violations'],
};

/** What on the page breaks a rule of accessibility that axe knows, each with the part of the page and what is wrong with it. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  // Runs in the page, where the script before it put axe.
  const run = `axe.run(${JSON.stringify(options)}).then((found) => found.violations)`;
  const found = await page.evaluate<AxeResults['violations']>(run);
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}
