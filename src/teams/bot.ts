import { meetChannel } from '../usecases/channel/channels.ts';
import { act } from './actions.ts';
import { type Asked, type BotDeps, botContext } from './cards/bot-context.ts';
import { type CardReply, textReply } from './cards/reply.ts';
import { onConversationUpdate } from './channel/conversation-update.ts';
import { onInstallation } from './channel/installation.ts';
import { answerMessage } from './commands.ts';
import type { Activity } from './inbound/activity.ts';
import { isAnswered } from './inbound/answered.ts';
import type { FloodLimiter } from './inbound/flood-limiter.ts';
import { pressOn } from './inbound/press.ts';
import { writtenText } from './inbound/written-text.ts';
import type { Outbox } from './outbound/messenger.ts';
import type { HttpReply, Responder } from './outbound/responder.ts';
export interface BotNeeds {
  bot: BotDeps;
  floodLimiter: FloodLimiter;
  outbox: Outbox;
  responder: Responder;
}

type Handler = (needs: BotNeeds, activity: Activity) => Promise<HttpReply>;

/** What each kind of activity is handled by. */
const kinds = new Map<string, Handler>([
  ['message', onMessage],
  ['messageUpdate', onMessage],
  ['invoke', onInvoke],
  ['installationUpdate', onInstallation],
  ['conversationUpdate', onConversationUpdate],
]);

/** Handles a verified activity. Kinds that are unknown, now or in the future, are accepted and ignored. */
export async function handle(needs: BotNeeds, activity: Activity): Promise<HttpReply> {
  return kinds.get(activity.type)?.(needs, activity) ?? { status: 200 };
}

async function onMessage(needs: BotNeeds, activity: Activity): Promise<HttpReply> {
  const { bot, responder } = needs;
  if (!isAnswered(activity) || !admitted(needs, activity)) return { status: 200 };
  const asked = askedBy(bot, activity);
  const { press, seenChannel } = activity;
  if (press) {
    const context = botContext(bot, asked);
    return responder.toMessage(context, seenChannel, await act(context, press));
  }
  const { record } = await meetChannel(bot.deps, seenChannel);
  // In a channel everyone reads the reply, so it is in the channel's language.
  const language = asked.personal ? asked.caller.language : record.language;
  const context = botContext(bot, { ...asked, caller: { ...asked.caller, language } });
  return responder.toMessage(context, record, await answerMessage(context, writtenText(activity.text)));
}

async function onInvoke(needs: BotNeeds, activity: Activity): Promise<HttpReply> {
  const { bot, responder } = needs;
  if (!activity.press) return responder.toOther(activity.invoked, bot.render.texts[bot.render.reads(activity.locales)]);
  const context = botContext(bot, askedBy(bot, activity));
  // A loop is told so where the answer goes to it alone; to its messages the bot just says nothing for a while.
  if (!admitted(needs, activity)) return responder.toPress(textReply(context.texts.t('refusal.tooMany')));
  const reply = await act(context, activity.press);
  if (activity.kind !== 'personal') bot.noticed(pressOn(activity, activity.press));
  if (reply.kind === 'text' && reply.post) postLater(needs, activity, reply.post);
  return responder.toPress(reply);
}

function postLater({ bot, outbox }: BotNeeds, { seenChannel, thread }: Activity, { card, posted }: CardReply): void {
  bot.later(async () => {
    const outcome = await outbox.say(seenChannel, thread, card);
    if (outcome.kind === 'accepted') await posted?.(outcome);
    else bot.deps.log.warn({ outcome: outcome.kind }, 'a card that was asked for did not come');
  });
}

function admitted({ floodLimiter }: BotNeeds, { channel, userId }: Activity): boolean {
  return floodLimiter.admit(`${channel.tenantId}|${channel.conversationId}`, userId);
}

function askedBy({ render }: BotDeps, { kind, channel, thread, userId, locales, postId }: Activity): Asked {
  const caller = { channel, userId, language: render.reads(locales) };
  return { caller, thread, personal: kind === 'personal', ...(postId !== undefined && { activityId: postId }) };
}
