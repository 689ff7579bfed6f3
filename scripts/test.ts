import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * `npm test` checks types, lint and dead code, then runs every test. With anything behind it, such as a file, Vitest gets
 * that and nothing else is done: whoever works on one thing waits for that thing only.
 */

const given = process.argv.slice(2);
const checks = ['types', 'lint', 'dead'];

// Side by side, since none of them keeps two cores busy.
const checked = given.length > 0 ? [0] : await Promise.all(checks.map((each) => run('npm', 'run', `check:${each}`)));
process.exitCode = checked.find((code) => code !== 0) ?? (await run('vitest', 'run', ...given));

async function run(command: string, ...args: string[]): Promise<number> {
  const [code] = await once(spawn(command, args, { stdio: 'inherit' }), 'exit');
  return code ?? 1;
}
