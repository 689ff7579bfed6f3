import { editSchedule, saveSchedule, showSchedule, snooze, stopSchedule } from '../../usecases/schedule/schedule.ts';
import type { Room } from '../cards/bot-context.ts';
import { readSchedule } from '../cards/inputs.ts';
import { asCard, type Handler, type Press, type Reply, refusal } from '../cards/reply.ts';
import type { Card } from '../cards/templates.ts';
import type { Verb } from '../cards/verbs.ts';
import { occasionText, schedule, scheduleForm } from './schedule-view.ts';

/** What buttons about the channel's schedule do. */
export const scheduleActions = {
  editSchedule: async (room, press) => scheduleReply(room, press, await editSchedule(room.world, press.caller), false),
  saveSchedule: async (room, press, { own }, { inputs }) => {
    const { thread, activityId } = press;
    const card = own && activityId !== undefined ? { conversationId: thread, activityId } : undefined;
    const outcome = await saveSchedule(room.world, room.rosters, press.caller, card, readSchedule(inputs));
    return scheduleReply(room, press, outcome, own);
  },
  stopSchedule: async (room, press, { schedule: id, day }) =>
    scheduleReply(room, press, await stopSchedule(room.world, room.rosters, press.caller, id, day), false),
  snooze: async (room, press, { schedule: id, day }) => {
    const outcome = await snooze(room.world, room.rosters, press.caller, id, day);
    if (outcome.kind === 'refused') return refusal(room, press, outcome);
    const texts = room.studio.texts[press.caller.language];
    return { kind: 'text', text: texts.t('reassess.snoozed', { date: occasionText(texts, outcome.to, outcome.time) }) };
  },
} satisfies { [V in Verb]?: Handler<V> };

type Outcome = Awaited<ReturnType<typeof saveSchedule>>;

async function scheduleReply(room: Room, press: Press, outcome: Outcome, own: boolean): Promise<Reply> {
  if (outcome.kind === 'refused') return refusal(room, press, outcome);
  const texts = room.studio.texts[press.caller.language];
  const card = outcome.kind === 'schedule' ? schedule(texts, outcome) : scheduleForm(texts, outcome, own);
  return { kind: 'card', card };
}

/** The schedule for whoever writes the command; the form has a post of its own. */
export async function scheduleCard(room: Room, press: Press): Promise<Card> {
  return asCard(room, press, await scheduleReply(room, press, await showSchedule(room.world, press.caller), true));
}
