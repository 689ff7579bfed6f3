import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { optionsOf, positive, runScript } from './options.ts';
import { type Failure, failuresOf, readReport, table } from './test-report.ts';

/** Runs the tests again and again and prints test by test what failed how often. Ends with 1 where anything did. */

const options = optionsOf(
  {
    runs: { type: 'string', default: '20' },
    files: { type: 'string', default: '' },
    busy: { type: 'string', default: '0' },
    cores: { type: 'string' },
    tz: { type: 'string' },
    start: { type: 'string' },
    log: { type: 'string', default: 'test-results/flakes.log' },
  },
  `npm run flakes -- --runs 20
  --files "test/main test/web"   these tests only
  --busy 2                       so many cores are kept busy by something else
  --cores 1                      the tests get so many cores (Linux)
  --tz Pacific/Kiritimati        the time zone of the process
  --start "2026-03-28 23:30"     the wall time in Copenhagen at which the bot's clock begins
  --log test-results/flakes.log  everything that the runs print`,
);

const vitest = join(fileURLToPath(new URL('.', import.meta.resolve('vitest/package.json'))), 'vitest.mjs');
const runs = positive('--runs', options.runs);

await runScript(async () => {
  const hogs = Array.from({ length: Number(options.busy) }, () => new Worker('for (;;);', { eval: true }));
  mkdirSync(dirname(options.log), { recursive: true });
  writeFileSync(
    options.log,
    `${process.argv.slice(2).join(' ')}\n${availableParallelism()} cores, Node ${process.version}\n`,
  );
  try {
    const failed: Failure[][] = [];
    for (let run = 1; run <= runs; run++) failed.push(await runOnce(run));
    tell(`\n${table(failed)}`);
    if (failed.some((failures) => failures.length > 0)) process.exitCode = 1;
  } finally {
    await Promise.all(hogs.map((hog) => hog.terminate()));
  }
});

async function runOnce(run: number): Promise<Failure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hjulet-flakes-'));
  const file = join(folder, 'report.json');
  const began = performance.now();
  const code = await runVitest(file);
  const seconds = Math.round((performance.now() - began) / 1_000);
  const report = existsSync(file) ? readReport(readFileSync(file, 'utf8')) : undefined;
  rmSync(folder, { recursive: true });
  const failures = report ? failuresOf(report, process.cwd()) : [];
  if (code !== 0 && failures.length === 0)
    failures.push({ name: 'the run itself', line: `Vitest ended with ${code}; what it printed is in ${options.log}` });
  const counts = report ? `${report.numPassedTests} passed, ${report.numFailedTests} failed` : 'no report';
  tell(`Run ${run} of ${runs}: ${counts}, ${seconds} s`);
  for (const { name, line } of failures) tell(`  ${name}\n    ${line}`);
  return failures;
}

/** @returns the code that it ended with. */
async function runVitest(report: string): Promise<number> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const files = options.files.split(/[\s,]+/).filter(Boolean);
  const command = [process.execPath, vitest, 'run', ...reporters, ...files];
  const cores = options.cores === undefined ? [] : ['taskset', '-c', `0-${positive('--cores', options.cores) - 1}`];
  const [program = '', ...args] = [...cores, ...command];
  const child = spawn(program, args, {
    env: {
      ...process.env,
      ...(options.tz !== undefined && { TZ: options.tz }),
      ...(options.start !== undefined && { HJULET_TEST_START: options.start }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => appendFileSync(options.log, chunk));
  const [code] = await once(child, 'close');
  return code ?? 1;
}

function tell(text: string): void {
  console.log(text);
  appendFileSync(options.log, `${text}\n`);
}
