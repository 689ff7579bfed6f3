import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { doorFiles, doorTests } from './scripts/door-files.ts';

/** Set while `npm run mutants` changes one of the door's files. */
const inMutants = process.env.STRYKER_MUTATOR_WORKER;

/** What takes longest begins first, or the run ends with one of these and an idle core. */
const longest = ['test/attacker/attacker.test.ts', 'test/main/kill.test.ts'];

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
    include: mode === 'door' || inMutants ? doorTests(process.env.HJULET_DOOR_FILE) : ['test/**/*.test.ts'],
    setupFiles: ['test/support/every-file.ts'],
    sequence: { sequencer: LongestFirst },
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
