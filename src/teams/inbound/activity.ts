import { z } from 'zod';
import { readName } from '../../domain/comment.ts';
import { compiled } from '../../domain/compiled.ts';
import type { ChannelKey } from '../../domain/round.ts';
import type { SeenChannel } from '../../usecases/channel/channels.ts';
import type { ButtonPress } from '../cards/pressed.ts';
import { localesOf, mentionsBot } from './entities.ts';
import { serviceUrl } from './service-urls.ts';

/**
 * What this bot reads of an activity, and nothing else. What it must know to be safe has to be there and right. The rest
 * may be left out, and what cannot be read, or is longer than Teams ever makes it, counts as left out: Teams adds and
 * changes fields as it likes.
 */
const lenient = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);
const text = (longest = Number.POSITIVE_INFINITY) => lenient(z.string().max(longest));
const part = <S extends z.ZodRawShape>(shape: S) => lenient(z.object(shape));
/** The first of a longer list are read. */
const list = (longest: number) => lenient(z.array(z.unknown()).transform((all) => all.slice(0, longest)));

const named = part({ id: text(400), name: text(400) });
const account = z.object({ id: z.string().min(1).max(400) });

const envelopeSchema = z.object({
  type: z.string().min(1).max(100),
  channelId: z.literal('msteams'),
  serviceUrl,
  from: account,
  conversation: z.object({
    id: z.string().min(1).max(400),
    tenantId: z.string().max(100).nullish(),
    conversationType: text(50),
    name: text(400),
  }),
  id: text(400),
  name: text(200),
  action: text(100),
  recipient: part({ id: text(400), isTargeted: lenient(z.boolean()) }),
  channelData: part({
    tenant: part({ id: text(100) }),
    team: named,
    channel: named,
    thread: part({ id: text(100) }),
    eventType: text(100),
    settings: part({ selectedChannel: named }),
  }),
  locale: text(40),
  text: text(),
  replyToId: text(400),
  membersAdded: list(1_000),
  membersRemoved: list(1_000),
  entities: list(200),
  attachments: list(20),
  value: z.unknown().optional(),
});

export type Envelope = z.infer<typeof envelopeSchema>;

/** A verified activity, as the bot works with it. Everything in it but the press and the text is Teams' own word. */
export interface Activity {
  type: string;
  kind: 'channel' | 'group' | 'personal';
  channel: ChannelKey;
  /** Teams' id of this activity; what it sends again has the same, or a new one much later. */
  id?: string | undefined;
  /** The conversation with its thread, where a reply goes. */
  thread: string;
  userId: string;
  /** Whether a bot speaks, to whom nothing is said: two of them would go on for ever. */
  isFromBot: boolean;
  /** What the client says of the person's language, the most reliable first. */
  locales: string[];
  seenChannel: SeenChannel;
  /** What was written; empty where nothing was. */
  text: string;
  /** What was invoked, in Teams' words; empty where nothing was. */
  invoked: string;
  /** Whether the text speaks to the bot. */
  mentionsBot: boolean;
  /** The button that was pressed, with the inputs of its card. */
  press?: ButtonPress;
  /** The post that the button is on, where Teams tells. */
  postId?: string | undefined;
  /** What was done to the installation: `add`, `remove` and others. */
  installation: string;
  /** Whether nobody else may see the answer. */
  targeted: boolean;
  /** What happened to a channel or a team, in Teams' words; empty where nothing did. */
  event: string;
  /** The one channel that it happened to, where it did not happen to the whole team. */
  eventChannel?: SeenChannel | undefined;
  /** The channel that was chosen when the bot was added to a team. */
  chosenChannel?: SeenChannel | undefined;
  /** Who came. */
  came: Moved;
  /** Who left. */
  left: Moved;
}

/** Who came to a conversation or left it. */
interface Moved {
  people: string[];
  /** Whether the bot itself did. */
  bot: boolean;
}

/** The service address that a body names, whatever else is in it: the token is held against it before a word about the rest. */
export function serviceUrlOf(body: unknown): string | undefined {
  const told: unknown = Object(body).serviceUrl;
  return typeof told === 'string' ? told : undefined;
}

/** @returns undefined where the body is no activity of Teams. */
export function readEnvelope(body: unknown): Envelope | undefined {
  return compiled(envelopeSchema).safeParse(body).data;
}

/** The tenant that the conversation belongs to; in a shared channel whoever writes may come from another. */
export function tenantOf({ conversation, channelData }: Envelope): string | undefined {
  return conversation.tenantId || channelData?.tenant?.id || undefined;
}

