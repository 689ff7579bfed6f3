import { meetChannel } from '../usecases/channel/channels.ts';
import { atMost, type Clock } from '../usecases/clock.ts';
import { hold, release } from '../usecases/posts/hold.ts';
import { act } from './actions.ts';
import { type Asked, type BotDeps, botContext } from './cards/bot-context.ts';
import { type CardReply, isForm, textReply } from './cards/reply.ts';
import { onConversationUpdate } from './channel/conversation-update.ts';
import { onInstallation } from './channel/installation.ts';
import { answerMessage } from './commands.ts';
import type { Activity } from './inbound/activity.ts';
import { isAnswered } from './inbound/answered.ts';
import type { AnsweredPresses } from './inbound/answered-presses.ts';
import type { FloodLimiter } from './inbound/flood-limiter.ts';
import type { Patience } from './inbound/patience.ts';
import { pressOn } from './inbound/press.ts';
import { writtenText } from './inbound/written-text.ts';
import type { Outbox } from './outbound/messenger.ts';
import type { HttpReply, Responder } from './outbound/responder.ts';
import { read } from './vocabulary.ts';

/** So long a form waits for an edit of its card that has left. */
const editMs = 1_000;

export interface BotNeeds {
  bot: BotDeps;
  floodLimiter: FloodLimiter;
  outbox: Outbox;
  responder: Responder;
  patience: Patience;
  answered: AnsweredPresses;
  clock: Clock;
}

/** @param asked who asks and where, worked out once. */
type Handler = (needs: BotNeeds, activity: Activity, asked: Asked) => Promise<HttpReply>;

/** What each kind of activity is handled by. */
const kinds = new Map<string, Handler>([
  ['message', onMessage],
  ['messageUpdate', onMessage],
  ['invoke', onInvoke],
  ['installationUpdate', onInstallation],
  ['conversationUpdate', onConversationUpdate],
]);

/**
 * Handles a verified activity, in the time that somebody waits for an answer; what takes longer is done afterwards. Kinds
 * that are unknown, now or in the future, are accepted and ignored.
 * @param failedLate what is done where that fails when its answer was given already.
 */
export async function handle(
  needs: BotNeeds,
  activity: Activity,
  failedLate: (error: unknown) => Promise<unknown>,
): Promise<HttpReply> {
  const { bot, responder, patience, answered } = needs;
  const asked = askedBy(needs, activity);
  const press = activity.press && asked.caller.press?.id;
  if (isSignOfLife(activity)) bot.noticed({ seenChannel: activity.eventChannel ?? activity.seenChannel });
  if (press !== undefined) answered.began(press);
  const work = kinds.get(activity.type)?.(needs, activity, asked) ?? { status: 200 };
  const reply = await patience.wait(Promise.resolve(work), failedLate);
  if (press !== undefined) answered.ended(press);
  if (reply) return reply;
  // A message's answer is a post, which comes when it comes.
  if (activity.type !== 'invoke') return { status: 200 };
  return responder.toPress(textReply(botContext(bot, asked).texts.t('refusal.slow')));
}

/** That the bot or a channel came or left is told by these too, and each has its own meaning for whether the bot is there. */
const comings = new Set(['installationUpdate', 'conversationUpdate']);

/** Whether the channel is there by what somebody did in it, where nothing else that follows from it notes that. */
function isSignOfLife(activity: Activity): boolean {
  const { type, kind, press, came, left } = activity;
  if (kind === 'personal') return false;
  if (comings.has(type)) return came.people.length > 0 && !came.bot && !left.bot;
  // Another press tells of its card as well, and a message that is answered of its channel.
  return press === undefined ? type === 'invoke' || !isAnswered(activity) : type !== 'invoke';
}

