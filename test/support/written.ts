import { format } from 'node:util';

/** What the bot and its libraries wrote to the console or the streams since somebody took it. */
let written: string[] = [];
let reading = false;

/** From now on keeps what is written, beside writing it. Once is enough for all files that share a process. */
export function readAlong(): void {
  if (reading) return;
  reading = true;
  const { console: own } = globalThis;
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    const before = own[method].bind(own);
    own[method] = (...told: unknown[]) => {
      written.push(format(...told));
      before(...told);
    };
  }
  for (const stream of [process.stdout, process.stderr]) {
    const before = stream.write.bind(stream) as (...given: unknown[]) => boolean;
    stream.write = (...given: unknown[]) => {
      written.push(String(given[0]));
      return before(...given);
    };
  }
}

export function takeWritten(): string[] {
  const taken = written;
  written = [];
  return taken;
}
