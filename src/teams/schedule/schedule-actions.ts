import {
  editSchedule,
  saveSchedule,
  showSchedule,
  snooze,
  stopSchedule,
} from '../../usecases/schedule/set-schedule.ts';
import type { BotContext } from '../cards/bot-context.ts';
import { readSchedule } from '../cards/inputs.ts';
import { asCard, type Handler, type Press, type Reply, refusal } from '../cards/reply.ts';
import type { Card } from '../cards/templates.ts';
import type { Verb } from '../cards/verbs.ts';
import { occasionText, schedule, scheduleForm } from './schedule-view.ts';

/** What buttons about the channel's schedule do. */
export const scheduleActions = {
  editSchedule: async (context, press) =>
    scheduleReply(context, press, await editSchedule(context.deps, press.caller), false),
  saveSchedule: async (context, press, { own }, { inputs }) => {
    const { thread, activityId } = press;
    const card = own && activityId !== undefined ? { conversationId: thread, activityId } : undefined;
    const outcome = await saveSchedule(context.deps, context.rosters, press.caller, card, readSchedule(inputs));
    return scheduleReply(context, press, outcome, own);
  },
  stopSchedule: async (context, press, { schedule: id, day }) =>
    scheduleReply(context, press, await stopSchedule(context.deps, context.rosters, press.caller, id, day), false),
  snooze: async (context, press, { schedule: id, day }) => {
    const outcome = await snooze(context.deps, context.rosters, press.caller, id, day);
    if (outcome.kind === 'refused') return refusal(context, press, outcome);
    const texts = context.render.texts[press.caller.language];
    return { kind: 'text', text: texts.t('reassess.snoozed', { date: occasionText(texts, outcome.to, outcome.time) }) };
  },
} satisfies { [V in Verb]?: Handler<V> };

/** What a button of another version brings instead. */
export const freshSchedule = {
  editSchedule: 'editSchedule',
  saveSchedule: 'editSchedule',
} as const satisfies Partial<Record<Verb, Verb>>;

type Outcome = Awaited<ReturnType<typeof saveSchedule>>;

async function scheduleReply(context: BotContext, press: Press, outcome: Outcome, own: boolean): Promise<Reply> {
  if (outcome.kind === 'refused') return refusal(context, press, outcome);
  const texts = context.render.texts[press.caller.language];
  const card = outcome.kind === 'schedule' ? schedule(texts, outcome) : scheduleForm(texts, outcome, own);
  return { kind: 'card', card };
}

/** The schedule for whoever writes the command; the form has a post of its own. */
export async function scheduleCard(context: BotContext, press: Press): Promise<Card> {
  return asCard(
    context,
    press,
    await scheduleReply(context, press, await showSchedule(context.deps, press.caller), true),
  );
}
