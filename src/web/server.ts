import type { ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import restify, { type Next, type Request, type RequestHandler, type Response, type Server } from 'restify';
import { type GuardNeeds, passesGuards, protect, refuse } from './guards.ts';
import { answerGuest, type GuestDoor, isForGuests } from './guests/send.ts';
import { answerMessage, type MessagesNeeds, takeMessages } from './messages.ts';
import { type ReportAddresses, sendReport } from './reports.ts';

export interface ServerNeeds extends ReportAddresses, MessagesNeeds, GuestDoor {
  /** The picture with this id, undefined where there is none. */
  picture(id: string): Promise<Uint8Array | undefined>;
  /** The id in a picture's signed name, undefined where the name was not made here or has expired. */
  readPicture(name: string): string | undefined;
  /** The chart of all rounds up to the one whose picture has this id, undefined where there is none. */
  trend(id: string): Promise<Uint8Array | undefined>;
  /** The same id in a chart's signed name. */
  readTrend(name: string): string | undefined;
  ready(): Promise<boolean>;
  /** As `slowness` where it is left out. */
  slowness?: Slowness;
}

/** How long a client may take, in milliseconds: for its headers, for all of a request; and how often that is looked at. */
export interface Slowness {
  headersMs: number;
  requestMs: number;
  everyMs: number;
}
export const slowness: Slowness = { headersMs: 10_000, requestMs: 15_000, everyMs: 1_000 };

export interface RunningServer {
  port: number;
  /** Takes no more connections and waits for the requests under way, at most so long. */
  close(withinMs: number): Promise<void>;
}

/**
 * Starts the HTTP server of the bot.
 * @param host the address to listen on; loopback in local mode.
 * @param port 0 for any free one.
 * @throws Error naming the port and the remedy where it cannot be listened on.
 */
export async function startServer(needs: ServerNeeds, host: string, port: number): Promise<RunningServer> {
  const server = restify.createServer({ name: '' });
  limit(server, needs.slowness ?? slowness);
  answerExpectations(server, needs);
  server.pre((request, response, next) => next(passesGuards(needs, request, response) ? undefined : false));
  server.pre((request, response, next) => {
    // Before the routes, which find none for an address with a code that is cut in two, such as "%2".
    if (!isForGuests(request)) return next();
    last(answerGuest(needs, request, response), next);
  });
  server.on('restifyError', shortError);
  addRoutes(server, needs);
  takeMessages(server, needs);
  const waiting = waitingSockets(server);
  await listen(server, host, port);
  // restify's address() is that of the node:http server within it.
  const address = server.address() as AddressInfo;
  return { port: address.port, close: (withinMs) => close(server, waiting, withinMs) };
}

function addRoutes(server: Server, needs: ServerNeeds): void {
  server.post('/api/messages', (request: Request, response: Response, next: Next) => {
    last(answerMessage(needs, request, response), next);
  });
  /** Also without the body, as scanners of links and of uptime ask; Node leaves it out. */
  const get = (path: string, handler: RequestHandler) => {
    server.get(path, handler);
    server.head(path, handler);
  };
  get('/pictures/:name', (request: Request, response: Response, next: Next) => {
    const id = needs.readPicture(String(request.params.name));
    last(sendPicture(id, needs.picture, response), next);
  });
  get('/trends/:name', (request: Request, response: Response, next: Next) => {
    const id = needs.readTrend(String(request.params.name));
    last(sendPicture(id, needs.trend, response), next);
  });
  get('/reports/:name/:file', (request: Request, response: Response, next: Next) => {
    const { name, file } = request.params;
    const asked = { name: String(name), file: String(file) };
    const sent = sendReport(needs, asked, response).then((found) => found || notFound(response));
    last(sent, next);
  });
  get('/healthz', (_request: Request, response: Response, next: Next) => {
    response.send(200, { alive: true });
    next(false);
  });
  get('/readyz', (_request: Request, response: Response, next: Next) => {
    const told = needs.ready().then((ready) => response.send(ready ? 200 : 503, { ready }));
    last(told, next);
  });
}

/** Nothing comes after what answers; what fails is answered by `shortError`. */
function last(answering: Promise<unknown>, next: Next): void {
  answering.then(() => next(false), next);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      const remedy = `Port ${port} on ${host} cannot be listened on (${error.code}). Stop what uses it, or set PORT to another.`;
      reject(taken ? new Error(remedy, { cause: error }) : error);
    });
    server.listen(port, host, resolve);
  });
}