async function onMessage(needs: BotNeeds, activity: Activity, asked: Asked): Promise<HttpReply> {
  const { bot, responder } = needs;
  if (!isAnswered(activity)) return { status: 200 };
  if (!admitted(needs, activity)) return tellOnce(needs, activity, asked);
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

async function onInvoke(needs: BotNeeds, activity: Activity, asked: Asked): Promise<HttpReply> {
  const { bot, responder } = needs;
  if (!activity.press) return responder.toOther(activity.invoked, bot.render.texts[bot.render.reads(activity.locales)]);
  const context = botContext(bot, asked);
  // An answer is a person's.
  if (activity.isFromBot) return responder.toPress(textReply(context.texts.t('refusal.notHere')));
  if (!admitted(needs, activity)) return responder.toPress(textReply(context.texts.t('refusal.tooMany')));
  const reply = await act(context, activity.press);
  if (activity.kind !== 'personal') bot.noticed(pressOn(activity, activity.press));
  if (reply.kind === 'text' && reply.post) postLater(needs, activity, reply.post);
  if (reply.kind === 'card' || (reply.kind === 'personal' && isForm(reply))) await holdForms(needs, activity, reply);
  return responder.toPress(reply);
}

/** A form is in the card's place for this one person, and an edit of that card would take it away. */
async function holdForms(
  { bot: { deps, later }, outbox, clock }: BotNeeds,
  activity: Activity,
  reply: Parameters<typeof isForm>[0],
): Promise<void> {
  const { kind, channel, postId: activityId, thread: conversationId, userId, press } = activity;
  // A set-up is a post of its own, which nobody else edits.
  if (kind === 'personal' || activityId === undefined || press?.verb === 'start') return;
  const holding = { channel, activityId, userId };
  if (!isForm(reply)) return later(() => release(deps, holding));
  await hold(deps, holding);
  // An edit that was on its way already would come after the form, in its place.
  await atMost(clock, editMs, outbox.updated(channel, { conversationId, activityId }));
}

function postLater({ bot, outbox }: BotNeeds, { seenChannel, thread }: Activity, { card, posted }: CardReply): void {
  bot.later(async () => {
    const outcome = await outbox.say(seenChannel, thread, card);
    if (outcome.kind === 'accepted') await posted?.(outcome);
    else bot.deps.log.warn({ outcome: outcome.kind }, 'a card that was asked for did not come');
  });
}

function admitted({ floodLimiter }: BotNeeds, { channel, userId, press, text }: Activity): boolean {
  const where = `${channel.tenantId}|${channel.conversationId}`;
  if (!floodLimiter.admit(where, userId)) return false;
  // It reads everything of a tenant, so it has a limit of its own.
  const isForAll = press ? press.verb === 'mineData' : read(writtenText(text)).command === 'mineData';
  return !isForAll || floodLimiter.admitForAll(`${channel.tenantId}|${userId}`);
}

/** A message over the limit is answered once, so that a person knows and a loop gets nothing to go on with. */
async function tellOnce(needs: BotNeeds, activity: Activity, asked: Asked): Promise<HttpReply> {
  const { bot, responder, floodLimiter } = needs;
  const { channel, seenChannel } = activity;
  if (!floodLimiter.isToBeTold(`${channel.tenantId}|${channel.conversationId}`)) return { status: 200 };
  const context = botContext(bot, asked);
  return responder.toMessage(context, seenChannel, textReply(context.texts.t('refusal.tooMany')));
}

function askedBy({ bot, answered }: BotNeeds, activity: Activity): Asked {
  const { kind, channel, thread, userId, locales, postId } = activity;
  const press = pressIdOf(bot, activity);
  const caller = {
    channel,
    userId,
    language: bot.render.reads(locales),
    ...(press !== undefined && { press: { id: press, wasAnswered: answered.has } }),
  };
  return { caller, thread, kind, personal: kind === 'personal', ...(postId !== undefined && { activityId: postId }) };
}

/** As it is kept with what was accepted: as short as can be, and Teams' own id for nobody to see. */
function pressIdOf({ deps }: BotDeps, { id, channel }: Activity): string | undefined {
  return id === undefined ? undefined : deps.fingerprintOf(JSON.stringify(['press', channel, id]));
}
