import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Delivered, personalFrame } from './frames.ts';
import type { Playground } from './playground.ts';

/** Where other people meet the bot with the one at the window: a place, or the thread of a message there. */
type Where = 'group' | 'general' | 'channel' | Delivered;

const postedSchema = z.object({
  messageId: z.string(),
  postConversationId: z.string().optional(),
  timestamp: z.number(),
});
const answerSchema = z.object({ type: z.string(), value: z.unknown() });

/** What the bot answered to a card action: a card, a text, or an error. */
type ActionAnswer = z.infer<typeof answerSchema>;

interface CardAction {
  type: string;
  title?: string | undefined;
  verb?: string | undefined;
  data?: Record<string, unknown> | undefined;
}

const actionSchema = z.looseObject({
  type: z.string().startsWith('Action.'),
  title: z.string().optional(),
  verb: z.string().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
});

/** The newest message that has all these texts in it or in its card. A window must have been open when it came. */
export function messageWith(playground: Playground, ...texts: string[]): Delivered {
  const found = [...playground.delivered.values()].findLast((each) => {
    // A number and its unit are kept together by a space that does not break.
    const whole = `${each.text}\n${JSON.stringify(each.card)}`.replaceAll('\u00a0', ' ');
    return texts.every((text) => whole.includes(JSON.stringify(text).slice(1, -1)) || each.text.includes(text));
  });
  if (!found) throw new Error(`No message has "${texts.join('" and "')}".`);
  return found;
}

/**
 * Someone writes to the bot and mentions it. The window shows the message under that person's name; without a `Delivered` it is a new post.
 * Gives back when the bot has answered the request. (The Playground itself lets only the person at the window write.)
 */
export async function writeAs(
  playground: Playground,
  name: string,
  text: string,
  where: Where = 'channel',
): Promise<void> {
  const from = playground.person(name);
  const mention = { mentioned: playground.bot, text: `<at>${playground.bot.name}</at>` };
  const conversationId = typeof where === 'string' ? playground.places[where].id : where.conversationId;
  // Without a mention in the data it is kept, and gets an id and a thread, but is not sent to the bot.
  const path = `/_conversation/v1/conversations/${encodeURIComponent(conversationId)}/messages`;
  const kept = { text: `${mention.text} ${text}`, textFormat: 'plain', from: { id: playground.me.id } };
  const { messageId, postConversationId, timestamp } = postedSchema.parse(await post(playground.url + path, kept));
  const frame = personalFrame({
    conversationId,
    thread: postConversationId,
    messageId,
    timestamp,
    from: from.id,
    text: kept.text,
  });
  for (const show of playground.windows) show(frame);
  await post(playground.botEndpoint, {
    ...envelope(playground, postConversationId ?? conversationId, name),
    type: 'message',
    text: kept.text,
    textFormat: 'plain',
    entities: [{ type: 'mention', ...mention }, clientInfo],
  });
}

/**
 * Someone presses the button with this title on the bot's card, with these inputs filled in ("4", "true", "2026-12-24": inputs are always strings).
 * The button is looked up in the card that everyone sees, wherever it stands in it. Action.Execute gives the bot's answer, Action.Submit nothing.
 */
export async function pressAs(
  playground: Playground,
  name: string,
  message: Delivered,
  title: string,
  inputs: Record<string, string> = {},
): Promise<ActionAnswer | undefined> {
  const action = actionsIn(message.card).find((each) => each.title === title);
  if (!action)
    throw new Error(
      `The card has no button "${title}", but ${actionsIn(message.card)
        .map((each) => `"${each.title}"`)
        .join(', ')}.`,
    );
  const data = { ...inputs, ...action.data };
  if (action.type === 'Action.Execute') return executeAs(playground, name, message, { verb: action.verb, data });
  await post(`${playground.url}/_conversation/v1/submit`, { ...acting(playground, name, message), value: data });
  return undefined;
}

/** Someone sends an Action.Execute with this verb and data, whether or not the card has such a button: a stale or forged card, or a refresh. */
export async function executeAs(
  playground: Playground,
  name: string,
  message: Delivered,
  {
    trigger,
    ...action
  }: { verb?: string | undefined; data?: Record<string, unknown>; trigger?: 'manual' | 'automatic' },
): Promise<ActionAnswer> {
  const value = { action: { type: 'Action.Execute', ...action }, ...(trigger ? { trigger } : {}) };
  const body = { ...acting(playground, name, message), name: 'adaptiveCard/action', value };
  return answerSchema.parse(await post(`${playground.url}/_conversation/v1/invoke`, body));
}

const clientInfo = {
  type: 'clientInfo',
  locale: 'da-DK',
  country: 'DK',
  platform: 'Web',
  timezone: 'Europe/Copenhagen',
};

function acting(playground: Playground, name: string, message: Delivered) {
  return {
    from: { id: playground.person(name).id },
    conversation: { id: message.conversationId },
    replyToId: message.messageId,
  };
}

/** What every activity of the Playground carries. */
function envelope(playground: Playground, conversationId: string, name: string) {
  const [channelId = ''] = conversationId.split(';');
  const inTeam = channelId !== playground.places.group.id;
  const timestamp = new Date().toISOString();
  return {
    id: randomUUID(),
    timestamp,
    localTimestamp: timestamp,
    localTimezone: clientInfo.timezone,
    locale: clientInfo.locale,
    channelId: 'msteams',
    serviceUrl: playground.connectorUrl,
    from: playground.person(name),
    recipient: playground.bot,
    conversation: {
      id: conversationId,
      isGroup: true,
      conversationType: inTeam ? 'channel' : 'groupChat',
      tenantId: playground.tenantId,
    },
    channelData: {
      tenant: { id: playground.tenantId },
      ...(inTeam ? { team: { id: playground.teamId }, channel: { id: channelId } } : {}),
    },
  };
}

function actionsIn(card: unknown): CardAction[] {
  if (typeof card !== 'object' || card === null) return [];
  const own = actionSchema.safeParse(card);
  return [...(own.success ? [own.data] : []), ...Object.values(card).flatMap(actionsIn)];
}

/** Gives the answer's body, or undefined for an empty one. */
async function post(url: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${url} gave ${response.status}: ${text}`);
  return text ? JSON.parse(text) : undefined;
}
