import type { Round } from '../../domain/round.ts';
import type { Refusal } from '../../usecases/channel/caller.ts';
import { addStatusAnswer } from '../../usecases/posts/strays.ts';
import { askClose, closeByPerson } from '../../usecases/round/close.ts';
import { askExtend, extend } from '../../usecases/round/extend.ts';
import { nudgeByHand } from '../../usecases/round/nudge.ts';
import { allowReminders, stopReminders } from '../../usecases/round/personal-reminder.ts';
import { type OpenAlready, type Setup, showSetup, startRound } from '../../usecases/round/start.ts';
import { type Status, sendAgain, sendMissing, status as statusIn, statusOf } from '../../usecases/round/status.ts';
import { showSchedule } from '../../usecases/schedule/set-schedule.ts';
import { type BotContext, textsOf } from '../cards/bot-context.ts';
import { readDeadline, readSetup } from '../cards/inputs.ts';
import { message } from '../cards/message.ts';
import type { Pressed } from '../cards/pressed.ts';
import {
  type CommandHandler,
  cardReply,
  type Handler,
  personalOnly,
  questionReply,
  type Reply,
  refusal,
  textReply,
} from '../cards/reply.ts';
import { startButton, type Verb, type VerbData } from '../cards/verbs.ts';
import { scheduleLines } from '../schedule/schedule-view.ts';
import { remindersStopped } from './personal-reminder-view.ts';
import { setup as setupCard } from './setup-view.ts';
import { closeQuestion, deadlineForm, openAlready, status as statusCard } from './status-view.ts';

/** What the buttons of a round's set-up and status do. */
export const roundActions = {
  setup,
  start,
  cancelSetup: async ({ texts }) =>
    cardReply(message(texts, { lines: [texts.t('setup.cancelled')], actions: [startButton(texts)] })),
  status: async (context, { round }) => statusReply(context, await statusIn(context, round)),
  sendAgain: async (context, { round }) => statusReply(context, await sendAgain(context, round)),
  sendMissing: async (context, { round }) => statusReply(context, await sendMissing(context, round)),
  askClose: async (context, { round }) => {
    const question = await askClose(context, round);
    if (question.kind === 'refused') return refusal(context, question);
    if (question.kind === 'closed') return roundStatus(context, question.round);
    return questionReply(closeQuestion(await textsOf(context, question.round), question.round, question.progress));
  },
  close: async (context, { round, resultsByLink }) => {
    const closed = await closeByPerson(context, { roundId: round, resultsByLink });
    if (closed.kind === 'refused') return refusal(context, closed);
    return roundStatus(context, closed.round);
  },
  nudge: async (context, { round }) => {
    const outcome = await nudgeByHand(context, round);
    if (outcome.kind === 'refused') return refusal(context, outcome);
    return textReply(context.texts.t(`nudge.${outcome.kind}`));
  },
  askExtend: async (context, { round }) => extendReply(context, await askExtend(context, round)),
  extend: async (context, { round: roundId, from }, { inputs }) =>
    extendReply(context, await extend(context, { roundId, ...(from && { from }) }, readDeadline(inputs)), inputs),
  stopReminders: (context) =>
    personalOnly(context, async () => {
      await stopReminders(context);
      return cardReply(remindersStopped(context.texts));
    }),
  allowReminders: (context) =>
    personalOnly(context, async () => {
      await allowReminders(context);
      return textReply(context.texts.t('personalReminder.allowed'));
    }),
} satisfies { [V in Verb]?: Handler<V> };

/** Asks how a round should be; the card is a post of its own. */
export const startCommand: CommandHandler = async (context) =>
  setupReply(context, await showSetup(context), { own: true });

/** How far the round is; where there is none, when the next one comes. */
export const statusCommand: CommandHandler = async (context) => {
  const { texts } = context;
  const found = await statusIn(context);
  if (found.kind !== 'refused' || found.reason === 'notMember') return statusReply(context, found);
  const next = await showSchedule(context);
  const lines = [texts.t('status.none'), ...(next.kind === 'schedule' ? scheduleLines(texts, next) : [])];
  return cardReply(message(texts, { lines, actions: [startButton(texts)] }));
};

/** What a button of another version brings instead. */
export const freshRound = {
  setup: 'setup',
  start: 'setup',
  cancelSetup: 'setup',
  status: 'status',
  sendMissing: 'status',
  sendAgain: 'status',
  askClose: 'askClose',
  close: 'askClose',
  nudge: 'status',
  askExtend: 'askExtend',
  extend: 'askExtend',
} as const satisfies Partial<Record<Verb, Verb>>;

/** The set-up is a post of its own, so that the card whose button was pressed stays what it is. */
async function setup(context: BotContext): Promise<Reply> {
  const outcome = await showSetup(context);
  const reply = await setupReply(context, outcome, { own: true });
  if (outcome.kind !== 'setup' || reply.kind !== 'card') return reply;
  return { kind: 'text', text: context.texts.t('setup.comes'), post: reply };
}

async function start(
  context: BotContext,
  { setup, own: ownPost }: VerbData<'start'>,
  { inputs }: Pressed,
): Promise<Reply> {
  const { thread, activityId } = context;
  const place = { setupId: setup, thread, ...(ownPost && activityId !== undefined && { activityId }) };
  const outcome = await startRound(context, place, readSetup(inputs));
  if (outcome.kind === 'started') return roundStatus(context, outcome.round);
  return setupReply(context, outcome, { own: ownPost, given: inputs });
}

async function extendReply(
  context: BotContext,
  outcome: Awaited<ReturnType<typeof extend>>,
  given: Record<string, unknown> = {},
): Promise<Reply> {
  if (outcome.kind === 'refused') return refusal(context, outcome);
  if (outcome.kind === 'extended') {
    return roundStatus(context, outcome.round);
  }
  return cardReply(deadlineForm(await textsOf(context, outcome.round), outcome, given));
}

async function statusReply(context: BotContext, found: Status | Refusal): Promise<Reply> {
  if (found.kind === 'refused') return refusal(context, found);
  const { round } = found;
  const card = statusCard(await textsOf(context, round), found);
  return { kind: 'card', card, posted: (at) => addStatusAnswer(context.deps, round, at) };
}

export async function roundStatus(context: BotContext, round: Round): Promise<Reply> {
  return statusReply(context, await statusOf(context.deps, round));
}

/** @param card whether the set-up card is a post of its own, and what was filled in on it. */
async function setupReply(
  context: BotContext,
  outcome: Setup | OpenAlready | Refusal,
  card: { own: boolean; given?: Record<string, unknown> },
): Promise<Reply> {
  switch (outcome.kind) {
    case 'refused':
      return refusal(context, outcome);
    case 'openAlready':
      return {
        kind: 'card',
        card: openAlready(await textsOf(context, outcome.round), outcome.round),
        posted: (at) => addStatusAnswer(context.deps, outcome.round, at),
      };
    case 'setup':
      return cardReply(setupCard(context.texts, outcome, { ...card, terms: context.render }));
  }
}
