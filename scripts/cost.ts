import { readFileSync, writeFileSync } from 'node:fs';
import { costSection } from './cost-section.ts';

/** Works out what Cosmos DB costs a month for some sizes, prints it, and writes it into docs/operations.md. */

const file = new URL('../docs/operations.md', import.meta.url);
const [begin, end] = ['<!-- cost:begin -->', '<!-- cost:end -->'];
const text = readFileSync(file, 'utf8');
const [before, rest] = text.split(begin);
const after = rest?.split(end)[1];
if (before === undefined || after === undefined)
  throw new Error(`docs/operations.md has no "${begin}" with an "${end}" after it, between which the table stands.`);
const section = costSection();
writeFileSync(file, before + begin + section + end + after);
console.log(section.trim());
