import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FakeConnector } from '../support/connector.ts';

export interface Quoting {
  serviceUrl: string;
  /** Answers every request with this status from now on; undefined lets them through. */
  status: number | undefined;
  /** How many it answered so. */
  failed: number;
  close(): Promise<void>;
}

/** Stands before a Connector, and when it fails, its answer quotes all of the request, as real services do. */
export async function startQuoting(connector: FakeConnector): Promise<Quoting> {
  const quoting = { status: undefined as number | undefined, failed: 0 };
  const behind = new URL(connector.serviceUrl).origin;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method = 'GET', url = '' } = request;
    const json = { 'content-type': 'application/json' };
    if (quoting.status !== undefined) {
      quoting.failed += 1;
      const message = `Cannot ${method} ${decodeURIComponent(url)}: ${body}`;
      response.writeHead(quoting.status, { ...json, 'x-quoted': encodeURIComponent(url) });
      response.end(JSON.stringify({ error: { code: message.slice(0, 200), message }, message }));
      return;
    }
    const passed = await fetch(behind + url, { method, headers: json, ...(method !== 'GET' && { body }) });
    const text = await passed.text();
    response.writeHead(passed.status, json);
    response.end(text);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(quoting, {
    serviceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/teams`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
