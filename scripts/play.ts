import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { loadTexts } from '../src/texts/texts.ts';

/**
 * Starts the bot in local mode and Microsoft's Agents Playground beside it, says where to look, and stops both together.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const botPort = process.env.PORT ?? '3978';
const playgroundPort = process.env.PLAYGROUND_PORT ?? '56150';
const data = process.env.HJULET_DATA ?? join(root, 'data');
const running: ChildProcess[] = [];
mkdirSync(data, { recursive: true });

process.on('SIGINT', stop);
process.on('SIGTERM', stop);

try {
  await started(['src/main.ts', '--local'], { PORT: botPort, HJULET_DATA: data }, /is ready/);
  const address = `http://127.0.0.1:${botPort}/api/messages`;
  const playground = await started(
    // The Playground reads the invented municipality in .m365agentsplayground.yml.
    [
      'node_modules/@microsoft/m365agentsplayground/cli.js',
      'start',
      '-e',
      address,
      '-c',
      'msteams',
      '--dt',
      '-p',
      playgroundPort,
    ],
    { TEAMSAPPTESTER_BROWSER: 'none', M365_AGENTS_PLAYGROUND_LOGFILE: join(data, 'playground.log') },
    /Listening on (\d+)/,
  );
  const { t } = loadTexts('Europe/Copenhagen')[process.env.HJULET_LANGUAGE === 'en' ? 'en' : 'da'];
  console.log(`
  Hjulet is running. Open  http://localhost:${playground[1]}
  Choose the channel Sammenhæng and press "${t('welcome.start')}", or type @Hjulet start.
  Ctrl-C stops it; rounds and answers stay in ${data}.
`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
  stop();
}

/** Resolves when the program has written a line like this. When it ends, everything ends. */
function started(args: string[], env: Record<string, string>, ready: RegExp): Promise<RegExpExecArray> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    // In a process group of its own, so that Ctrl-C reaches this program only, which stops both in order.
    detached: process.platform !== 'win32',
  });
  running.push(child);
  child.once('exit', stop);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${args[0]} ended with ${code} before it was ready.`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = ready.exec(line);
      if (found) resolve(found);
      else console.log(line);
    });
  });
}

function stop(): void {
  for (const child of running) child.kill('SIGTERM');
}
