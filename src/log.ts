import { type DestinationStream, pino } from 'pino';
import type { Log } from './usecases/ports.ts';

/**
 * The log: JSON lines with the program's own words and numbers. Of an error it has the kind and the place, not the message.
 * @param destination stdout where it is left out.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const log = pino({ level, base: null, redact: [...personal] }, destination);
  return {
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message, error) => log.error({ ...fields, ...errorFields(error) }, message),
  };
}

/**
 * Reports why the bot does not start: as text in a terminal, else as one line of the log, which an alert can find. The reason may be
 * written in full, since it comes from the bot or the database, and nobody has written to the bot yet.
 */
export function tellStartFault(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  if (process.stderr.isTTY || process.argv.includes('--local')) {
    process.stderr.write(`${reason}\n`);
    return;
  }
  // Written at once: the process ends after it.
  const log = pino({ base: null }, pino.destination({ fd: process.stderr.fd, sync: true }));
  log.fatal({ error: error instanceof Error ? error.name : typeof error, reason }, 'Hjulet could not start');
}

/** Fields that no line should have. One that is written by mistake is struck out. */
const personal = [
  'aadObjectId',
  'authorization',
  'comment',
  'conversationId',
  'email',
  'from',
  'name',
  'tenantId',
  'text',
  'token',
  'userId',
] as const;

/** A library's message may quote what a person wrote; the kind of error and its place in the code cannot. */
function errorFields(error: unknown): Record<string, string | number> {
  if (!(error instanceof Error)) return { error: typeof error };
  const at = afterMessage(error)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .join('\n');
  const status: unknown = Reflect.get(error, 'statusCode');
  const code = codeOf(error) ?? codeOf(error.cause);
  return { error: error.name, at, ...(typeof status === 'number' && { status }), ...(code !== undefined && { code }) };
}

/** What a system calls a fault, such as SQLITE_FULL or ECONNRESET, or a number; no sentence, which could quote somebody. */
function codeOf(error: unknown): string | number | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'number' || (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(code))
    ? code
    : undefined;
}

/**
 * Keeps what libraries write to the console out of the log, since it may quote people. The log gets a line that says where
 * something was written.
 */
export function takeOverConsole(log: Log): void {
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    console[method] = () =>
      log.warn({ method, at: new Error().stack?.split('\n')[2]?.trim() ?? '' }, 'a library wrote to the console');
  }
}

/** The places in a stack. The message stands before them, and may itself have lines that look like places. */
function afterMessage({ stack = '', message }: Error): string {
  const at = stack.indexOf(message);
  return at < 0 ? '' : stack.slice(at + message.length);
}
