import type { Refusal } from '../../usecases/channel/caller.ts';
import type { ScheduleForm } from '../../usecases/schedule/schedule-form.ts';
import {
  editSchedule,
  type ScheduleShown,
  saveSchedule,
  showOnPost,
  showSchedule,
  snooze,
  stopSchedule,
} from '../../usecases/schedule/set-schedule.ts';
import type { BotContext } from '../cards/bot-context.ts';
import { readSchedule } from '../cards/inputs.ts';
import { type CommandHandler, cardReply, type Handler, type Reply, refusal, textReply } from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { noSchedule, occasionText, schedule, scheduleForm } from './schedule-view.ts';

/** What buttons about the channel's schedule do. */
export const scheduleActions = {
  editSchedule: async (context) => scheduleReply(context, await editSchedule(context), { own: false }),
  saveSchedule: async (context, { own: ownPost }, { inputs }) => {
    const { thread, activityId } = context;
    const card = ownPost && activityId !== undefined ? { conversationId: thread, activityId } : undefined;
    return scheduleReply(context, await saveSchedule(context, card, readSchedule(inputs)), {
      own: ownPost,
      given: inputs,
    });
  },
  leaveSchedule: async (context) => {
    const kept = await showSchedule(context);
    if (kept.kind === 'refused') return refusal(context, kept);
    const { texts } = context;
    return cardReply(kept.kind === 'schedule' ? schedule(texts, kept) : noSchedule(texts));
  },
  stopSchedule: async (context, { schedule: id, day }) =>
    scheduleReply(context, await stopSchedule(context, id, day), { own: false }),
  snooze: async (context, { schedule: id, day }) => {
    const { texts } = context;
    const outcome = await snooze(context, id, day);
    if (outcome.kind === 'refused') return refusal(context, outcome);
    return textReply(texts.t('reassess.snoozed', { date: occasionText(texts, outcome.to, outcome.time) }));
  },
} satisfies { [V in Verb]?: Handler<V> };

/** What a button of another version brings instead. */
export const freshSchedule = {
  editSchedule: 'editSchedule',
  saveSchedule: 'editSchedule',
  leaveSchedule: 'leaveSchedule',
} as const satisfies Partial<Record<Verb, Verb>>;

/** When the channel scores again; the form is a post of its own. */
export const remindCommand: CommandHandler = async (context) => {
  const { deps, caller } = context;
  const outcome = await showSchedule(context);
  const reply = scheduleReply(context, outcome, { own: true });
  if (outcome.kind !== 'schedule' || reply.kind !== 'card') return reply;
  const { id } = outcome.schedule;
  return { ...reply, posted: (at) => showOnPost(deps, { channel: caller.channel, id, at }) };
};

/** @param card whether it is a post of its own, which then shows the schedule, and what was filled in on it. */
function scheduleReply(
  context: BotContext,
  outcome: ScheduleShown | ScheduleForm | Refusal,
  card: { own: boolean; given?: Record<string, unknown> },
): Reply {
  if (outcome.kind === 'refused') return refusal(context, outcome);
  const { texts } = context;
  return cardReply(outcome.kind === 'schedule' ? schedule(texts, outcome) : scheduleForm(texts, outcome, card));
}
