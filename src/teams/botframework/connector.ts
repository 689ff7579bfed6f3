import type { Activity, ChannelAccount, ConversationParameters, PagedMembersResult } from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import { LRUCache } from 'lru-cache';
import { readName } from '../../domain/comment.ts';
import { type Member, mostMembers } from '../../usecases/channel/channel-ports.ts';
import type { Clock } from '../../usecases/clock.ts';
import type { PostAddress } from '../../usecases/due/due-ports.ts';
import type { Log } from '../../usecases/ports.ts';
import type { AdaptiveCard } from '../cards/templates.ts';
import type { TeamsClient } from '../outbound/teams-client.ts';
import { type Credentials, createAuth } from './auth.ts';
import { freshConnections } from './connections.ts';
import { idIn, isAboutConversation, outcomeOf, readOf, statusOf } from './outcomes.ts';
import { onlyTeams, withFreshToken } from './policies.ts';
import { summaryOf } from './summary.ts';

const longestCallMs = 10_000;
const pageSize = 500;
/** Pages may be smaller than asked for, and a roster must end. */
const mostPages = 100;

export interface ConnectorNeeds {
  /** As whom the bot speaks; left out in local mode, where nobody asks for a token. */
  credentials?: Credentials | undefined;
  /** Whether tokens may be sent to a service address; asked before every call, since addresses are kept for years. */
  allowed(serviceUrl: string): boolean;
  clock: Clock;
  log: Log;
  /** How long a call may take, milliseconds. */
  callMs?: number | undefined;
}

/** Teams through the Bot Framework's client. */
export function createConnector(needs: ConnectorNeeds): TeamsClient {
  const { clock, callMs = longestCallMs } = needs;
  const auth = createAuth(needs);
  const clientFor = clientsOf(needs, auth);
  const options = () => ({ abortSignal: clock.timeout(callMs) });

  return {
    newThread: ({ serviceUrl, tenantId }, channelId, card) =>
      outcomeOf('post', async () => {
        const { conversations } = await clientFor(serviceUrl);
        const parameters = threadIn({ tenantId, channelId }, card);
        const told = await conversations.createConversation(parameters, options());
        return threadAt(channelId, { conversationId: idIn(told.id), activityId: idIn(told.activityId) });
      }),
    chatWith: ({ serviceUrl, tenantId }, userId) =>
      outcomeOf('put', async () => {
        const { conversations } = await clientFor(serviceUrl);
        const { id } = await conversations.createConversation(chatWith(tenantId, userId), options());
        return { conversationId: idIn(id), activityId: '' };
      }),
    send: ({ serviceUrl }, conversationId, card) => {
      const send = async () => {
        const { conversations } = await clientFor(serviceUrl);
        const { id } = await conversations.sendToConversation(conversationId, withCard(card), options());
        return { conversationId, activityId: idIn(id) };
      };
      return outcomeOf('post', send, { conversationId, activityId: '' });
    },
    update: ({ serviceUrl }, { conversationId, activityId }, card) => {
      const update = async () => {
        const { conversations } = await clientFor(serviceUrl);
        const activity = { id: activityId, ...withCard(card) };
        await conversations.updateActivity(conversationId, activityId, activity, options());
        return { conversationId, activityId };
      };
      return outcomeOf('put', update, { conversationId, activityId });
    },
    members: ({ serviceUrl }, conversationId) =>
      readOf(async () => membersIn(await clientFor(serviceUrl), conversationId, options)),
    isMember: ({ serviceUrl }, conversationId, userId) =>
      readOf(async () => {
        const { conversations } = await clientFor(serviceUrl);
        try {
          const member = await conversations.getConversationMember(conversationId, userId, options());
          return member?.id === userId;
        } catch (error) {
          if (statusOf(error) === 404 && !isAboutConversation(error)) return false;
          throw error;
        }
      }),
    async prepare({ serviceUrl }) {
      await Promise.try(clientFor, serviceUrl).catch(() => undefined);
      return (await auth.ready()) ? undefined : { kind: 'later', afterMs: 0 };
    },
    async warm() {
      await auth.ready();
    },
  };
}

/**
 * A client for each service address, kept: to make one takes longer than to call it. The SDK is half of the program and
 * no answer to a press needs it, so it is loaded with the first client.
 */
