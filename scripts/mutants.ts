import { Stryker } from '@stryker-mutator/core';
import { doorFiles } from './door-files.ts';

/**
 * Changes the door's files in a thousand small ways and runs a file's tests against each change. A change that no test
 * notices is a gap. It takes an hour or more. Arguments name files to change; without any, all of the door's are changed.
 */
const least = 85;
const given = process.argv.slice(2);
const unknown = given.filter((file) => !doorFiles.includes(file));
if (unknown.length > 0) {
  console.error(`${unknown.join(', ')}: not among the door's files, which are ${doorFiles.join(', ')}.`);
  process.exit(1);
}
const workers = Number(process.env.HJULET_MUTANT_WORKERS ?? 3);

const found: { file: string; noticed: number; all: number }[] = [];
for (const file of given.length > 0 ? given : doorFiles) {
  process.env.HJULET_DOOR_FILE = file;
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
    ignorePatterns: ['coverage', 'data', 'docs', 'reports', 'test-results', 'test/browser', 'test/pictures', '.ci'],
    // Stryker would parse tsconfig.json with TypeScript's API, which TypeScript 7 does not have.
    tsconfigFile: 'none',
  }).runMutationTest();
  const noticed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
  const missed = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage').length;
  found.push({ file, noticed, all: noticed + missed });
}

const percent = ({ noticed, all }: { noticed: number; all: number }) => (100 * noticed) / all;
const total = {
  file: 'all of them',
  noticed: found.reduce((sum, each) => sum + each.noticed, 0),
  all: found.reduce((sum, each) => sum + each.all, 0),
};
for (const each of [...found, total]) {
  console.log(`${each.file}: ${each.noticed} of ${each.all} changes were noticed, ${percent(each).toFixed(1)} %`);
}
if (percent(total) < least) {
  console.error(`That is less than ${least} %: write a test for what survived (listed above, and in reports/mutants).`);
  process.exitCode = 1;
}
