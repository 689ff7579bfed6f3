import type { Answered, Round } from '../domain/round.ts';
import type { Refusal } from '../usecases/channel/caller.ts';
import { teamOverview } from '../usecases/results/overview.ts';
import { type OwnView, ownView, saveAnswer } from '../usecases/round/answer.ts';
import { askClose, closeByPerson } from '../usecases/round/close.ts';
import { askExtend, extend } from '../usecases/round/extend.ts';
import { nudgeByHand } from '../usecases/round/nudge.ts';
import { answeredIn } from '../usecases/round/rounds.ts';
import { type OpenAlready, type Setup, showSetup, startRound } from '../usecases/round/start.ts';
import { sendAgain, sendMissing, status as statusOf } from '../usecases/round/status.ts';
import type { BotContext } from './cards/bot-context.ts';
import { readComment, readDeadline, readScores, readSetup } from './cards/inputs.ts';
import { cardTextsFor } from './cards/render-context.ts';
import { type Handler, type Press, type Reply, refusal } from './cards/reply.ts';
import { isVerb, type Pressed, takeApart, type Verb, type VerbData, verbs } from './cards/verbs.ts';
import { choosingActions, freshChoosing } from './choosing/choosing-actions.ts';
import { dialogueActions } from './dialogue/dialogue-actions.ts';
import { roleActions } from './facilitator/role-actions.ts';
import { frameActions, freshFrame } from './plan/frame-actions.ts';
import { freshPlan, planActions } from './plan/plan-actions.ts';
import { dataActions } from './privacy/privacy-actions.ts';
import { exportActions } from './results/export-actions.ts';
import { summaryCard } from './results/summary-card.ts';
import { trendActions } from './results/trend-actions.ts';
import { setup as setupCard } from './round/setup-view.ts';
import { closeQuestion, deadlineForm, openAlready, status as statusCard } from './round/status-view.ts';
import { themeResult } from './round/theme-result-view.ts';
import { type Filled, incompleteTheme, own, theme as themeCard } from './round/theme-view.ts';
import { scheduleActions } from './schedule/schedule-actions.ts';

/** Everything that buttons do. */
const actions: { [V in Verb]: Handler<V> } = {
  setup: async (context, press) =>
    setupReply(context, press, await showSetup(context.deps, context.rosters, press.caller), false),
  start,
  answer,
  mine: async (context, press, { round, theme }) => {
    const view = await ownView(context.deps, press.caller, { roundId: round, themeId: theme });
    return view.kind === 'refused' ? refusal(context, press, view) : ownReply(context, press, view);
  },
  edit: (context, press, data, pressed) =>
    personalTheme(context, press, data, 'edit', sentBefore(context, press, pressed)),
  refresh: (context, press, data) => personalTheme(context, press, data, 'refresh'),
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
  ...scheduleActions,
  ...choosingActions,
  ...planActions,
  ...frameActions,
  ...dialogueActions,
  ...trendActions,
  ...dataActions,
  ...roleActions,
  ...exportActions,
  team: async (context, press, { round }) => {
    const { channel, userId, language } = press.caller;
    const found = await teamOverview(context.deps, channel.tenantId, userId, round);
    if (found.kind === 'refused' || !found.round.summary)
      return refusal(context, press, { kind: 'refused', reason: 'notHere' });
    const { planContext, agreed } = found;
    const needs = { canStart: false, planContext, agreed };
    return { kind: 'card', card: await summaryCard(context.render, found.round, language, needs) };
  },
};

/** Does what a button says, if it says something this bot gave it; anything else gets the same no as an unknown id. */
export async function act(
  context: BotContext,
  press: Press,
  verb: unknown,
  value: Record<string, unknown>,
): Promise<Reply> {
  if (!isVerb(verb)) return refusal(context, press, { kind: 'refused', reason: 'notHere' });
  return run(context, press, verb, takeApart(value));
}

async function run<V extends Verb>(context: BotContext, press: Press, verb: V, pressed: Pressed): Promise<Reply> {
  const parsed = verbs[verb].safeParse(pressed.data);
  // TypeScript does not follow that a verb's handler takes what the same verb's schema gives.
  if (parsed.success) return actions[verb](context, press, parsed.data as VerbData<V>, pressed);
  for (const fresh of [freshCard[verb], 'status'] as const) {
    if (fresh === undefined) continue;
    const ids = verbs[fresh].strip().safeParse(pressed.data);
    if (ids.success) return actions[fresh](context, press, ids.data as never, pressed);
  }
  return refusal(context, press, { kind: 'refused', reason: 'notHere' });
}

