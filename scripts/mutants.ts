import { Stryker } from '@stryker-mutator/core';
import { doorFiles } from './door-files.ts';

/**
 * Changes the door in a thousand small ways and runs its tests against each: a change that no test notices is a gap. For
 * the night, since it takes an hour or more. @param argv files to change, all of the door's where none is named.
 */
const least = 85;
const given = process.argv.slice(2);

const stryker = new Stryker({
  mutate: given.length > 0 ? given : [...doorFiles],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  coverageAnalysis: 'perTest',
  concurrency: Number(process.env.HJULET_MUTANT_WORKERS ?? 2),
  timeoutMS: 20_000,
  reporters: ['progress-append-only', 'clear-text', 'json'],
  clearTextReporter: { reportTests: false, allowColor: false },
  jsonReporter: { fileName: 'reports/mutants.json' },
  thresholds: { high: 95, low: least, break: least },
  ignorePatterns: ['coverage', 'data', 'docs', 'reports', 'test-results', 'test/browser', 'test/wheel', '.ci'],
  // Stryker would read it with TypeScript's own parser, which TypeScript 7 has not; nothing in it leaves this folder.
  tsconfigFile: 'none',
});
await stryker.runMutationTest();
