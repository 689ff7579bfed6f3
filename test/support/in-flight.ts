import { createHook } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

/**
 * What this process has asked of the system or over HTTP and has not heard of yet. A test's clock moves on only where
 * there is nothing of the kind, so that no answer of the real world comes too late in a time that jumps.
 */

/** A request from this process to a server, which is most often in it too. */
interface Call {
  port: number;
  /** The port of its own end, once it has one. */
  ownPort?: number | undefined;
  /** What its server said: `never` is never answered, `held` when a test says so. */
  waits?: 'never' | 'held';
}

const calls = new Map<object, Call>();
/** The requests that bots of this process are answering, by the port they listen on. */
const handled = new Map<ServerResponse, number>();
/** What is done off the main thread, by the system or a thread of ours: a file is read, a picture drawn, a database cleaned. */
const background = new Set<unknown>();
/** Who wants to know of requests to a bot, by its port. They are not waited for here, since they may wait for time to pass. */
const bots = new Map<number, () => void>();

/** Counts everything that happens, so that two looks tell whether anything did in between. */
let happened = 0;
let next = Promise.withResolvers<void>();

/** Notes that something happened that may lead to more. */
export function stir(): void {
  happened += 1;
  next.resolve();
  next = Promise.withResolvers();
}

/** Resolves when something happens. */
export const change = (): Promise<void> => next.promise;

/** Of files, of the library that draws, of addresses and connections, and of signatures that are made or checked. */
const offThread = new Set([
  'FSREQCALLBACK',
  'FSREQPROMISE',
  'napi_rs_async_work',
  'GETADDRINFOREQWRAP',
  'TCPCONNECTWRAP',
  'SIGNREQUEST',
  'VERIFYREQUEST',
]);
createHook({
  trackPromises: false,
  init(id, type) {
    if (offThread.has(type)) background.add(id);
  },
  after: (id) => done(id),
}).enable();

const done = (work: unknown) => {
  if (background.delete(work)) stir();
};
const end = (request: object) => {
  if (calls.delete(request)) stir();
};
const on = <T>(name: string, what: (message: T) => void) => subscribe(name, (message) => what(message as T));

on<{ worker: Worker }>('worker_threads', ({ worker }) => {
  background.add(worker);
  for (const event of ['message', 'exit']) worker.once(event, () => done(worker));
});
on<{ request: ClientRequest }>('http.client.request.start', ({ request }) => {
  calls.set(request, { port: portOf(request.getHeader('host')) });
  request.once('close', () => end(request));
  stir();
});
on<{ request: { origin: string } }>('undici:request:create', ({ request }) => {
  calls.set(request, { port: portOf(new URL(request.origin).host) });
  stir();
});
on<{ request: object; socket: Socket }>('undici:client:sendHeaders', ({ request, socket }) => {
  const call = calls.get(request);
  if (call) call.ownPort = socket.localPort;
});
on<{ request: object }>('undici:request:trailers', ({ request }) => end(request));
on<{ request: object }>('undici:request:error', ({ request }) => end(request));
on<{ request: IncomingMessage; response: ServerResponse }>('http.server.request.start', ({ request, response }) => {
  const { localPort = 0 } = request.socket;
  const tell = bots.get(localPort);
  if (!tell) return;
  handled.set(response, localPort);
  response.once('close', () => {
    handled.delete(response);
    stir();
  });
  stir();
  tell();
});

const portOf = (host: unknown) => Number(String(host).split(':').at(-1));

/** A fake says that it will never answer this request, so that time passes for whoever waits for it. */
export function neverAnswered(request: IncomingMessage): void {
  mark(request, 'never');
}

/** A fake will answer this request when a test says so; time stands still until then. */
export function heldBack(request: IncomingMessage): void {
  mark(request, 'held');
}

function mark({ socket }: IncomingMessage, waits: Call['waits']): void {
  for (const [request, call] of calls) {
    const own = call.ownPort ?? ('socket' in request ? (request as ClientRequest).socket?.localPort : undefined);
    if (own === socket.remotePort && waits) call.waits = waits;
  }
  stir();
}

/** @param tell is called with each request to the bot that listens here. @returns what ends that. */
export function botAt(port: number, tell: () => void): () => void {
  bots.set(port, tell);
  return () => {
    bots.delete(port);
    // Who never read an answer to its end is not waited for when the port is another's.
    for (const [request, call] of calls) if (call.port === port) end(request);
  };
}

/** How many requests the bots that listen on these ports are answering. */
export const answering = (ports: ReadonlySet<number>): number =>
  [...handled.values()].filter((port) => ports.has(port)).length;

/** Whether a bot waits for an answer that will not come. */
export const hanging = (): boolean => calls.values().some(({ waits }) => waits === 'never');

/** Whether a bot waits for an answer that a test holds back. */
export const held = (): boolean => calls.values().some(({ waits }) => waits === 'held');

const unanswered = () => calls.values().some(({ port, waits }) => !waits && !bots.has(port));

/** A request comes a few turns of the event loop after it was sent, and so does its answer. */
const enoughTurns = 8;

/** Resolves when nothing is in flight and nothing happens any longer, but for what waits for time to pass. */
export async function calm(): Promise<void> {
  let seen = -1;
  for (let turns = 0; turns < enoughTurns; turns++) {
    while (background.size > 0 || unanswered()) await change();
    await turn();
    if (seen !== happened) turns = 0;
    seen = happened;
  }
}