export function activityOf(envelope: Envelope, tenantId: string): Activity {
  const { type, conversation, channelData, from } = envelope;
  const press = pressOf(envelope);
  const kind = kindOf(envelope);
  const channel = { tenantId, conversationId: conversation.id.replace(/;.*/s, '') };
  const seenChannel: SeenChannel = { ...channel, ...seenOf(envelope), kind };
  return {
    type,
    kind,
    channel,
    id: envelope.id,
    thread: threadOf(envelope, kind),
    userId: from.id,
    isFromBot: isBot(from.id),
    locales: localesOf(envelope),
    seenChannel,
    text: textIn(envelope),
    invoked: envelope.name ?? '',
    mentionsBot: mentionsBot(envelope),
    ...(press && { press }),
    postId: envelope.replyToId || undefined,
    installation: envelope.action ?? '',
    targeted: envelope.recipient?.isTargeted ?? false,
    event: channelData?.eventType ?? '',
    eventChannel: eventChannelOf(seenChannel, channelData?.channel?.id),
    chosenChannel: chosenChannelOf(seenChannel, channelData?.settings?.selectedChannel),
    came: moved(envelope, envelope.membersAdded),
    left: moved(envelope, envelope.membersRemoved),
  };
}

/**
 * What happens to a channel may be told through the team's own conversation, which is also that of its first channel:
 * then the channel is named apart, or it is not known which it was.
 */
function eventChannelOf(seen: SeenChannel, channelId: string | undefined): SeenChannel | undefined {
  if (channelId !== undefined) return { ...seen, conversationId: channelId };
  return seen.teamId === undefined || seen.teamId === seen.conversationId ? undefined : seen;
}

function chosenChannelOf(seen: SeenChannel, chosen: { id?: string | undefined; name?: string | undefined } = {}) {
  if (seen.kind !== 'channel' || chosen.id === undefined || chosen.id === seen.conversationId) return undefined;
  return { ...seen, conversationId: chosen.id, name: readName(chosen.name) };
}

/** A group chat names the thread of a message apart (microsoft/teams.net issue 664), and a channel in its own id. */
function threadOf({ type, conversation, channelData }: Envelope, kind: Activity['kind']): string {
  const id = channelData?.thread?.id;
  const isInThread = kind === 'group' && type.startsWith('message') && id !== undefined && /^\w+$/.test(id);
  return isInThread && !conversation.id.includes(';') ? `${conversation.id};messageid=${id}` : conversation.id;
}

/** Bots have ids that begin so. */
const isBot = (id: string) => id.startsWith('28:');

function moved({ recipient }: Envelope, members: unknown[] = []): Moved {
  const ids = members.flatMap((each) => account.safeParse(each).data?.id ?? []);
  return { people: ids.filter((id) => !isBot(id)), bot: ids.some((id) => id === recipient?.id) };
}

/** What is kept of a channel beside its key and its kind. */
function seenOf({ conversation, channelData, serviceUrl }: Envelope) {
  const { team, channel } = channelData ?? {};
  const teamName = readName(team?.name);
  return {
    name: readName(channel?.name ?? conversation.name),
    serviceUrl,
    ...(team?.id !== undefined && { teamId: team.id }),
    ...(team?.id !== undefined && teamName && { teamName }),
  };
}

function kindOf({ conversation, channelData }: Envelope): Activity['kind'] {
  switch (conversation.conversationType) {
    case 'personal':
    case 'channel':
      return conversation.conversationType;
    case 'groupChat':
      return 'group';
    default:
      // Some activities leave the type out; then the ids tell.
      if (channelData?.team?.id !== undefined || channelData?.channel?.id !== undefined) return 'channel';
      return conversation.id.startsWith('19:') ? 'group' : 'personal';
  }
}

const nothing = {};
/** An object, which some clients write as JSON in a text; empty where it can be read as neither. */
const record = z.preprocess(unquoted, z.looseObject({})).catch(nothing);
const executed = z.preprocess(unquoted, z.object({ action: record })).catch({ action: nothing });

function unquoted(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function pressOf({ type, name, text, value }: Envelope): ButtonPress | undefined {
  if (type === 'message') {
    // A client that knows no Action.Execute sends a button's data as a message, which has no text.
    const data = compiled(record).parse(value);
    return data !== nothing && ('verb' in data || !text?.trim()) ? { verb: data.verb, data } : undefined;
  }
  if (type !== 'invoke' || name !== 'adaptiveCard/action') return undefined;
  const { action } = compiled(executed).parse(value);
  const data = compiled(record).parse(action.data);
  // What cannot be read is no verb, and is answered as one that is unknown.
  return { verb: action.verb || data.verb, data };
}

const htmlPart = z.object({ contentType: z.literal('text/html'), content: z.string() });

/** Some clients send the words of a message as its HTML alone. */
function textIn({ text: written, attachments = [] }: Envelope): string {
  if (written?.trim()) return written;
  return attachments.map((each) => htmlPart.safeParse(each).data?.content).find((each) => each !== undefined) ?? '';
}