/**
 * Cards stay in a channel for years, and so do buttons that another version made. Where its ids can still be read such a
 * button does nothing, but brings a fresh card of its kind.
 */
const freshCard: Partial<Record<Verb, Verb>> = {
  setup: 'setup',
  start: 'setup',
  answer: 'edit',
  mine: 'mine',
  edit: 'edit',
  refresh: 'refresh',
  status: 'status',
  sendMissing: 'status',
  sendAgain: 'status',
  askClose: 'askClose',
  close: 'askClose',
  team: 'team',
  nudge: 'status',
  askExtend: 'askExtend',
  extend: 'askExtend',
  editSchedule: 'editSchedule',
  saveSchedule: 'editSchedule',
  agree: 'agree',
  saveAgreed: 'agree',
  undoAgreed: 'agree',
  trend: 'trend',
  teamTrend: 'teamTrend',
  ...freshChoosing,
  ...freshPlan,
  ...freshFrame,
};

/** What came with a button of another version, which could not be saved; on today's cards only `answer` sends inputs. */
function sentBefore({ render }: BotContext, { caller }: Press, { scores, inputs }: Pressed): Partial<Filled> {
  if (Object.keys(scores).length === 0) return {};
  const error = render.texts[caller.language].t('theme.renewed');
  return { scores: readScores(scores), comment: readComment(inputs.comment), error };
}

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

async function answer(
  context: BotContext,
  press: Press,
  { round, theme, seen }: VerbData<'answer'>,
  { inputs, scores }: Pressed,
): Promise<Reply> {
  const { deps, rosters, answering, render } = context;
  const { caller } = press;
  const input = { seen, scores: readScores(scores), comment: readComment(inputs.comment) };
  const outcome = await saveAnswer(deps, rosters, answering, caller, { roundId: round, themeId: theme }, input);
  if (outcome.kind === 'refused') return refusal(context, press, outcome);
  const { t } = render.texts[caller.language];
  const cardTexts = await cardTextsFor(render, outcome.round, caller.language);
  if (outcome.kind === 'incomplete') {
    return { kind: 'personal', card: incompleteTheme(cardTexts, outcome), instead: t('own.needsNewer') };
  }
  const card = own(cardTexts, outcome.round, theme, {
    answer: outcome.answer,
    justSaved: true,
    userIds: [caller.userId],
  });
  return { kind: 'personal', card, instead: t('own.savedPublic') };
}

/** A theme as one person sees it: to change the answer, or whatever it is time for when a client asks by itself. */
async function personalTheme(
  context: BotContext,
  press: Press,
  { round, theme }: VerbData<'edit'>,
  why: 'edit' | 'refresh',
  sent: Partial<Filled> = {},
): Promise<Reply> {
  const { caller } = press;
  const view = await ownView(context.deps, caller, { roundId: round, themeId: theme });
  if (view.kind === 'refused') return refusal(context, press, view);
  const { texts } = context.render;
  const instead = texts[caller.language].t('own.needsNewer');
  const cardTexts = await cardTextsFor(context.render, view.round, caller.language);
  if (view.round.state === 'closing')
    return roundStatus(context, press, view.round, await answeredIn(context.deps, view.round));
  if (view.round.state !== 'open')
    return { kind: 'card', card: themeResult(cardTexts, view.round, theme, [], [], view.agreed) };
  if (why === 'refresh' && view.answer) return ownReply(context, press, view);
  const stored = { scores: {}, comment: '', ...view.answer, seen: view.answer?.revision ?? 0 };
  // While a card is being changed it does not ask for another view of itself.
  const userIds = why === 'refresh' ? [caller.userId] : [];
  return {
    kind: 'personal',
    card: themeCard(cardTexts, view.round, theme, view.answered, userIds, { ...stored, ...sent }),
    instead,
  };
}

async function ownReply(
  context: BotContext,
  { caller }: Press,
  { round, themeId, answer: given, answered }: OwnView,
): Promise<Reply> {
  const cardTexts = await cardTextsFor(context.render, round, caller.language);
  const needs = { justSaved: false, answered, userIds: [caller.userId], ...(given && { answer: given }) };
  const instead = cardTexts.texts.t('own.needsNewer');
  return { kind: 'personal', card: own(cardTexts, round, themeId, needs), instead };
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

async function roundStatus(
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
