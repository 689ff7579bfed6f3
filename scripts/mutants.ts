import { Stryker } from '@stryker-mutator/core';
import { door } from './door-files.ts';
import { optionsOf, positive } from './options.ts';
import { promises } from './promise-files.ts';

/**
 * Changes files in a thousand small ways and runs a file's tests against each change. A change that no test notices is a
 * gap. All of them take some hours.
 */
const least = 85;
const groups = { door: Object.keys(door), promises: Object.keys(promises) };
const all = Object.values(groups).flat();
const options = optionsOf(
  { of: { type: 'string', default: '' }, workers: { type: 'string', default: '3' } },
  `npm run mutants -- --of door
  --of door        the files that face the internet (scripts/door-files.ts)
  --of promises    the files that keep the promises (scripts/promise-files.ts)
  --of <file>      one or more of these files; without it both groups are changed
  --workers 3      so many changes are tried at a time`,
);
const workers = positive('--workers', options.workers);
const given = options.of.split(/[\s,]+/).filter(Boolean);
const files = given.flatMap((each) => (each === 'door' || each === 'promises' ? groups[each] : [each]));
const unknown = files.filter((file) => !all.includes(file));
if (unknown.length > 0) {
  console.error(`--of ${unknown.join(' ')}: must be door, promises or any of ${all.join(', ')}.`);
  process.exit(1);
}

interface Found {
  file: string;
  noticed: number;
  all: number;
}
const percent = ({ noticed, all }: Found) => (100 * noticed) / all;
const tell = (each: Found) =>
  console.log(`${each.file}: ${each.noticed} of ${each.all} changes were noticed, ${percent(each).toFixed(1)} %`);

const found: Found[] = [];
for (const file of files.length > 0 ? files : all) {
  process.env.HJULET_MUTATED_FILE = file;
  const mutants = await new Stryker({
    mutate: [file],
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    coverageAnalysis: 'perTest',
    concurrency: workers,
    timeoutMS: 8_000,
    reporters: ['progress-append-only', 'clear-text', 'json'],
    clearTextReporter: { reportTests: false, allowColor: false },
    jsonReporter: { fileName: `reports/mutants/${file.replaceAll('/', '-')}.json` },
    ignorePatterns: ['coverage', 'data', 'reports', 'test-results', 'test/browser', 'test/pictures', '.ci'],
    // Stryker would parse tsconfig.json with TypeScript's API, which TypeScript 7 does not have.
    tsconfigFile: 'none',
  }).runMutationTest();
  const noticed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
  const missed = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  for (const { location, replacement } of missed) {
    const { line, column } = location.start;
    console.log(`Not noticed at ${file}:${line}:${column}: ${replacement?.replace(/\s+/g, ' ').slice(0, 100)}`);
  }
  // Already now: hours may pass before the last of them, and whoever waits can begin with this one.
  const each = { file, noticed, all: noticed + missed.length };
  tell(each);
  found.push(each);
}

found.forEach(tell);
const wanting = found.filter((each) => percent(each) < least);
if (wanting.length > 0) {
  console.error(
    `Less than ${least} % in ${wanting.map(({ file }) => file).join(', ')}: write a test for what survived (listed above, and in reports/mutants).`,
  );
  process.exitCode = 1;
}
