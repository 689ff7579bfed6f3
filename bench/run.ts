import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { cpus, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import { optionsOf, positive } from '../scripts/options.ts';
import type { Bench } from './bench.ts';
import { answers, together } from './rows/answers.ts';
import { closing } from './rows/closing.ts';
import { disk } from './rows/disk.ts';
import { guests } from './rows/guests.ts';
import { idle } from './rows/idle.ts';
import { operations } from './rows/operations.ts';
import { persons } from './rows/persons.ts';
import { picture } from './rows/picture.ts';
import { start } from './rows/start.ts';
import { sweep } from './rows/sweep.ts';
import { updates } from './rows/updates.ts';
import { waits } from './rows/waits.ts';
import { setStage } from './set-stage.ts';
import { isMet, type Line, tableOf } from './table.ts';

/** Hjulet beside its baselines, each figure the median of several rounds, as one table. */
const usage = `npm run bench -- …
  --rounds 5          how often each figure is taken
  --seconds 5         how long each load lasts, after as long a warm-up
  --only answers,…    some rows only; bench/RESULTS.md is then left alone
  --profile folder    writes a processor profile of every server there`;

const rows: Record<string, (bench: Bench) => Promise<Line[]>> = {
  answers,
  together,
  guests,
  operations,
  updates,
  start,
  closing,
  picture,
  sweep,
  waits,
  persons,
  disk,
  idle,
};

const values = optionsOf(
  {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    only: { type: 'string' },
    profile: { type: 'string' },
  },
  usage,
);
const rounds = positive('--rounds', values.rounds);
const seconds = positive('--seconds', values.seconds);
const chosen = values.only?.split(',') ?? Object.keys(rows);
const unknown = chosen.filter((name) => !(name in rows));
if (unknown.length > 0) {
  console.error(`There is no row ${unknown.join(', ')}. There are ${Object.keys(rows).join(', ')}.`);
  process.exit(1);
}
installBaselines();
const stage = await setStage(values.profile);
const lines: Line[] = [];
try {
  const bench: Bench = {
    stage,
    rounds,
    seconds,
    log: (text) => console.error(`  ${text}`),
  };
  for (const name of chosen) {
    console.error(name);
    lines.push(...((await rows[name]?.(bench)) ?? []));
  }
} finally {
  await stage.close();
}
console.log(`\n${tableOf(lines)}`);
if (values.only === undefined) writeFileSync(new URL('RESULTS.md', import.meta.url), results(lines));

/** The baselines are no part of the product and come with the first run. */
function installBaselines(): void {
  const folder = fileURLToPath(new URL('baselines', import.meta.url));
  if (existsSync(new URL('baselines/node_modules/.package-lock.json', import.meta.url))) return;
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
}

function results(all: readonly Line[]): string {
  const [cpu] = cpus();
  const met = all.filter(isMet).length;
  return `# Measured side by side

Written by \`npm run bench\`. What each line is and what an answer costs stands in [docs/performance.md](../docs/performance.md).

- ${new Date().toISOString().slice(0, 10)}, commit ${commit()}
- ${cpus().length} × ${cpu?.model ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, ${type()}, Node ${process.version}
- medians of ${rounds} interleaved rounds, each process started anew; loads of ${seconds} s after as long a warm-up
- ${met} of ${all.length} goals met

${tableOf(all)}
`;
}

function commit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', 'src', 'cards', 'texts', 'package.json') === '' ? '' : ', with changes';
  return git('rev-parse', '--short', 'HEAD') + changed;
}
