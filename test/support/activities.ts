import { Agent } from 'node:http';
import { canary, tenantId } from './canaries.ts';
import type { FakeConnector, Shown } from './connector.ts';
import { post } from './post.ts';

/** What Teams sends to the bot: who writes and presses in it, and where. */

export const channelId = `19:${canary}@thread.tacv2`;
export const people = [
  { id: `29:${canary}-mette`, name: `Mette ${canary} Holm` },
  { id: `29:${canary}-anders`, name: `Anders ${canary} Juul` },
  { id: `29:${canary}-fatima`, name: `Fatima ${canary} Yilmaz` },
  { id: `29:${canary}-lars`, name: `Lars ${canary} Bach` },
  { id: `29:${canary}-signe`, name: `Signe ${canary} Toft` },
];

/** The post that is pressed, and the tenant where it is not the usual one. */
export type On = Pick<Shown, 'conversationId' | 'activityId'> & { tenantId?: string };

export interface Where {
  conversationId: string;
  type: 'channel' | 'personal' | 'groupChat';
  locale: string;
  tenantId: string;
}

let sent = 0;

function base(connector: Pick<FakeConnector, 'serviceUrl'>, userId: string) {
  sent += 1;
  return {
    id: `activity-${sent}`,
    channelId: 'msteams',
    serviceUrl: connector.serviceUrl,
    from: { id: userId, name: people.find(({ id }) => id === userId)?.name, aadObjectId: `aad-${userId.slice(3)}` },
    recipient: { id: '28:bot', name: 'Hjulet' },
    locale: 'da-DK',
  };
}

function conversation({
  conversationId = `${channelId};messageid=1700000000001`,
  type = 'channel',
  tenantId: tenant = tenantId,
}: Partial<Where>) {
  const shared = {
    conversation: { id: conversationId, conversationType: type, isGroup: type !== 'personal', tenantId: tenant },
  };
  if (type !== 'channel') return { ...shared, channelData: { tenant: { id: tenant } } };
  const channel = { id: conversationId.split(';')[0] };
  return { ...shared, channelData: { tenant: { id: tenant }, team: { id: '19:team@thread.tacv2' }, channel } };
}

/** As Teams sends it when somebody writes to the bot. */
export function message(
  connector: Pick<FakeConnector, 'serviceUrl'>,
  userId: string,
  text: string,
  where: Partial<Where> = {},
) {
  return {
    ...base(connector, userId),
    type: 'message',
    text: `<at>Hjulet</at> ${text}`,
    textFormat: 'plain',
    entities: [{ type: 'mention', mentioned: { id: '28:bot', name: 'Hjulet' }, text: '<at>Hjulet</at>' }],
    ...conversation(where),
    ...(where.locale !== undefined && { locale: where.locale }),
  };
}

/** As Teams sends it when somebody presses an Action.Execute. */
export function invoke(
  connector: Pick<FakeConnector, 'serviceUrl'>,
  userId: string,
  { conversationId, activityId, tenantId: tenant = tenantId }: On,
  verb: unknown,
  data: unknown,
) {
  const type = conversationId.startsWith('a:')
    ? 'personal'
    : conversationId.endsWith('@thread.v2')
      ? 'groupChat'
      : 'channel';
  return {
    ...base(connector, userId),
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: activityId,
    value: { action: { type: 'Action.Execute', verb, data } },
    ...conversation({ conversationId, type, tenantId: tenant }),
  };
}

/** As Teams sends it when the bot is added. */
export function installation(connector: Pick<FakeConnector, 'serviceUrl'>, userId: string, where: Partial<Where> = {}) {
  return {
    ...base(connector, userId),
    type: 'installationUpdate',
    action: 'add',
    ...conversation({ conversationId: channelId, ...where }),
  };
}

/** Kept open from one to the next, as Teams does: `fetch` takes three times as long, of which a suite has a hundred thousand. */
const agent = new Agent({ keepAlive: true });

/** Sends it as Teams does. */
export async function send(port: number, activity: object): Promise<{ status: number; body: unknown }> {
  const { status, text } = await post(port, activity, { agent });
  return { status, body: text ? JSON.parse(text) : undefined };
}
