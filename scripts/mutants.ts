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

const found: { file: string; noticed: number; all: number }[] = [];
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
  const missed = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage').length;
  found.push({ file, noticed, all: noticed + missed });
}

const percent = ({ noticed, all }: { noticed: number; all: number }) => (100 * noticed) / all;
for (const each of found) {
  console.log(`${each.file}: ${each.noticed} of ${each.all} changes were noticed, ${percent(each).toFixed(1)} %`);
}
const wanting = found.filter((each) => percent(each) < least);
if (wanting.length > 0) {
  console.error(
    `Less than ${least} % in ${wanting.map(({ file }) => file).join(', ')}: write a test for what survived (listed above, and in reports/mutants).`,
  );
  process.exitCode = 1;
}
