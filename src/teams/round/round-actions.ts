import type { Answered, Round } from '../../domain/round.ts';
import type { Refusal } from '../../usecases/channel/caller.ts';
import { askClose, closeByPerson } from '../../usecases/round/close.ts';
import { askExtend, extend } from '../../usecases/round/extend.ts';
import { nudgeByHand } from '../../usecases/round/nudge.ts';
import { answeredIn } from '../../usecases/round/rounds.ts';
import { type OpenAlready, type Setup, showSetup, startRound } from '../../usecases/round/start.ts';
import { sendAgain, sendMissing, status as statusOf } from '../../usecases/round/status.ts';
import type { BotContext } from '../cards/bot-context.ts';
import { readDeadline, readSetup } from '../cards/inputs.ts';
import type { Pressed } from '../cards/pressed.ts';
import { cardTextsFor } from '../cards/render-context.ts';
import { type Handler, type Press, type Reply, refusal } from '../cards/reply.ts';
import type { Verb, VerbData } from '../cards/verbs.ts';
import { setup as setupCard } from './setup-view.ts';
import { closeQuestion, deadlineForm, openAlready, status as statusCard } from './status-view.ts';

/** What the buttons of a round's set-up and status do. */
export const roundActions = {
  setup: async (context, press) =>
    setupReply(context, press, await showSetup(context.deps, context.rosters, press.caller), false),
  start,
  status: async (context, press, { round }) =>
    statusReply(context, press, await statusOf(context.deps, press.caller, round)),
  sendAgain: async (context, press, { round }) =>
    statusReply(context, press, await sendAgain(context.deps, press.caller, round)),
  sendMissing: async (context, press, { round }) =>
    statusReply(context, press, await sendMissing(context.deps, press.caller, round)),
  askClose: async (context, press, { round }) => {
    const question = await askClose(context.deps, press.caller, round);
    if (question.kind === 'refused') return refusal(context, press, question);
    const cardTexts = await cardTextsFor(context.render, question.round, press.caller.language);
    return { kind: 'card', card: closeQuestion(cardTexts, question.round, question.answered) };
  },
  close: async (context, press, { round }) => {
    const closed = await closeByPerson(context.deps, press.caller, round);
    if (closed.kind === 'refused') return refusal(context, press, closed);
    return roundStatus(context, press, closed.round, await answeredIn(context.deps, closed.round));
  },
  nudge: async (context, press, { round }) => {
    const outcome = await nudgeByHand(context.deps, press.caller, round);
    if (outcome.kind === 'refused') return refusal(context, press, outcome);
    const { t } = context.render.texts[press.caller.language];
    return { kind: 'text', text: t(`nudge.${outcome.kind}`) };
  },
  askExtend: async (context, press, { round }) =>
    extendReply(context, press, await askExtend(context.deps, press.caller, round)),
  extend: async (context, press, { round }, { inputs }) =>
    extendReply(context, press, await extend(context.deps, press.caller, round, readDeadline(inputs))),
} satisfies { [V in Verb]?: Handler<V> };

/** What a button of another version brings instead. */
export const freshRound = {
  setup: 'setup',
  start: 'setup',
  status: 'status',
  sendMissing: 'status',
  sendAgain: 'status',
  askClose: 'askClose',
  close: 'askClose',
  nudge: 'status',
  askExtend: 'askExtend',
  extend: 'askExtend',
} as const satisfies Partial<Record<Verb, Verb>>;

async function start(
  context: BotContext,
  press: Press,
  { setup, own: ownPost }: VerbData<'start'>,
  { inputs }: Pressed,
): Promise<Reply> {
  const { thread, activityId } = press;
  const place = { setupId: setup, thread, ...(ownPost && activityId !== undefined && { activityId }) };
  const outcome = await startRound(context.deps, context.rosters, press.caller, place, readSetup(inputs));
  if (outcome.kind === 'started')
    return statusReply(context, press, await statusOf(context.deps, press.caller, outcome.round.id));
  return setupReply(context, press, outcome, ownPost);
}

async function extendReply(
  context: BotContext,
  press: Press,
  outcome: Awaited<ReturnType<typeof extend>>,
): Promise<Reply> {
  if (outcome.kind === 'refused') return refusal(context, press, outcome);
  if (outcome.kind === 'extended') {
    return roundStatus(context, press, outcome.round, await answeredIn(context.deps, outcome.round));
  }
  const cardTexts = await cardTextsFor(context.render, outcome.round, press.caller.language);
  return { kind: 'card', card: deadlineForm(cardTexts, outcome) };
}

async function statusReply(
  context: BotContext,
  press: Press,
  found: Awaited<ReturnType<typeof statusOf>>,
): Promise<Reply> {
  if (found.kind === 'refused') return refusal(context, press, found);
  return roundStatus(context, press, found.round, found.answered, found.missing);
}

export async function roundStatus(
  context: BotContext,
  press: Press,
  round: Round,
  answered: Answered,
  missing: string[] = [],
): Promise<Reply> {
  const cardTexts = await cardTextsFor(context.render, round, press.caller.language);
  return { kind: 'card', card: statusCard(cardTexts, round, answered, missing) };
}

/** @param ownPost whether the set-up card is a post of its own. */
export async function setupReply(
  context: BotContext,
  press: Press,
  outcome: Setup | OpenAlready | Refusal,
  ownPost: boolean,
): Promise<Reply> {
  const { render } = context;
  const { language } = press.caller;
  switch (outcome.kind) {
    case 'refused':
      return refusal(context, press, outcome);
    case 'openAlready':
      return { kind: 'card', card: openAlready(await cardTextsFor(render, outcome.round, language), outcome.round) };
    case 'setup':
      return { kind: 'card', card: setupCard(render.texts[language], outcome, ownPost, render) };
  }
}
