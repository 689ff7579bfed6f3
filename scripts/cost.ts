import { readFileSync, writeFileSync } from 'node:fs';
import { costSection } from './cost-section.ts';
import { wholeCostSection } from './whole-cost.ts';

/** Works out what a month costs for some sizes, prints it, and writes it into the documents: Cosmos DB alone, and all of it. */

const [begin, end] = ['<!-- cost:begin -->', '<!-- cost:end -->'];

for (const [path, section] of [
  ['docs/operations.md', costSection()],
  ['docs/da/omkostninger.md', wholeCostSection()],
] as const) {
  const file = new URL(`../${path}`, import.meta.url);
  const [before, rest] = readFileSync(file, 'utf8').split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${path} has no "${begin}" with an "${end}" after it, between which the table stands.`);
  writeFileSync(file, before + begin + section + end + after);
  console.log(section.trim());
}
