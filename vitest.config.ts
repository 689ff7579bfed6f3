import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { door, doorFiles, doorTests } from './scripts/door-files.ts';
import { promises } from './scripts/promise-files.ts';

/** The file that `npm run mutants` changes just now. */
const mutated = process.env.HJULET_MUTATED_FILE;
const every = ['test/**/*.test.ts'];
const mutantTests = mutated === undefined ? every : (door[mutated] ?? promises[mutated] ?? []);

/** What takes longest begins first, or the run ends with one of these and an idle core. */
const longest = [
  'test/browser/whole.test.ts',
  'test/main/kill.test.ts',
  'test/attacker/everything-1.test.ts',
  'test/attacker/everything-2.test.ts',
  'test/main/processes.test.ts',
  'test/timers/crashes.test.ts',
];

/** Files that put other modules in the place of some, which those that share a worker would get too, or would have kept from them. */
const apart = ['test/cards/hostile-names.test.ts'];
const projects = [
  {
    extends: true as const,
    test: { name: 'together', include: every, exclude: [...configDefaults.exclude, ...apart] },
  },
  { extends: true as const, test: { name: 'apart', include: apart, isolate: true } },
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((file) => moduleId.endsWith(file));
      return place === -1 ? longest.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

export default defineConfig(({ mode }) => ({
  test: {
    ...(mode === 'test' && mutated === undefined
      ? { projects }
      : { include: mode === 'door' ? doorTests : [...mutantTests] }),
    // What a changed bot leaves open is looked for in no change of it: that takes seconds.
    setupFiles: mutated === undefined ? ['test/support/every-file.ts'] : [],
    sequence: { sequencer: LongestFirst },
    // What Node compiled of the libraries at an earlier run, for the workers and what they start.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url)) },
    // Half of a test's time goes with waiting, for a count to follow or a process to start: four files at a time keep two cores busy.
    maxWorkers: 4,
    // Loading the bot and its libraries anew for each file took a tenth of the time. What a test changes for all is put back.
    isolate: false,
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
