import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expectNothingPersonal } from './canaries.ts';
import { programOf } from './programs.ts';

/** What every program of the project gets beside its settings, such as what Node compiled of it before: vitest.config.ts. */
export const environment = { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE };

export interface RunningBot {
  port: number;
  child: ChildProcess;
  /** Everything it wrote to stdout and stderr. */
  written: string[];
  /** Ends it with a signal, waits until it has ended, and looks for names and ids in what it wrote. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

interface ProcessOptions {
  /** The program; the bot where it is left out. */
  script?: string;
  /** What stands behind it on the command line. */
  given?: string[];
  /** Whether it may write to HJULET_DATA only, as in a container with a read-only file system. */
  contained?: boolean;
}

/** The bot as `npm run play` starts it, on a port of its own, or as `npm start` does where nothing is given. @param env settings beside those. */
export async function startProcess(
  env: Record<string, string>,
  { script, given = ['--local'], contained = false }: ProcessOptions = {},
): Promise<RunningBot> {
  const program = script ?? (await programOf('src/main.ts'));
  const limits = [
    '--permission',
    '--allow-fs-read=*',
    `--allow-fs-write=${env.HJULET_DATA}`,
    '--allow-addons',
    '--allow-worker',
  ];
  const child = spawn(process.execPath, [...(contained ? limits : []), program, ...given], {
    env: { ...environment, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The bot ended with ${code}: ${written.join('')}`)));
    lines.on('line', (line) => {
      written.push(line);
      const ready = /"port":(\d+).*is ready/.exec(line);
      if (ready) resolve(Number(ready[1]));
    });
  });
  return {
    port,
    child,
    written,
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) {
        const exit = once(child, 'exit');
        child.kill(signal);
        await exit;
      }
      expectNothingPersonal(written);
      return child.exitCode;
    },
  };
}
