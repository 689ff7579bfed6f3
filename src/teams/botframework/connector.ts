import type { Activity, ChannelAccount, ConversationParameters, PagedMembersResult } from 'botbuilder';
import { type BotFrameworkAuthentication, ClaimsIdentity, type ConnectorClient } from 'botframework-connector';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { type Member, mostMembers } from '../../usecases/channel/channel-ports.ts';
import type { Clock } from '../../usecases/clock.ts';
import type { SendOutcome } from '../../usecases/ports.ts';
import { noToken } from './auth.ts';

/** Calls to Teams' Connector, each bounded in time and made once; who calls decides what to do about a failure. */
export interface Connector {
  /** A new post in a channel, with a thread of its own. */
  newThread(place: TeamsEndpoint, channelId: string, activity: Partial<Activity>): Promise<SendOutcome>;
  /** A message in a conversation or a thread of it. */
  send(place: TeamsEndpoint, conversationId: string, activity: Partial<Activity>): Promise<SendOutcome>;
  update(
    place: TeamsEndpoint,
    conversationId: string,
    activityId: string,
    activity: Partial<Activity>,
  ): Promise<SendOutcome>;
  members(place: TeamsEndpoint, conversationId: string): Promise<Member[]>;
  isMember(place: TeamsEndpoint, conversationId: string, userId: string): Promise<boolean>;
}

export interface TeamsEndpoint {
  serviceUrl: string;
  tenantId: string;
}

type PageOptions = Parameters<ConnectorClient['conversations']['getConversationPagedMembers']>[1] & object;

const longestCallMs = 10_000;
const pageSize = 500;

export interface ConnectorNeeds {
  auth: BotFrameworkAuthentication;
  appId: string;
  /** Whether tokens may be sent to a service address; asked before every call, since addresses are kept for years. */
  allowed(serviceUrl: string): boolean;
  clock: Clock;
  /** How long a call may take. */
  callMs?: number | undefined;
}

export function createConnector({ auth, appId, allowed, clock, callMs = longestCallMs }: ConnectorNeeds): Connector {
  const clients = new LRUCache<string, Promise<ConnectorClient>>({ max: 100 });
  const identity = new ClaimsIdentity([
    { type: 'aud', value: appId },
    { type: 'appid', value: appId },
  ]);

  const clientFor = (serviceUrl: string): Promise<ConnectorClient> => {
    if (!allowed(serviceUrl)) throw new Error('A service address is not on the allow-list; nothing was sent to it');
    const known = clients.get(serviceUrl);
    if (known) return known;
    const made = auth.createConnectorFactory(identity).create(serviceUrl, '').then(withoutHiddenRetries);
    clients.set(serviceUrl, made);
    made.catch(() => clients.delete(serviceUrl));
    return made;
  };
  const options = () => ({ abortSignal: clock.timeout(callMs) });

  return {
    newThread: (place, channelId, activity) =>
      outcomeOf('post', async () => {
        const client = await clientFor(place.serviceUrl);
        // ConversationParameters asks for members and a bot that a post in a channel does not have.
        const parameters = {
          isGroup: true,
          tenantId: place.tenantId,
          channelData: { channel: { id: channelId }, tenant: { id: place.tenantId } },
          activity,
        } as unknown as ConversationParameters;
        const { id, activityId } = await client.conversations.createConversation(parameters, options());
        // The post's own id is in the conversation's where the answer leaves it out.
        return { conversationId: id, activityId: activityId ?? id.split(';messageid=')[1] ?? '' };
      }),
    send: (place, conversationId, activity) =>
      outcomeOf('post', async () => {
        const client = await clientFor(place.serviceUrl);
        const { id = '' } = await client.conversations.sendToConversation(conversationId, activity, options());
        return { conversationId, activityId: id };
      }),
    update: (place, conversationId, activityId, activity) =>
      outcomeOf('put', async () => {
        const client = await clientFor(place.serviceUrl);
        await client.conversations.updateActivity(conversationId, activityId, activity, options());
        return { conversationId, activityId };
      }),
    async members(place, conversationId) {
      const client = await clientFor(place.serviceUrl);
      const found: Member[] = [];
      let continuationToken: string | undefined;
      do {
        // The types ask for a token, which the first page does not have.
        const query = { ...options(), pageSize, ...(continuationToken && { continuationToken }) } as PageOptions;
        const page: PagedMembersResult = await client.conversations.getConversationPagedMembers(conversationId, query);
        found.push(...page.members.filter(({ id }) => isPerson(id)).map(memberOf));
        continuationToken = page.continuationToken;
      } while (continuationToken && found.length < mostMembers);
      return found;
    },
    async isMember(place, conversationId, userId) {
      const client = await clientFor(place.serviceUrl);
      try {
        const member = await client.conversations.getConversationMember(conversationId, userId, options());
        return member?.id === userId;
      } catch (error) {
        if (statusOf(error) === 404 || statusOf(error) === 403 || statusOf(error) === 400) return false;
        throw error;
      }
    },
  };
}

