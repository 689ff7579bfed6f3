import { format } from 'node:util';
import { afterEach } from 'vitest';
import { expectNothingPersonal } from './canaries.ts';

/** For every test file: what the bot and its libraries write to the console or the streams has nothing personal in it. */
const written: string[] = [];

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

afterEach(() => expectNothingPersonal(written.splice(0)));
