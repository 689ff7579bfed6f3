import type { Answered, Round } from '../domain/round.ts';
import type { Refusal } from '../usecases/channel/people.ts';
import { teamOverview } from '../usecases/results/overview.ts';
import { type OwnView, ownView, saveAnswer } from '../usecases/round/answer.ts';
import { askClose, closeByPerson } from '../usecases/round/close.ts';
import { askExtend, extend, nudgeByHand } from '../usecases/round/reminders.ts';
import { answeredIn, sendAgain, sendMissing, status as statusOf } from '../usecases/round/rounds.ts';
import { type OpenAlready, type Setup, showSetup, startRound } from '../usecases/round/start.ts';
import type { Room } from './cards/bot-context.ts';
import { readComment, readDeadline, readScores, readSetup } from './cards/inputs.ts';
import { type Handler, type Press, type Reply, refusal } from './cards/reply.ts';
import { isVerb, type Pressed, takeApart, type Verb, type VerbData, verbs } from './cards/verbs.ts';
import { choosingActions, freshChoosing } from './choosing/choosing-actions.ts';
import { dialogueActions } from './dialogue/dialogue-actions.ts';
import { roleActions } from './facilitator/role-actions.ts';
import { lookFor, summaryCard } from './outbound/notices.ts';
import { frameActions, freshFrame } from './plan/frame-actions.ts';
import { freshPlan, planActions } from './plan/plan-actions.ts';
import { dataActions } from './privacy/privacy-actions.ts';
import { exportActions } from './results/export-actions.ts';
import { trendActions } from './results/trend-actions.ts';
import { setup as setupCard } from './round/setup-view.ts';
import { closeQuestion, deadlineForm, openAlready, status as statusCard } from './round/status-view.ts';
import { themeResult } from './round/theme-result-view.ts';
import { type Filled, incompleteTheme, own, theme as themeCard } from './round/theme-view.ts';
import { scheduleActions } from './schedule/schedule-actions.ts';

/** Everything that buttons do. */
const actions: { [V in Verb]: Handler<V> } = {
  setup: async (room, press) => setupReply(room, press, await showSetup(room.world, room.rosters, press.caller), false),
  start,
  answer,
  mine: async (room, press, { round, theme }) => {
    const view = await ownView(room.world, press.caller, { roundId: round, themeId: theme });
    return view.kind === 'refused' ? refusal(room, press, view) : ownReply(room, press, view);
  },
  edit: (room, press, data, pressed) => personalTheme(room, press, data, 'edit', sentBefore(room, press, pressed)),
  refresh: (room, press, data) => personalTheme(room, press, data, 'refresh'),
  status: async (room, press, { round }) => statusReply(room, press, await statusOf(room.world, press.caller, round)),
  sendAgain: async (room, press, { round }) =>
    statusReply(room, press, await sendAgain(room.world, press.caller, round)),
  sendMissing: async (room, press, { round }) =>
    statusReply(room, press, await sendMissing(room.world, press.caller, round)),
  askClose: async (room, press, { round }) => {
    const question = await askClose(room.world, press.caller, round);
    if (question.kind === 'refused') return refusal(room, press, question);
    const look = await lookFor(room.studio, question.round, press.caller.language);
    return { kind: 'card', card: closeQuestion(look, question.round, question.answered) };
  },
  close: async (room, press, { round }) => {
    const closed = await closeByPerson(room.world, press.caller, round);
    if (closed.kind === 'refused') return refusal(room, press, closed);
    return roundStatus(room, press, closed.round, await answeredIn(room.world, closed.round));
  },
  nudge: async (room, press, { round }) => {
    const outcome = await nudgeByHand(room.world, press.caller, round);
    if (outcome.kind === 'refused') return refusal(room, press, outcome);
    const { t } = room.studio.texts[press.caller.language];
    return { kind: 'text', text: t(`nudge.${outcome.kind}`) };
  },
  askExtend: async (room, press, { round }) =>
    extendReply(room, press, await askExtend(room.world, press.caller, round)),
  extend: async (room, press, { round }, { inputs }) =>
    extendReply(room, press, await extend(room.world, press.caller, round, readDeadline(inputs))),
  ...scheduleActions,
  ...choosingActions,
  ...planActions,
  ...frameActions,
  ...dialogueActions,
  ...trendActions,
  ...dataActions,
  ...roleActions,
  ...exportActions,
  team: async (room, press, { round }) => {
    const { channel, userId, language } = press.caller;
    const found = await teamOverview(room.world, channel.tenantId, userId, round);
    if (found.kind === 'refused' || !found.round.summary)
      return refusal(room, press, { kind: 'refused', reason: 'notHere' });
    const { around, agreed } = found;
    const needs = { canStart: false, around, agreed };
    return { kind: 'card', card: await summaryCard(room.studio, found.round, language, needs) };
  },
};

/** Does what a button says, if it says something this bot gave it; anything else gets the same no as an unknown id. */
export async function act(room: Room, press: Press, verb: unknown, value: Record<string, unknown>): Promise<Reply> {
  if (!isVerb(verb)) return refusal(room, press, { kind: 'refused', reason: 'notHere' });
  return run(room, press, verb, takeApart(value));
}

