import { type DestinationStream, pino } from 'pino';
import type { Log } from './usecases/ports.ts';

/**
 * The log: JSON lines of the bot's own words and numbers. An error is told by its kind and place, not by its message.
 * @param destination stdout where it is left out.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const log = pino({ level, base: null, redact: [...personal] }, destination);
  return {
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message, error) => log.error({ ...fields, ...told(error) }, message),
  };
}

/**
 * Why the bot does not start: words for whoever reads them in a terminal, else one line of the log, on which an alert can look.
 * What keeps it from starting is told by the bot's own messages and by the database's; nobody has said anything to it yet.
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

/** No line has any of these; should one be written by mistake, it is struck out. */
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

/** A library's message may quote what a person wrote; the kind of error and the lines of code it passed cannot. */
function told(error: unknown): Record<string, string | number> {
  if (!(error instanceof Error)) return { error: typeof error };
  const at = afterMessage(error)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .join('\n');
  const status: unknown = Reflect.get(error, 'statusCode');
  return { error: error.name, at, ...(typeof status === 'number' && { status }) };
}

/**
 * The SDKs write errors to the console with what people wrote in them. The log says only that something was written and
 * where; what it was stays out.
 */
export function takeOverConsole(log: Log): void {
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    console[method] = () =>
      log.warn({ method, at: new Error().stack?.split('\n')[2]?.trim() ?? '' }, 'a library wrote to the console');
  }
}

/** The message stands in the stack before the places, and may have lines that look like them. */
function afterMessage({ stack = '', message }: Error): string {
  const at = stack.indexOf(message);
  return at < 0 ? '' : stack.slice(at + message.length);
}
