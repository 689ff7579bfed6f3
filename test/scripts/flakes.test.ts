import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { failuresOf, table } from '../../scripts/test-report.ts';

const script = fileURLToPath(new URL('../../scripts/flakes.ts', import.meta.url));
/** Within the project, so that its tests find Vitest. */
const results = fileURLToPath(new URL('../../test-results/', import.meta.url));

/** A project with a test that fails the second time it runs, and one that says in which time it lives. */
function project(): string {
  mkdirSync(results, { recursive: true });
  const folder = mkdtempSync(join(results, 'flakes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'vitest.config.ts'), 'export default {};\n');
  writeFileSync(
    join(folder, 'some.test.ts'),
    `import { appendFileSync, readFileSync } from 'node:fs';
    import { expect, test } from 'vitest';
    test('now and then', () => {
      appendFileSync('ran', 'x');
      expect(readFileSync('ran', 'utf8').length, 'how often it ran').not.toBe(2);
    });
    test('always', () => expect(process.env.TZ + ' ' + process.env.HJULET_TEST_START).toBe('Asia/Tokyo 2026-03-28 23:30'));`,
  );
  return folder;
}

async function flakes(cwd: string, ...args: string[]): Promise<{ code: number; lines: string[] }> {
  const given = ['--log', 'flakes.log', '--tz', 'Asia/Tokyo', '--start', '2026-03-28 23:30', ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...given], { cwd, encoding: 'utf8' }, (error, stdout) =>
      resolve({ code: Number(error?.code ?? 0), lines: stdout.trimEnd().split('\n') }),
    );
  });
}

it('lists test by test what failed how often, with its first line, and fails', async () => {
  const folder = project();
  const { code, lines } = await flakes(folder, '--runs', '2', '--busy', '1');
  expect(lines.map((line) => line.replace(/, \d+ s$/, ''))).toEqual([
    'Run 1 of 2: 2 passed, 0 failed',
    'Run 2 of 2: 1 passed, 1 failed',
    '  some.test.ts: now and then',
    '    AssertionError: how often it ran: expected 2 not to be 2 // Object.is equality',
    '',
    '1 of 2 runs are green. What failed how often, with its first line:',
    '',
    '1 of 2  some.test.ts: now and then',
    '         AssertionError: how often it ran: expected 2 not to be 2 // Object.is equality',
  ]);
  expect(code).toBe(1);
  expect(readFileSync(join(folder, 'flakes.log'), 'utf8')).toContain('Failed Tests 1');
});

it('counts what a test failed with each time, and what failed most first', () => {
  const runs = [
    [{ name: 'a', line: 'one' }],
    [],
    [
      { name: 'a', line: 'two' },
      { name: 'b', line: 'three' },
    ],
    [{ name: 'a', line: 'one' }],
  ];
  expect(table(runs).split('\n')).toEqual([
    '1 of 4 runs are green. What failed how often, with its first line:',
    '',
    '3 of 4  a',
    '         2 times: one',
    '         1 times: two',
    '1 of 4  b',
    '         three',
  ]);
  expect(table([[], []])).toBe('2 of 2 runs are green.');
});

it('tells of a file that failed though its tests did not', () => {
  const testResults = [
    { name: '/here/test/a.test.ts', status: 'failed', message: '\nleft open', assertionResults: [] },
  ];
  const report = { numPassedTests: 0, numFailedTests: 0, testResults };
  expect(failuresOf(report, '/here')).toEqual([{ name: 'test/a.test.ts: the file itself', line: 'left open' }]);
});