/** So long the rest of a body is waited for when the server closes: nothing was done yet of what it asks. */
const bodyMs = 1_000;

/**
 * Notes from now on what is being answered.
 * @returns what lists the other connections: also those on which nothing whole came yet, which Node does not call idle.
 */
function waitingSockets({ server }: Server): (isLate: boolean) => Socket[] {
  const open = new Set<Socket>();
  const answering = new Set<ServerResponse>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.on('request', (_request, response) => {
    answering.add(response);
    response.once('close', () => answering.delete(response));
  });
  return (isLate) => {
    const requests = [...answering].map(({ req }) => req).filter(({ complete }) => complete || !isLate);
    const busy = new Set(requests.map(({ socket }) => socket));
    return [...open].filter((socket) => !busy.has(socket));
  };
}

function close(server: Server, waiting: ReturnType<typeof waitingSockets>, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    let isLate = false;
    const closeWaiting = () => {
      for (const socket of waiting(isLate)) socket.destroy();
    };
    const beLate = () => {
      isLate = true;
    };
    const timers = [
      // biome-ignore lint/plugin: sockets close in real time.
      setTimeout(beLate, bodyMs),
      // A keep-alive connection waits again when its answer has left; it is closed then.
      // biome-ignore lint/plugin: the same.
      setInterval(closeWaiting, 50),
      // biome-ignore lint/plugin: the same.
      setTimeout(() => server.server.closeAllConnections(), withinMs),
    ];
    server.close(() => {
      for (const each of timers) clearTimeout(each);
      resolve();
    });
    closeWaiting();
  });
}

/** restify sets none of these, and a slow client would hold its socket for minutes. */
function limit({ server }: Server, { headersMs, requestMs, everyMs }: Slowness): void {
  server.headersTimeout = headersMs;
  server.requestTimeout = requestMs;
  // Node looks every 30 seconds unless told otherwise, and its types do not know that it can be told afterwards.
  Object.assign(server, { connectionsCheckingInterval: everyMs });
  // restify listens and does nothing, and Node leaves such a socket to whoever listens. Now it is a request like any.
  server.removeAllListeners('upgrade');
  // It takes a client that asks first past whoever listens for requests; Node itself bids it go on and makes it one.
  server.removeAllListeners('checkContinue');
  server.keepAliveTimeout = 65_000;
  server.maxConnections = 2_000;
  server.maxHeadersCount = 100;
}

/** Node would answer whoever expects what no server does, without the headers that every answer has. */
function answerExpectations({ server }: Server, needs: GuardNeeds): void {
  server.removeAllListeners('checkExpectation');
  server.on('checkExpectation', (_request, response) => {
    protect(needs, response);
    refuse(response, 417);
  });
}

/** An error's answer is its status and an empty object, so that it reveals nothing. */
function shortError(_request: Request, response: Response, error: { statusCode?: number }): void {
  response.send(error.statusCode ?? 500, {});
}

function notFound(response: Response): void {
  response.send(404, {});
}

async function sendPicture(id: string | undefined, picture: ServerNeeds['picture'], response: Response): Promise<void> {
  const png = id === undefined ? undefined : await picture(id);
  if (png) {
    response.writeHead(200, {
      'content-type': 'image/png',
      'content-length': png.byteLength,
      'cache-control': 'private, max-age=3600',
    });
    response.end(png);
  } else {
    notFound(response);
  }
}
