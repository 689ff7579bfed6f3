import type { IncomingMessage, Server as NodeServer, ServerResponse } from 'node:http';
import type { Server } from 'restify';
import { readJson } from './body.ts';
import { type GuardNeeds, passesAsJson, passesGuards } from './guards.ts';

export interface MessagesNeeds extends GuardNeeds {
  /** Answers an activity that came in with this header. */
  onActivity(authorization: string, body: unknown): Promise<{ status: number; body?: unknown }>;
}

/**
 * Answers what Teams sends on restify's server with Node's own request and response: restify's route through its
 * middleware, its router and its formatters took a fifth of an answer's time. What is addressed in any other way, with a
 * query for one, takes that route and comes to the same answer.
 */
export function takeMessages({ server }: Server, needs: MessagesNeeds): void {
  const restify = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', function (this: NodeServer, request: IncomingMessage, response: ServerResponse) {
    if (request.method === 'POST' && request.url === '/api/messages') void takeMessage(needs, request, response);
    else for (const each of restify) Reflect.apply(each, this, [request, response]);
  });
}

async function takeMessage(needs: MessagesNeeds, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (passesGuards(needs, request, response)) await answerMessage(needs, request, response);
}

/** Answers a request that passed the guards. It never fails: a fault is an answer too, which reveals nothing. */
export async function answerMessage(
  { onActivity }: MessagesNeeds,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!passesAsJson(request, response)) return;
  const read = await readJson(request, response);
  if (!read) return;
  try {
    const { status, body } = await onActivity(request.headers.authorization ?? '', read.body);
    send(response, status, body);
  } catch {
    send(response, 500, {});
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (body === undefined) {
    response.writeHead(status, { 'content-length': 0 });
    response.end();
    return;
  }
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
