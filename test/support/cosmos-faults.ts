import { once } from 'node:events';
import { createServer, type IncomingMessage, request as passOn, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../src/system-clock.ts';
import type { Clock } from '../../src/usecases/clock.ts';

/** A request to the database, as it is on the wire. */
export interface WireRequest {
  method: string;
  path: string;
  /** Point read, query, create, replace, patch, delete; "other" for accounts, databases and containers. */
  operation: 'read' | 'query' | 'create' | 'replace' | 'patch' | 'delete' | 'other';
  /** Whether it names the partition it goes to. */
  partition: boolean;
  /** Whether it may go over all partitions. */
  crossPartition: boolean;
  body: string;
}

/**
 * What becomes of a request.
 * - `pass`: it is carried out and answered, each after a while or a promise if need be; also where nobody waits any more.
 * - `refuse`: it is not carried out.
 * - `status`: it is carried out and answered with a failure.
 * - `reset`: the connection breaks, `applied` or not, or carried out so much later.
 * - `hang`: no answer comes.
 */
export type WireFate =
  | { kind: 'pass'; beforeMs?: number; afterMs?: number; until?: Promise<unknown> }
  | { kind: 'refuse' | 'status'; status: number; retryAfterMs?: number }
  | { kind: 'reset'; applied: boolean; lateMs?: number }
  | { kind: 'hang'; applied: boolean };

export interface FaultProxy {
  endpoint: string;
  /** Every request that came, with the length of its answer, and the answer where it was passed on. */
  requests: (WireRequest & { status?: number; answer?: string })[];
  /** Decides about each request; passes everything on until a test says otherwise. */
  fate(request: WireRequest): WireFate;
  /** From now on no connection is answered, as if whoever uses it had died. */
  die(): void;
  revive(): void;
  /** Until nothing is on its way to the server any more. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Stands in front of a server that speaks Cosmos DB's protocol, and fails as it is told. @param later waits so many milliseconds. */
export async function startFaultProxy(target: string, later: Clock['sleep'] = systemClock.sleep): Promise<FaultProxy> {
  const { hostname, port: targetPort } = new URL(target);
  const underWay = new Set<Promise<unknown>>();
  let dead = false;
  const proxy: Omit<FaultProxy, 'endpoint' | 'close'> = {
    requests: [],
    fate: () => ({ kind: 'pass' }),
    die() {
      dead = true;
      server.closeAllConnections();
    },
    revive() {
      dead = false;
    },
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
  const forward = async (from: IncomingMessage, body: string) => {
    const { method, url: path, headers } = from;
    // What the header forbids is seen here; the server, asked to keep to it, would parse each query twice, very slowly.
    const free = { ...headers, 'x-ms-documentdb-query-enablecrosspartition': 'true' };
    const request = passOn({ hostname, port: targetPort, method, path, headers: free });
    request.end(body);
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 0, headers: answer.headers, text: await textOf(answer) };
  };
  const handle = async (from: IncomingMessage, to: ServerResponse) => {
    const body = await textOf(from);
    const request: FaultProxy['requests'][number] = { ...describe(from), body };
    proxy.requests.push(request);
    if (dead) {
      from.socket.destroy();
      return;
    }
    const fate = proxy.fate(request);
    switch (fate.kind) {
      case 'pass': {
        if (fate.beforeMs !== undefined) await later(fate.beforeMs);
        await fate.until;
        const answer = await forward(from, body);
        if (fate.afterMs !== undefined) await later(fate.afterMs);
        Object.assign(request, { status: answer.status, answer: answer.text });
        write(to, answer.status, answer.headers, answer.text);
        return;
      }
      case 'status':
      case 'refuse': {
        if (fate.kind === 'status') await forward(from, body);
        const { status, retryAfterMs } = fate;
        write(to, status, retryAfterMs === undefined ? {} : { 'x-ms-retry-after-ms': String(retryAfterMs) }, '{}');
        return;
      }
      case 'hang':
        if (fate.applied) await forward(from, body);
        return;
      case 'reset': {
        const { applied, lateMs } = fate;
        if (applied && lateMs === undefined) await forward(from, body);
        from.socket.destroy();
        if (!applied || lateMs === undefined) return;
        await later(lateMs);
        await forward(from, body);
      }
    }
  };
  const server = createServer((from, to) => {
    const work = handle(from, to)
      .catch(() => from.socket.destroy())
      .finally(() => underWay.delete(work));
    underWay.add(work);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(proxy, {
    endpoint: `http://127.0.0.1:${port}`,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  });
}

function describe({ method = '', url = '', headers }: IncomingMessage): Omit<WireRequest, 'body'> {
  const crossPartition = headers['x-ms-documentdb-query-enablecrosspartition'] === 'true';
  const partition = headers['x-ms-documentdb-partitionkey'] !== undefined;
  return { method, path: url, partition, crossPartition, operation: operationOf(method, url, headers) };
}

function operationOf(method: string, path: string, headers: IncomingMessage['headers']): WireRequest['operation'] {
  if (!/\/docs(\/|$)/.test(path)) return 'other';
  if (headers['x-ms-documentdb-isquery'] !== undefined) return 'query';
  const operations = { GET: 'read', POST: 'create', PUT: 'replace', PATCH: 'patch', DELETE: 'delete' } as const;
  return operations[method as keyof typeof operations] ?? 'other';
}

function write(to: ServerResponse, status: number, headers: IncomingMessage['headers'], text: string): void {
  // The body's length may differ from what the header of the answer said.
  const { 'transfer-encoding': _, 'content-length': __, connection: ___, ...rest } = headers;
  to.writeHead(status, { 'content-type': 'application/json', ...rest });
  to.end(text);
}

async function textOf(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of message.setEncoding('utf8')) text += chunk;
  return text;
}