function clientsOf(
  { credentials, allowed, clock }: ConnectorNeeds,
  { factory, refused }: Pick<ReturnType<typeof createAuth>, 'factory' | 'refused'>,
): (serviceUrl: string) => Promise<ConnectorClient> {
  const policies = [freshConnections(clock), onlyTeams, withFreshToken(refused)];
  let sdk: Promise<(serviceUrl: string) => Promise<ConnectorClient>> | undefined;
  const clients = new LRUCache<string, ConnectorClient>({
    max: 100,
    async fetchMethod(serviceUrl) {
      sdk ??= import('./sdk.ts').then(({ clientMaker }) =>
        clientMaker(credentials?.appId ?? '', { factory, policies }),
      );
      return (await sdk)(serviceUrl);
    },
    // One that is thrown out while it is made is still given to those who wait for it.
    ignoreFetchAbort: true,
  });
  return (serviceUrl) => {
    if (!allowed(serviceUrl)) throw new Error('A service address is not on the allow-list; nothing was sent to it');
    return clients.forceFetch(baseOf(serviceUrl));
  };
}

/** Either id is told by the other where the answer leaves it out. */
function threadAt(channelId: string, { conversationId, activityId }: PostAddress): PostAddress {
  return {
    conversationId: conversationId || (activityId && `${channelId}${threadMark}${activityId}`),
    activityId: activityId || (conversationId.split(threadMark)[1] ?? ''),
  };
}

/** Between the id of a channel and that of the first post of a thread. */
const threadMark = ';messageid=';

/** The SDK puts a path after it as it is. */
function baseOf(serviceUrl: string): string {
  const { origin, pathname } = new URL(serviceUrl);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}

type Options = { abortSignal: AbortSignal };

async function membersIn(
  { conversations }: ConnectorClient,
  conversationId: string,
  options: () => Options,
): Promise<Member[]> {
  const found = new Map<string, Member>();
  const tokens = new Set<string>();
  let continuationToken: string | undefined;
  do {
    // The types ask for a token, which the first page does not have.
    const query = { ...options(), pageSize, ...(continuationToken && { continuationToken }) } as PageOptions;
    const page: PagedMembersResult = await conversations.getConversationPagedMembers(conversationId, query);
    for (const member of personsOn(page).map(memberOf)) {
      // Some rosters have a person twice; what either says is kept.
      const before = found.get(member.userId);
      found.set(member.userId, { ...before, ...member, name: member.name || before?.name || '' });
    }
    continuationToken = page.continuationToken;
    const isNew = continuationToken !== undefined && !tokens.has(continuationToken);
    // A page that is told to come after itself never ends.
    if (!continuationToken || !isNew) break;
    tokens.add(continuationToken);
  } while (found.size < mostMembers && tokens.size < mostPages);
  return [...found.values()];
}

type PageOptions = Parameters<ConnectorClient['conversations']['getConversationPagedMembers']>[1] & object;

function threadIn(
  { tenantId, channelId }: { tenantId: string; channelId: string },
  card: AdaptiveCard,
): ConversationParameters {
  const parameters: Omit<ConversationParameters, 'bot' | 'activity'> & { activity: Partial<Activity> } = {
    isGroup: true,
    tenantId,
    channelData: { channel: { id: channelId }, tenant: { id: tenantId } },
    activity: withCard(card),
  };
  // The type asks for a bot, and a whole activity, that a post in a channel does not have.
  return parameters as ConversationParameters;
}

function chatWith(tenantId: string, userId: string): ConversationParameters {
  const parameters: Omit<ConversationParameters, 'bot' | 'activity' | 'members'> & { members: { id: string }[] } = {
    isGroup: false,
    tenantId,
    channelData: { tenant: { id: tenantId } },
    members: [{ id: userId }],
  };
  // The type asks for a bot, whom Teams knows by the token, and for a first message, which is sent by itself: Teams
  // says of a chat made with one neither where that is, nor whether it was taken.
  return parameters as ConversationParameters;
}

function withCard(card: AdaptiveCard) {
  return {
    type: 'message',
    summary: summaryOf(card),
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  };
}

/** Teams writes `objectId` where its own SDK's type says `aadObjectId`; the SDK hands both on. */
function memberOf({ id, aadObjectId, ...rest }: ChannelAccount): Member {
  const entraId = aadObjectId ?? ('objectId' in rest ? rest.objectId : undefined);
  // The type promises a name, which a guest who never signed in does not have; the others chose theirs.
  return {
    userId: id,
    name: readName(rest.name),
    ...(typeof entraId === 'string' && { entraId }),
  };
}

/** Bots have ids that begin with 28; people's begin with 29 (guests' and federated people's with 8 and others). */
function isPerson(userId: unknown): boolean {
  return typeof userId === 'string' && userId !== '' && !userId.startsWith('28:');
}

/** One that is told in a way that nobody knows, whatever the types promise, keeps nobody else from being known. */
function personsOn({ members }: { members?: (ChannelAccount | null)[] }): ChannelAccount[] {
  return (members ?? []).flatMap((each) => (each && isPerson(each.id) ? [each] : []));
}
