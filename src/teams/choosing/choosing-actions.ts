import type { Refusal } from '../../usecases/channel/caller.ts';
import { askDecision, type Decision, decide } from '../../usecases/choosing/deciding.ts';
import { askEndChoosing, endChoosing } from '../../usecases/choosing/end-choosing.ts';
import { type ChoosingShown, startChoosing } from '../../usecases/choosing/start-choosing.ts';
import { type OwnVote, ownVote, saveVote } from '../../usecases/choosing/voting.ts';
import type { BotContext } from '../cards/bot-context.ts';
import { cardTextsFor } from '../cards/render-context.ts';
import { type Handler, type Press, type Reply, refusal } from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { readLists, readUnits } from '../plan/plan-inputs.ts';
import { choosing as choosingCard, decision, endQuestion, outcome, ownVote as ownVoteCard } from './choosing-view.ts';

/** What buttons about choosing what to work on do. */
export const choosingActions = {
  choose: async (context, press, { round }) => {
    const started = await startChoosing(context.deps, context.rosters, press.caller, round);
    if (started.kind === 'refused') return refusal(context, press, started);
    const { t } = context.render.texts[press.caller.language];
    if (started.kind === 'newerRound') return { kind: 'text', text: t('choosing.newerRound') };
    if (started.choice.state !== 'open') return decisionReply(context, press, started);
    return { kind: 'text', text: started.begun ? t('choosing.begun') : t('choosing.underWay') };
  },
  vote: async (context, press, { round, seen }, { inputs }) => {
    const given = { roundId: round, seen, units: readUnits(inputs.dots) };
    const outcome = await saveVote(context.deps, context.rosters, context.voting, press.caller, given);
    return ownReply(context, press, outcome, false);
  },
  myVote: async (context, press, { round }) =>
    ownReply(context, press, await ownVote(context.deps, press.caller, round), false),
  editVote: async (context, press, { round }) =>
    ownReply(context, press, await ownVote(context.deps, press.caller, round), true),
  askEndChoosing: async (context, press, { round }) => {
    const question = await askEndChoosing(context.deps, context.rosters, press.caller, round);
    if (question.kind === 'refused') return refusal(context, press, question);
    if (question.choice.state !== 'open') return decisionReply(context, press, question);
    const cardTexts = await cardTextsFor(context.render, question.round, press.caller.language);
    return { kind: 'card', card: endQuestion(cardTexts, question.round, question.voted) };
  },
  endChoosing: async (context, press, { round }) =>
    decisionReply(context, press, await endChoosing(context.deps, context.rosters, press.caller, round)),
  goOnChoosing: async (context, press, { round }) =>
    decisionReply(context, press, await askEndChoosing(context.deps, context.rosters, press.caller, round)),
  askDecision: async (context, press, { round }) =>
    decisionReply(context, press, await askDecision(context.deps, context.rosters, press.caller, round)),
  decide: async (context, press, { round }, { inputs }) =>
    decisionReply(context, press, await decide(context.deps, context.rosters, press.caller, round, readLists(inputs))),
} satisfies { [V in Verb]?: Handler<V> };

/** What a button of another version brings instead. */
export const freshChoosing = {
  vote: 'editVote',
  myVote: 'myVote',
  editVote: 'editVote',
  askEndChoosing: 'askEndChoosing',
  endChoosing: 'askEndChoosing',
  goOnChoosing: 'goOnChoosing',
  askDecision: 'askDecision',
  decide: 'askDecision',
} as const satisfies Partial<Record<Verb, Verb>>;

async function ownReply(context: BotContext, press: Press, own: OwnVote | Refusal, edit: boolean): Promise<Reply> {
  if (own.kind === 'refused') return refusal(context, press, own);
  const cardTexts = await cardTextsFor(context.render, own.round, press.caller.language);
  const { t } = cardTexts.texts;
  const instead = own.justSaved ? t('choosing.savedPublic') : t('own.needsNewer');
  return { kind: 'personal', card: ownVoteCard(cardTexts, own, edit), instead };
}

async function decisionReply(
  context: BotContext,
  press: Press,
  shown: Decision | ChoosingShown | Refusal,
): Promise<Reply> {
  if (shown.kind === 'refused') return refusal(context, press, shown);
  const cardTexts = await cardTextsFor(context.render, shown.round, press.caller.language);
  if (shown.kind === 'decision') return { kind: 'card', card: decision(cardTexts, shown) };
  const { round, choice, voted } = shown;
  // Names stand on the channel's own card alone: looking them up takes longer than a press may.
  const card = choice.state === 'open' ? choosingCard(cardTexts, round, voted) : outcome(cardTexts, round, choice, {});
  return { kind: 'card', card };
}