async function run<V extends Verb>(room: Room, press: Press, verb: V, pressed: Pressed): Promise<Reply> {
  const parsed = verbs[verb].safeParse(pressed.data);
  // TypeScript does not follow that a verb's handler takes what the same verb's schema gives.
  if (parsed.success) return actions[verb](room, press, parsed.data as VerbData<V>, pressed);
  for (const fresh of [freshCard[verb], 'status'] as const) {
    if (fresh === undefined) continue;
    const ids = verbs[fresh].strip().safeParse(pressed.data);
    if (ids.success) return actions[fresh](room, press, ids.data as never, pressed);
  }
  return refusal(room, press, { kind: 'refused', reason: 'notHere' });
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
function sentBefore({ studio }: Room, { caller }: Press, { scores, inputs }: Pressed): Partial<Filled> {
  if (Object.keys(scores).length === 0) return {};
  const error = studio.texts[caller.language].t('theme.renewed');
  return { scores: readScores(scores), comment: readComment(inputs.comment), error };
}

async function start(
  room: Room,
  press: Press,
  { setup, own: ownPost }: VerbData<'start'>,
  { inputs }: Pressed,
): Promise<Reply> {
  const { thread, activityId } = press;
  const place = { setupId: setup, thread, ...(ownPost && activityId !== undefined && { activityId }) };
  const outcome = await startRound(room.world, room.rosters, press.caller, place, readSetup(inputs));
  if (outcome.kind === 'started')
    return statusReply(room, press, await statusOf(room.world, press.caller, outcome.round.id));
  return setupReply(room, press, outcome, ownPost);
}

async function answer(
  room: Room,
  press: Press,
  { round, theme, seen }: VerbData<'answer'>,
  { inputs, scores }: Pressed,
): Promise<Reply> {
  const { world, rosters, answering, studio } = room;
  const { caller } = press;
  const input = { seen, scores: readScores(scores), comment: readComment(inputs.comment) };
  const outcome = await saveAnswer(world, rosters, answering, caller, { roundId: round, themeId: theme }, input);
  if (outcome.kind === 'refused') return refusal(room, press, outcome);
  const { t } = studio.texts[caller.language];
  const look = await lookFor(studio, outcome.round, caller.language);
  if (outcome.kind === 'incomplete') {
    return { kind: 'personal', card: incompleteTheme(look, outcome), instead: t('own.needsNewer') };
  }
  const card = own(look, outcome.round, theme, { answer: outcome.answer, justSaved: true, userIds: [caller.userId] });
  return { kind: 'personal', card, instead: t('own.savedPublic') };
}

/** A theme as one person sees it: to change the answer, or whatever it is time for when a client asks by itself. */
async function personalTheme(
  room: Room,
  press: Press,
  { round, theme }: VerbData<'edit'>,
  why: 'edit' | 'refresh',
  sent: Partial<Filled> = {},
): Promise<Reply> {
  const { caller } = press;
  const view = await ownView(room.world, caller, { roundId: round, themeId: theme });
  if (view.kind === 'refused') return refusal(room, press, view);
  const { texts } = room.studio;
  const instead = texts[caller.language].t('own.needsNewer');
  const look = await lookFor(room.studio, view.round, caller.language);
  if (view.round.state === 'closing')
    return roundStatus(room, press, view.round, await answeredIn(room.world, view.round));
  if (view.round.state !== 'open')
    return { kind: 'card', card: themeResult(look, view.round, theme, [], [], view.agreed) };
  if (why === 'refresh' && view.answer) return ownReply(room, press, view);
  const stored = { scores: {}, comment: '', ...view.answer, seen: view.answer?.revision ?? 0 };
  // While a card is being changed it does not ask for another view of itself.
  const userIds = why === 'refresh' ? [caller.userId] : [];
  return {
    kind: 'personal',
    card: themeCard(look, view.round, theme, view.answered, userIds, { ...stored, ...sent }),
    instead,
  };
}

async function ownReply(
  room: Room,
  { caller }: Press,
  { round, themeId, answer: given, answered }: OwnView,
): Promise<Reply> {
  const look = await lookFor(room.studio, round, caller.language);
  const needs = { justSaved: false, answered, userIds: [caller.userId], ...(given && { answer: given }) };
  const instead = look.texts.t('own.needsNewer');
  return { kind: 'personal', card: own(look, round, themeId, needs), instead };
}

async function extendReply(room: Room, press: Press, outcome: Awaited<ReturnType<typeof extend>>): Promise<Reply> {
  if (outcome.kind === 'refused') return refusal(room, press, outcome);
  if (outcome.kind === 'extended') {
    return roundStatus(room, press, outcome.round, await answeredIn(room.world, outcome.round));
  }
  const look = await lookFor(room.studio, outcome.round, press.caller.language);
  return { kind: 'card', card: deadlineForm(look, outcome) };
}

async function statusReply(room: Room, press: Press, found: Awaited<ReturnType<typeof statusOf>>): Promise<Reply> {
  if (found.kind === 'refused') return refusal(room, press, found);
  return roundStatus(room, press, found.round, found.answered, found.missing);
}

async function roundStatus(
  room: Room,
  press: Press,
  round: Round,
  answered: Answered,
  missing: string[] = [],
): Promise<Reply> {
  const look = await lookFor(room.studio, round, press.caller.language);
  return { kind: 'card', card: statusCard(look, round, answered, missing) };
}

/** @param ownPost whether the set-up card is a post of its own. */
export async function setupReply(
  room: Room,
  press: Press,
  outcome: Setup | OpenAlready | Refusal,
  ownPost: boolean,
): Promise<Reply> {
  const { studio } = room;
  const { language } = press.caller;
  switch (outcome.kind) {
    case 'refused':
      return refusal(room, press, outcome);
    case 'openAlready':
      return { kind: 'card', card: openAlready(await lookFor(studio, outcome.round, language), outcome.round) };
    case 'setup':
      return { kind: 'card', card: setupCard(studio.texts[language], outcome, ownPost, studio) };
  }
}