/** Teams writes `objectId` where its own SDK's type says `aadObjectId`; the SDK hands both on. */
function memberOf({ id, name, aadObjectId, ...rest }: ChannelAccount): Member {
  const entraId = aadObjectId ?? ('objectId' in rest ? rest.objectId : undefined);
  return { userId: id, name, ...(typeof entraId === 'string' && { entraId }) };
}

/** Bots have ids that begin with 28; people's begin with 29 (guests' and federated people's with 8 and others). */
function isPerson(userId: string): boolean {
  return !userId.startsWith('28:');
}

/**
 * The SDK's client sends a POST up to four times, whatever the caller asks for, and follows redirects with the token.
 * Both are switched off here; there is no option for it.
 */
function withoutHiddenRetries(client: ConnectorClient): ConnectorClient {
  // `client` and its `pipeline` are private to the types, and the only way in.
  const inner: unknown = Reflect.get(client, 'client');
  const { pipeline } = inner as { pipeline: { removePolicy(policy: { name: string }): unknown } };
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  pipeline.removePolicy({ name: 'redirectPolicy' });
  return client;
}

const defaultPauseMs = 2_000;
/** The request did not leave or the address did not answer at all, so nothing can have been posted. */
const neverLeft = new Set([noToken, 'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);

async function outcomeOf(
  kind: 'post' | 'put',
  call: () => Promise<{ conversationId: string; activityId: string }>,
): Promise<SendOutcome> {
  try {
    const sent = await call();
    // Accepted, it seems, and not to be found again: what is kept as sent has an id.
    return sent.activityId === '' ? { kind: 'unknown' } : { kind: 'accepted', ...sent };
  } catch (error) {
    return classify(kind, error);
  }
}

/** What a failed send means. A POST is tried again only where Teams surely did not take it; a PUT may be repeated. */
export function classify(kind: 'post' | 'put', error: unknown): SendOutcome {
  const status = statusOf(error);
  const afterMs = retryAfterMs(error) ?? (status === 429 ? defaultPauseMs : 0);
  const later: SendOutcome = { kind: 'later', afterMs };
  if (status === undefined) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    return kind === 'put' || (typeof code === 'string' && neverLeft.has(code)) ? later : { kind: 'unknown' };
  }
  if (status === 429 || status === 412 || status === 503) return later;
  if (status >= 500 || status === 408) return kind === 'put' ? later : { kind: 'unknown' };
  return { kind: 'refused', status };
}

function statusOf(error: unknown): number | undefined {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'statusCode') : undefined;
  return typeof status === 'number' ? status : undefined;
}

function retryAfterMs(error: unknown): number | undefined {
  const found = z.object({ response: z.object({ headers: z.object({ get: z.function() }) }) }).safeParse(error);
  if (!found.success) return undefined;
  const { headers } = (error as { response: { headers: { get(name: string): unknown } } }).response;
  const seconds = Number(headers.get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 600) * 1000 : undefined;
}
