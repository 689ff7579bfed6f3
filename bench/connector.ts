import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message in a channel, as it looks now. */
interface Post {
  conversationId: string;
  activityId: string;
  card: unknown;
}

/** An update that came in. */
interface Update {
  /** Milliseconds, on the clock of `performance.now()`. */
  at: number;
  thread: string;
}

export interface Connector {
  serviceUrl: string;
  posts: Map<string, Post>;
  updates: Update[];
  /** All requests, and those that were answered 429. */
  requests: number;
  tooMany: number;
  /** How many people are in every conversation. */
  people: number;
  /** Conversations, threads included, in which every send is told to wait so many seconds. */
  throttled: Map<string, number>;
  close(): void;
}

/**
 * The limits of Teams on what a bot may send in one thread, written here independently of src/. Source: "Optimize your bot with rate limiting in
 * Teams", Microsoft Learn: per thread 7 in 1 s, 8 in 2 s, 60 in 30 s, 1,800 in an hour.
 */
const threadLimits = [
  [7, 1_000],
  [8, 2_000],
  [60, 30_000],
  [1_800, 3_600_000],
] as const;

export const userId = (person: number): string => `29:person-${person}`;

/** Teams' Connector over HTTP: it keeps what it is sent, and answers 429 beyond the documented limits. */
export async function startConnector(): Promise<Connector> {
  const connector: Connector = {
    serviceUrl: '',
    posts: new Map(),
    updates: [],
    requests: 0,
    tooMany: 0,
    people: 60,
    throttled: new Map(),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  const sent = new Map<string, number[]>();
  const server = createServer(async (request, response) => {
    connector.requests += 1;
    const body = await textOf(request);
    const path = (request.url ?? '').split('?')[0] ?? '';
    const [conversationId, what, id] = path.split('/').slice(4).map(decodeURIComponent);
    const thread = conversationId ?? 'new';
    const seconds = connector.throttled.get(thread.split(';')[0] ?? '');
    if (request.method !== 'GET' && conversationId !== undefined && (seconds !== undefined || !admit(sent, thread))) {
      connector.tooMany += 1;
      response.writeHead(429, { 'retry-after': String(seconds ?? 2) });
      response.end();
      return;
    }
    const reply = accept(connector, { method: request.method ?? '', conversationId, what, id, body });
    response.writeHead(reply ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(reply ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  connector.serviceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/teams`;
  return connector;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) text += chunk;
  return text;
}

/** Notes a send in a thread. @returns false where it goes beyond a limit. */
function admit(sent: Map<string, number[]>, thread: string): boolean {
  const now = performance.now();
  const before = sent.get(thread) ?? [];
  if (threadLimits.some(([count, within]) => now - (before[before.length - count] ?? -Infinity) < within)) return false;
  sent.set(thread, [...before.slice(1 - 1_800), now]);
  return true;
}

interface Call {
  method: string;
  body: string;
  conversationId: string | undefined;
  what: string | undefined;
  id: string | undefined;
}

function accept(connector: Connector, { method, conversationId, what, id, body }: Call) {
  const activityId = String(connector.posts.size + 1_700_000_000_001);
  const post = (thread: string, { attachments: [attachment] }: { attachments: { content: unknown }[] }) =>
    connector.posts.set(activityId, { conversationId: thread, activityId, card: attachment?.content });
  if (method === 'POST' && conversationId === undefined) {
    const { activity, channelData } = JSON.parse(body);
    const thread = `${channelData.channel.id};messageid=${activityId}`;
    post(thread, activity);
    return { id: thread, activityId };
  }
  if (method === 'POST' && conversationId !== undefined) {
    post(conversationId, JSON.parse(body));
    return { id: activityId };
  }
  if (method === 'PUT' && conversationId !== undefined && id !== undefined) {
    connector.updates.push({ at: performance.now(), thread: conversationId });
    const { attachments } = JSON.parse(body);
    connector.posts.set(id, { conversationId, activityId: id, card: attachments[0].content });
    return { id };
  }
  if (what === 'pagedmembers') {
    return {
      members: Array.from({ length: connector.people }, (_, i) => ({ id: userId(i), name: `Person ${i}` })),
    };
  }
  return what === 'members' && id !== undefined ? { id, name: id } : undefined;
}
