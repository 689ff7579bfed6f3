import { defineConfig } from 'vitest/config';
import { doorFiles, doorTests } from './scripts/door-files.ts';

/** Set while `npm run mutants` changes one of the door's files. */
const inMutants = process.env.STRYKER_MUTATOR_WORKER;

export default defineConfig(({ mode }) => ({
  test: {
    include: mode === 'door' || inMutants ? doorTests(process.env.HJULET_DOOR_FILE) : ['test/**/*.test.ts'],
    setupFiles: ['test/support/console.ts'],
    // Half of a test's time goes with waiting, for a count to follow or a process to start: four files at a time keep two cores busy.
    maxWorkers: 4,
    // A change is tried by a few tests of many files: loading everything anew for each file took half of the time.
    isolate: !inMutants,
    // A limit for what hangs, and not for how fast a busy machine is.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // The same for what is looked for again and again until it is there; by itself Vitest gives up after one second.
    expect: { poll: { timeout: 30_000 } },
    reporters: ['default'],
    coverage: {
      provider: 'v8',
      include: doorFiles,
      reporter: ['text'],
      thresholds: { branches: 100 },
    },
  },
}));
