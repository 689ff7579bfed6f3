import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buttons, textOf } from './cards.ts';
import { neverAnswered, stir } from './in-flight.ts';

/** A card as the Connector got it. */
export type SentCard = Record<string, unknown> & { body: Record<string, unknown>[] };

/** A message that the Connector accepted. */
export interface Shown {
  conversationId: string;
  activityId: string;
  /** As it looks now: an update replaces it, also under the hands of who holds the message. What is to stay is read before. */
  cardNow: SentCard;
  updates: number;
}

interface FakeMember {
  id: string;
  /** A guest who never signed in has none. */
  name?: string;
  /** The id in Entra ID, under the name that Teams itself writes. */
  objectId?: string;
}

/** What becomes of a request: `accept`, or a failure before or after it was accepted. A `hang` is never answered. */
export type Fate =
  /** `once` is waited for before it is accepted. */
  | { kind: 'accept'; once?: Promise<void> }
  | { kind: 'status'; status: number; headers?: Record<string, string> }
  /** Answered with these words by whoever stands between the bot and Teams, where it never came. */
  | { kind: 'bodyInstead'; status: number; body: string; type: string }
  | { kind: 'statusAfter'; status: number }
  | { kind: 'emptyAfter' }
  /** Answered with these words, whatever they are, after it was accepted. */
  | { kind: 'bodyAfter'; status: number; body: string; type?: string }
  | { kind: 'resetBefore' }
  | { kind: 'resetAfter' }
  | { kind: 'hangBefore' }
  | { kind: 'hangAfter' };

export interface FakeConnector {
  serviceUrl: string;
  /** All that was accepted, oldest first. */
  shown: Shown[];
  /** Method and path of every request, whatever became of it. */
  requests: string[];
  /** How many connections were made to it. */
  connections: number;
  /** The Authorization header of every request, in the same order. */
  authorizations: (string | undefined)[];
  members: FakeMember[];
  /** How many members one page has at most. */
  membersPerPage: number;
  /** Decides about each request; accepts everything until a test says otherwise. */
  fate(request: { method: string; path: string; body: string }): Fate;
  close(): Promise<void>;
}

/** Teams' Connector over real HTTP: it records what it accepted, and fails as it is told. */
export async function startConnector(): Promise<FakeConnector> {
  const connector: Omit<FakeConnector, 'serviceUrl' | 'close'> = {
    shown: [],
    requests: [],
    connections: 0,
    authorizations: [],
    members: [],
    membersPerPage: Number.POSITIVE_INFINITY,
    fate: () => ({ kind: 'accept' }),
  };
  const server = createServer((request, response) => {
    answer(connector, request, response).catch(() => response.destroy());
  });
  server.on('connection', () => {
    connector.connections += 1;
  });
  // Time flies for many a bot here, and not for this server.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(connector, {
    serviceUrl: `http://127.0.0.1:${port}/teams`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

async function answer(
  connector: Omit<FakeConnector, 'serviceUrl' | 'close'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? '';
  const [path = '', query = ''] = (request.url ?? '').replace(/^\/teams/, '').split('?');
  let body = '';
  for await (const chunk of request) body += chunk;
  connector.authorizations.push(request.headers.authorization);
  connector.requests.push(`${method} ${decodeURIComponent(path)}`);
  // Whoever waits for a post looks when it was taken, which is done before this turn ends.
  stir();
  const fate = connector.fate({ method, path, body });
  if (fate.kind === 'hangBefore') return neverAnswered(request);
  if (fate.kind === 'status') {
    response.writeHead(fate.status, fate.headers);
    response.end();
    return;
  }
  if (fate.kind === 'bodyInstead') {
    response.writeHead(fate.status, { 'content-type': fate.type });
    response.end(fate.body);
    return;
  }
  if (fate.kind === 'resetBefore') {
    request.socket.destroy();
    return;
  }
  if (fate.kind === 'accept') await fate.once;
  const after = new URLSearchParams(query).get('continuationToken');
  const reply = accept(connector, method, path, body) ?? pageOf(connector, method, path, Number(after ?? 0));
  if (fate.kind === 'resetAfter') {
    request.socket.destroy();
    return;
  }
  if (fate.kind === 'hangAfter') return neverAnswered(request);
  if (fate.kind === 'statusAfter') {
    response.writeHead(fate.status);
    response.end();
    return;
  }
  if (fate.kind === 'bodyAfter') {
    response.writeHead(fate.status, { 'content-type': fate.type ?? 'application/json' });
    response.end(fate.body);
    return;
  }
  if (fate.kind === 'emptyAfter') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{}');
    return;
  }
  // Not chained: restify replaces writeHead for every server in the process, and its own returns nothing.
  response.writeHead(reply ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(reply ?? {}));
}

function accept(
  connector: Pick<FakeConnector, 'shown' | 'members'>,
  method: string,
  path: string,
  body: string,
): object | undefined {
  const [conversationId, what, id] = path.split('/').slice(3).map(decodeURIComponent);
  const activityId = `1${String(connector.shown.length + 1).padStart(12, '0')}`;
  if (method === 'POST' && conversationId === undefined) {
    const { isGroup, members, activity, channelData } = JSON.parse(body);
    // Teams makes one chat for each person, and tells its id alone.
    if (!isGroup) return { id: `a:${String(members[0].id).replace(/^29:/, '')}` };
    const thread = `${channelData.channel.id};messageid=${activityId}`;
    connector.shown.push({ conversationId: thread, activityId, cardNow: cardOf(activity), updates: 0 });
    return { id: thread, activityId };
  }
  if (method === 'POST' && what === 'activities' && conversationId !== undefined) {
    connector.shown.push({ conversationId, activityId, cardNow: cardOf(JSON.parse(body)), updates: 0 });
    return { id: activityId };
  }
  if (method === 'PUT' && what === 'activities') {
    const post = connector.shown.find((shown) => shown.activityId === id);
    if (!post) return undefined;
    post.cardNow = cardOf(JSON.parse(body));
    post.updates += 1;
    return { id };
  }
  if (method === 'GET' && what === 'members') return connector.members.find((member) => member.id === id);
  return undefined;
}

/** A page of the members, and where the next begins. */
function pageOf(
  { members, membersPerPage }: Pick<FakeConnector, 'members' | 'membersPerPage'>,
  method: string,
  path: string,
  from: number,
): object | undefined {
  if (method !== 'GET' || !path.endsWith('/pagedmembers')) return undefined;
  const to = from + membersPerPage;
  return { members: members.slice(from, to), ...(to < members.length && { continuationToken: String(to) }) };
}

function cardOf(activity: { attachments: { content: SentCard }[] }): SentCard {
  const [attachment] = activity.attachments;
  if (!attachment) throw new Error('A message without a card was sent');
  return attachment.content;
}

/** All that is shown, in words, for the message of a test that waited in vain. */
export function shownText({ shown }: FakeConnector): string {
  return shown
    .map(
      ({ cardNow: card }) =>
        `--- ${textOf(card)}\n[${buttons(card)
          .map(({ title }) => title)
          .join('] [')}]`,
    )
    .join('\n');
}
