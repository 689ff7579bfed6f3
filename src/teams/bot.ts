import { z } from 'zod';
import { sourceOf } from '../texts/results.ts';
import {
  channelDeleted,
  installed,
  meetChannel,
  resumeTeam,
  type SeenChannel,
  suspend,
  suspendTeam,
  teamRenamed,
} from '../usecases/channel/channels.ts';
import { act } from './actions.ts';
import type { BotContext } from './cards/bot-context.ts';
import { message } from './cards/message.ts';
import type { Press, Reply } from './cards/reply.ts';
import type { AdaptiveCard, Card } from './cards/templates.ts';
import { personalWelcome, welcome } from './channel/notes.ts';
import { answerMessage } from './commands.ts';
import { activitySchema, type Origin, originOf, type TeamsActivity } from './inbound/activity.ts';
import type { FloodLimiter } from './inbound/flood-limiter.ts';
import type { Outbox } from './outbound/messenger.ts';
import { isBare } from './vocabulary.ts';

export interface BotNeeds {
  context: BotContext;
  floodLimiter: FloodLimiter;
  outbox: Outbox;
  fill(card: Card): AdaptiveCard;
}

/** What an invoke is answered with; other activities need no body. */
export type HttpReply = { status: number; body?: unknown };

/** Handles a verified activity. Kinds that are unknown, now or in the future, are accepted and ignored. */
export async function handle(needs: BotNeeds, incoming: unknown): Promise<HttpReply> {
  const parsed = activitySchema.safeParse(incoming);
  if (!parsed.success) return { status: 400 };
  const activity = parsed.data;
  const origin = originOf(activity, needs.context.render.reads(activity.locale ?? undefined));
  if (!origin) return { status: 400 };
  const onActivity = Object.hasOwn(kinds, activity.type) ? kinds[activity.type] : undefined;
  return onActivity ? onActivity(needs, activity, origin) : { status: 200 };
}

const kinds: Record<string, (needs: BotNeeds, activity: TeamsActivity, origin: Origin) => Promise<HttpReply>> = {
  message: onMessage,
  invoke: onInvoke,
  installationUpdate: onInstallation,
  conversationUpdate: onConversation,
};

async function onMessage(needs: BotNeeds, activity: TeamsActivity, origin: Origin): Promise<HttpReply> {
  const { context, outbox } = needs;
  if (!admitted(needs, origin)) return { status: 200 };
  const submitted = z.looseObject({ verb: z.string() }).safeParse(activity.value);
  if (submitted.success) return onSubmit(needs, activity, origin, submitted.data);
  const text = withoutMentions(activity.text ?? '');
  const personal = origin.kind === 'personal';
  // Some teams let the bot read every message; there it speaks only when it is spoken to, or on a command and nothing more.
  if (!personal && !mentioned(activity) && !isBare(text)) return { status: 200 };
  const { record } = await meetChannel(context.deps, origin.seenChannel);
  // In a channel everyone reads the reply, so it is in the channel's language.
  const language = personal ? origin.language : record.language;
  const press = { ...pressOf(activity, origin), caller: { channel: origin.channel, userId: origin.userId, language } };
  const { card, posted } = await answerMessage(context, press, text);
  const outcome = await outbox.say(record, origin.thread, card);
  if (outcome.kind === 'accepted') await posted?.(outcome);
  return { status: 200 };
}

/** A button in a client that knows no Action.Execute: the answer is a message, so it may hold nothing personal. */
async function onSubmit(
  { context, outbox }: BotNeeds,
  activity: TeamsActivity,
  origin: Origin,
  value: Record<string, unknown>,
): Promise<HttpReply> {
  const reply = await act(context, pressOf(activity, origin), value.verb, value);
  const { language } = origin;
  const texts = context.render.texts[language];
  const card =
    reply.kind === 'card' ? reply.card : message(texts, [reply.kind === 'text' ? reply.text : reply.instead]);
  await outbox.say(origin.seenChannel, origin.thread, card);
  return { status: 200 };
}

const invoked = z.looseObject({
  action: z.looseObject({ verb: z.string().optional(), data: z.record(z.string(), z.unknown()).optional() }),
});

async function onInvoke(needs: BotNeeds, activity: TeamsActivity, origin: Origin): Promise<HttpReply> {
  const { context, fill } = needs;
  if (activity.name !== 'adaptiveCard/action') return { status: 200 };
  const value = invoked.safeParse(activity.value);
  if (!value.success) return { status: 400 };
  if (!admitted(needs, origin)) {
    const { t } = context.render.texts[origin.language];
    return { status: 200, body: invokeBody({ kind: 'text', text: t('refusal.tooMany') }, fill) };
  }
  const { verb, data = {} } = value.data.action;
  const reply = await act(context, pressOf(activity, origin), verb ?? data.verb, data);
  return { status: 200, body: invokeBody(reply, fill) };
}

