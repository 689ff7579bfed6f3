import { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { syncBuiltinESMExports } from 'node:module';
import { Server, Socket } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import sleeping from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

/** Something that a suite opened, and so has to close. */
interface Opened {
  /** What it is, in words for whoever reads that it was left. */
  name(): string;
  isOpen(): boolean;
  /** Where it was opened. */
  at: Error;
}

export interface Leak {
  /** What was left open, and the file that opened it. */
  name: string;
  /** Its stack is that of the opening. */
  at: Error;
}

let opened: Opened[] = [];
/** What a connection of fetch was last used for: one whose answer is left unread stays open. */
const asked = new WeakMap<Socket, string>();
let watching = false;

function track(what: Omit<Opened, 'at'>): void {
  // Vitest has a hundred lines taken, which takes long where much is opened.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 20;
  opened.push({ ...what, at: new Error('It was opened here and never closed.') });
  Error.stackTraceLimit = stackTraceLimit;
  // Most of what is opened is closed at once: the list is not to grow with all that ever was.
  if (opened.length % 1_000 === 0) opened = opened.filter(({ isOpen }) => isOpen());
}

/** From now on notes what this process opens: servers, connections, programs, databases and timers. Once is enough. */
export function watchOpenings(): void {
  if (watching) return;
  watching = true;
  subscribe('tracing:net.server.listen:asyncEnd', (message) => {
    const { server } = message as { server?: unknown };
    if (!(server instanceof Server)) return;
    const address = JSON.stringify(server.address());
    track({ name: () => `a server listening on ${address}`, isOpen: () => server.listening });
  });
  subscribe('net.client.socket', (message) => {
    const { socket } = message as { socket?: unknown };
    if (!(socket instanceof Socket)) return;
    const isOpen = () => !socket.destroyed;
    const name = () => `a connection to ${socket.remoteAddress}:${socket.remotePort}${asked.get(socket) ?? ''}`;
    track({ name, isOpen });
  });
  subscribe('undici:client:sendHeaders', (message) => {
    const { request, socket } = message as { request: { method: string; path: string }; socket: Socket };
    asked.set(socket, `, whose answer to ${request.method} ${request.path} nobody read to its end`);
  });
  subscribe('child_process', (message) => {
    const { process: child } = message as { process?: unknown };
    if (!(child instanceof ChildProcess)) return;
    const isOpen = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
    track({ name: () => `the program ${child.spawnargs.join(' ')}`, isOpen });
  });
  subscribe('worker_threads', (message) => {
    const { worker } = message as { worker?: unknown };
    if (!(worker instanceof Worker)) return;
    let over = false;
    worker.once('exit', () => {
      over = true;
    });
    track({ name: () => 'a thread', isOpen: () => !over });
  });
  watchDatabases();
  watchTimers();
  watchSleeping();
  syncBuiltinESMExports();
}

/** Seen at their first statement: Node lets nobody take the place of the class itself. */
function watchDatabases(): void {
  const seen = new WeakSet<DatabaseSync>();
  const see = (db: DatabaseSync) => {
    if (seen.has(db)) return;
    seen.add(db);
    track({ name: () => `the database ${db.location() ?? 'in memory'}`, isOpen: () => db.isOpen });
  };
  const { exec, prepare } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (...given) {
    see(this);
    return exec.apply(this, given);
  };
  DatabaseSync.prototype.prepare = function (...given) {
    see(this);
    return prepare.apply(this, given);
  };
}

/** Those that nothing hangs on, as of a pool of connections, keep no program alive; an interval works on for ever. */
function watchTimers(): void {
  const { setTimeout: after, setInterval: every } = globalThis;
  const isPending = (timer: NodeJS.Timeout) => !('_destroyed' in timer && timer._destroyed === true);
  globalThis.setTimeout = Object.assign((...given: Parameters<typeof after>) => {
    const timer = after(...given);
    track({ name: () => `a timer of ${given[1]} ms`, isOpen: () => isPending(timer) && timer.hasRef() });
    return timer;
  }, after);
  globalThis.setInterval = Object.assign((...given: Parameters<typeof every>) => {
    const timer = every(...given);
    track({ name: () => `an interval of ${given[1]} ms`, isOpen: () => isPending(timer) });
    return timer;
  }, every);
}

function watchSleeping(): void {
  const sleep = sleeping.setTimeout;
  sleeping.setTimeout = async <T>(...given: Parameters<typeof sleep<T>>): Promise<T> => {
    const [ms, , options] = given;
    let over = false;
    track({ name: () => `somebody who sleeps for ${ms} ms`, isOpen: () => !over && options?.ref !== false });
    try {
      return await sleep<T>(...given);
    } finally {
      over = true;
    }
  };
}

/** What is open just now and was opened since the last call of `forget`. */
export function leaks(): Leak[] {
  return opened.filter(({ isOpen }) => isOpen()).map(({ name, at }) => ({ name: `${name()} (${placeOf(at)})`, at }));
}

/** Whoever comes next is not to be blamed for what was opened until now. */
export function forget(): void {
  opened = [];
}

/** The nearest file of the project, leaving this one out. */
function placeOf({ stack = '' }: Error): string {
  const files = stack.match(/(?:src|test|scripts)\/[\w/.-]+\.ts/g) ?? [];
  return files.find((file) => !file.endsWith('support/leaks.ts')) ?? 'by a library';
}
