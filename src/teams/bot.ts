import { z } from 'zod';
import { meetChannel } from '../usecases/channel/channels.ts';
import { act } from './actions.ts';
import { type Asked, type BotDeps, botContext } from './cards/bot-context.ts';
import { textReply } from './cards/reply.ts';
import { onConversationUpdate } from './channel/conversation-update.ts';
import { onInstallation } from './channel/installation.ts';
import { answerMessage } from './commands.ts';
import { activitySchema, type Origin, originOf, type TeamsActivity } from './inbound/activity.ts';
import type { FloodLimiter } from './inbound/flood-limiter.ts';
import type { Answers, HttpReply } from './outbound/answers.ts';
import type { Outbox } from './outbound/messenger.ts';
import { isBare } from './vocabulary.ts';

export interface BotNeeds {
  bot: BotDeps;
  floodLimiter: FloodLimiter;
  outbox: Outbox;
  answers: Answers;
}

/** Handles a verified activity. Kinds that are unknown, now or in the future, are accepted and ignored. */
export async function handle(needs: BotNeeds, incoming: unknown): Promise<HttpReply> {
  const parsed = activitySchema.safeParse(incoming);
  if (!parsed.success) return { status: 400 };
  const activity = parsed.data;
  const origin = originOf(activity, needs.bot.render.reads(activity.locale ?? undefined));
  if (!origin) return { status: 400 };
  const onActivity = Object.hasOwn(kinds, activity.type) ? kinds[activity.type] : undefined;
  return onActivity ? onActivity(needs, activity, origin) : { status: 200 };
}

const kinds: Record<string, (needs: BotNeeds, activity: TeamsActivity, origin: Origin) => Promise<HttpReply>> = {
  message: onMessage,
  invoke: onInvoke,
  installationUpdate: onInstallation,
  conversationUpdate: onConversationUpdate,
};

async function onMessage(needs: BotNeeds, activity: TeamsActivity, origin: Origin): Promise<HttpReply> {
  const { bot, answers } = needs;
  if (!admitted(needs, origin)) return { status: 200 };
  const submitted = z.looseObject({ verb: z.string() }).safeParse(activity.value);
  if (submitted.success) {
    // A button in a client that knows no Action.Execute.
    const context = botContext(bot, askedBy(activity, origin));
    return answers.toMessage(context, origin.seenChannel, await act(context, submitted.data.verb, submitted.data));
  }
  const text = withoutMentions(activity.text ?? '');
  const personal = origin.kind === 'personal';
  // Some teams let the bot read every message; there it speaks only when it is spoken to, or on a command and nothing more.
  if (!personal && !mentioned(activity) && !isBare(text)) return { status: 200 };
  const { record } = await meetChannel(bot.deps, origin.seenChannel);
  // In a channel everyone reads the reply, so it is in the channel's language.
  const language = personal ? origin.language : record.language;
  const context = botContext(bot, askedBy(activity, { ...origin, language }));
  return answers.toMessage(context, record, await answerMessage(context, text));
}

const invoked = z.looseObject({
  action: z.looseObject({ verb: z.string().optional(), data: z.record(z.string(), z.unknown()).optional() }),
});

async function onInvoke(needs: BotNeeds, activity: TeamsActivity, origin: Origin): Promise<HttpReply> {
  const { bot, answers } = needs;
  if (activity.name !== 'adaptiveCard/action') return { status: 200 };
  const value = invoked.safeParse(activity.value);
  if (!value.success) return { status: 400 };
  const context = botContext(bot, askedBy(activity, origin));
  if (!admitted(needs, origin)) return answers.toPress(textReply(context.texts.t('refusal.tooMany')));
  const { verb, data = {} } = value.data.action;
  return answers.toPress(await act(context, verb ?? data.verb, data));
}

/** A loop is told so where the answer goes to it alone; to its messages the bot just says nothing for a while. */
function admitted({ floodLimiter }: BotNeeds, { channel, userId }: Origin): boolean {
  return floodLimiter.admit(`${channel.tenantId}|${channel.conversationId}`, userId);
}

function askedBy({ replyToId }: TeamsActivity, { kind, channel, thread, userId, language }: Origin): Asked {
  const asked = { caller: { channel, userId, language }, thread, personal: kind === 'personal' };
  return replyToId ? { ...asked, activityId: replyToId } : asked;
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