/** A loop is told so where the answer goes to it alone; to its messages the bot just says nothing for a while. */
function admitted({ floodLimiter }: BotNeeds, { channel, userId }: Origin): boolean {
  return floodLimiter.admit(`${channel.tenantId}|${channel.conversationId}`, userId);
}

function invokeBody(reply: Reply, fill: BotNeeds['fill']) {
  return reply.kind === 'text'
    ? { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: reply.text }
    : { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: fill(reply.card) };
}

async function onInstallation(
  { context, outbox }: BotNeeds,
  activity: TeamsActivity,
  origin: Origin,
): Promise<HttpReply> {
  const { deps, render, rosters } = context;
  const { tenantId, teamId } = origin.seenChannel;
  if (activity.action?.startsWith('remove')) {
    await suspend(deps, origin.channel);
    if (teamId !== undefined) await suspendTeam(deps, tenantId, teamId);
    return { status: 200 };
  }
  if (teamId !== undefined) await resumeTeam(deps, tenantId, teamId);
  if (!(await installed(deps, origin.seenChannel, origin.userId))) return { status: 200 };
  const personal = origin.kind === 'personal';
  const language = personal ? origin.language : deps.settings.language;
  const [wheel] = deps.wheels.all(language);
  const name = wheel?.name ?? '';
  const source = wheel ? sourceOf(wheel) : '';
  const card = (personal ? personalWelcome : welcome)(render.texts[language], name, source);
  const channel = (await meetChannel(deps, origin.seenChannel)).record;
  if (!personal)
    await rosters.refresh(channel).catch((error: unknown) => deps.log.error({}, 'a roster could not be read', error));
  await outbox.say(channel, origin.channel.conversationId, card);
  return { status: 200 };
}

const channelBack = new Set(['channelRestored', 'channelRenamed']);
/** Teams tells these once for a team, in its General channel. */
const teamGone = new Set(['teamArchived', 'teamDeleted', 'teamHardDeleted']);
const teamHere = new Set(['teamUnarchived', 'teamRestored']);

async function onConversation({ context }: BotNeeds, activity: TeamsActivity, origin: Origin): Promise<HttpReply> {
  const { deps, rosters } = context;
  const event = activity.channelData?.eventType ?? '';
  if (activity.membersRemoved?.length) {
    await rosters.remove(
      origin.channel,
      activity.membersRemoved.map(({ id }) => id),
    );
  }
  const seenChannel = eventChannel(activity, origin);
  const { tenantId, teamId, teamName } = seenChannel;
  if (event === 'teamRenamed' && teamId !== undefined && teamName !== undefined)
    await teamRenamed(deps, tenantId, teamId, teamName);
  if (event === 'channelDeleted') await channelDeleted(deps, seenChannel);
  if (channelBack.has(event) && (await deps.store.channel(seenChannel))) await meetChannel(deps, seenChannel);
  if (teamId !== undefined && teamGone.has(event)) await suspendTeam(deps, tenantId, teamId);
  if (teamId !== undefined && teamHere.has(event)) await resumeTeam(deps, tenantId, teamId);
  return { status: 200 };
}

/** An event about a channel comes through the team's own conversation and names the channel apart. */
function eventChannel({ channelData }: TeamsActivity, { seenChannel }: Origin): SeenChannel {
  const conversationId = channelData?.channel?.id;
  return conversationId === undefined ? seenChannel : { ...seenChannel, conversationId };
}

function pressOf(activity: TeamsActivity, { kind, channel, thread, userId, language }: Origin): Press {
  const press = { caller: { channel, userId, language }, thread, personal: kind === 'personal' };
  return activity.replyToId ? { ...press, activityId: activity.replyToId } : press;
}

function mentioned({ entities, recipient }: TeamsActivity): boolean {
  return (entities ?? []).some((entity) => {
    const mention = z.object({ type: z.literal('mention'), mentioned: z.object({ id: z.string() }) }).safeParse(entity);
    return mention.success && mention.data.mentioned.id === recipient?.id;
  });
}

function withoutMentions(text: string): string {
  return text.slice(0, 1_000).replace(/<at[^>]*>[^<]*<\/at>/gi, ' ');
}
