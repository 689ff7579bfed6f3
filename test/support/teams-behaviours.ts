import type { FakeConnector, Fate } from './connector.ts';

/**
 * What Teams and its clients are known to do, by name and each with where it was reported. A test says which one it is
 * about; the simulation draws from them.
 */

type Behaviour<T> = T & { source: string };

/** Whether a request makes somebody's own chat with the bot. */
const isNewChat = (body: string) => body.includes('"isGroup":false');

/** What becomes of a request to the Connector. */
export const connectorBehaviours = {
  /** The app is in the team, and an administrator's policy keeps it from the person. */
  chatsForbidden: {
    source: 'OfficeDev/microsoft-teams-apps-company-communicator issues 652 and 744: 403 BotNotInConversationRoster',
    fate: ({ body }) => (isNewChat(body) ? { kind: 'status', status: 403 } : { kind: 'accept' }),
  },
  /** The chat can be made and takes no message. */
  chatsBlocked: {
    source: 'MicrosoftDocs/msteams-docs issue 10229: 403 ConversationBlockedByUser',
    fate: ({ path }) => (path.includes('/a%3A') ? { kind: 'status', status: 403 } : { kind: 'accept' }),
  },
  chatsThrottled: {
    source: 'Microsoft Learn, "Optimize your bot with rate limiting in Teams": new conversations count too',
    fate: ({ body }) =>
      isNewChat(body) ? { kind: 'status', status: 429, headers: { 'retry-after': '7' } } : { kind: 'accept' },
  },
  membersForbidden: {
    source: 'MicrosoftDocs/msteams-docs issue 539',
    fate: ({ method }) => (method === 'GET' ? { kind: 'status', status: 403 } : { kind: 'accept' }),
  },
  /** Told for a while though the conversation is there. */
  conversationNotFound: {
    source: 'MicrosoftDocs/msteams-docs issue 9425: 404 ConversationNotFound between good calls',
    fate: ({ method }) =>
      method === 'GET'
        ? {
            kind: 'bodyInstead',
            status: 404,
            type: 'application/json',
            body: '{"error":{"code":"ConversationNotFound"}}',
          }
        : { kind: 'accept' },
  },
  membersBadRequest: {
    source: 'MicrosoftDocs/msteams-docs issue 539',
    fate: ({ method }) => (method === 'GET' ? { kind: 'status', status: 400 } : { kind: 'accept' }),
  },
} as const satisfies Record<string, Behaviour<{ fate: (request: Request) => Fate }>>;

type Request = Parameters<FakeConnector['fate']>[0];

type Members = FakeConnector['members'];

/** How the people of a conversation are told. */
export const rosterBehaviours = {
  /** Somebody who never signed in has an id and nothing else. */
  namelessGuests: {
    source: 'OfficeDev/BotBuilder-MicrosoftTeams issue 88',
    tell: (members: Members) => members.map((each, at) => (at === 1 ? { id: each.id } : each)),
  },
  /** A person may be told once for each way in which they belong to a shared channel. */
  everybodyTwice: {
    source: 'Microsoft Learn, "Apps for shared and private channels", on duplicate notifications',
    tell: (members: Members) => [...members, ...members.map(({ id }) => ({ id }))],
  },
  addressesAsNames: {
    source: 'guests whose account has no display name',
    tell: (members: Members) => members.map((each) => ({ ...each, name: `${each.id.slice(3, 8)}@eksempel.dk` })),
  },
  longNames: {
    source: 'display names in Entra ID have up to 256 characters',
    tell: (members: Members) =>
      members.map((each) => ({ ...each, name: `${each.name ?? ''} `.repeat(20).slice(0, 200) })),
  },
} as const satisfies Record<string, Behaviour<{ tell: (members: Members) => Members }>>;

interface Sent {
  text?: string | undefined;
  locale?: string | undefined;
  value?: unknown;
  channelData: object;
  conversation: { tenantId: string };
}

const actionOf = (value: unknown) => (value as { action: { data: Record<string, unknown> } }).action;
const withData = (sent: Sent, change: (data: Record<string, unknown>) => unknown) =>
  sent.value === undefined
    ? sent
    : { ...sent, value: { action: { ...actionOf(sent.value), data: change(actionOf(sent.value).data) } } };

/** Inputs that stand right on a card as it comes, so that people leave them. */
const untouched: ReadonlySet<string> = new Set([
  'closeWhenAll',
  'nudges',
  'personalReminders',
  'language',
  'deadlineTime',
  'time',
  'zone',
]);

/** What a client makes of what somebody writes or presses. */
export const clientBehaviours = {
  tabContext: {
    source: 'integrations/microsoft-teams issue 235',
    send: (sent: Sent) => withData(sent, (data) => ({ ...data, tabContext: '' })),
  },
  nullInputs: {
    source: 'microsoft/AdaptiveCards issue 9330: iOS sends null for what nobody touched',
    send: (sent: Sent) =>
      withData(sent, (data) =>
        Object.fromEntries(Object.entries(data).map(([name, value]) => [name, untouched.has(name) ? null : value])),
      ),
  },
  dataAsText: {
    source: 'clients that write a value as JSON in a text',
    send: (sent: Sent) => withData(sent, (data) => JSON.stringify(data)),
  },
  quotedText: {
    source: 'microsoft/teams.ts issue 482',
    send: (sent: Sent) =>
      sent.text === undefined ? sent : { ...sent, text: `<quoted messageId="1700000000001"/> ${sent.text}` },
  },
  htmlAlone: {
    source: 'messages whose words are in an attachment of text/html only',
    send: (sent: Sent) =>
      sent.text === undefined
        ? sent
        : { ...sent, text: undefined, attachments: [{ contentType: 'text/html', content: `<div>${sent.text}</div>` }] },
  },
  hardSpaces: {
    source: 'clients that write a message as HTML, with a space that does not break after a mention',
    send: (sent: Sent) =>
      sent.text === undefined ? sent : { ...sent, text: `<p>${sent.text.replaceAll('</at> ', '</at>&nbsp;')}</p>` },
  },
  noLocale: {
    source: 'Teams on iOS names the language in a clientInfo entity only',
    send: (sent: Sent) => ({ ...sent, locale: undefined }),
  },
  otherTenant: {
    source: 'Microsoft Learn, "Apps for shared and private channels": conversation.tenantId is the host’s',
    send: (sent: Sent) => ({
      ...sent,
      channelData: { ...sent.channelData, tenant: { id: '9b0c6f0e-0000-4000-8000-000000000002' } },
    }),
  },
  emptyTenant: {
    source: 'optional parts of an envelope that are there and empty',
    send: (sent: Sent) => ({ ...sent, channelData: { ...sent.channelData, tenant: {} } }),
  },
} as const satisfies Record<string, Behaviour<{ send: (sent: Sent) => object }>>;
