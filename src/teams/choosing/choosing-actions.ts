import type { Refusal } from '../../usecases/channel/caller.ts';
import { askDecision, type Decision, decide } from '../../usecases/choosing/deciding.ts';
import { askEndChoosing, endChoosing } from '../../usecases/choosing/end-choosing.ts';
import { type ChoosingShown, startChoosing } from '../../usecases/choosing/start-choosing.ts';
import { type OwnVote, ownVote, saveVote } from '../../usecases/choosing/voting.ts';
import { type BotContext, textsOf } from '../cards/bot-context.ts';
import { cardReply, type Handler, questionReply, type Reply, refusal, textReply } from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { readLists, readUnits } from '../plan/plan-inputs.ts';
import { choosing as choosingCard, endQuestion, outcome, ownVote as ownVoteCard } from './choosing-view.ts';
import { decision } from './decision-view.ts';

/** What buttons about choosing what to work on do. */
export const choosingActions = {
  choose: async (context, { round }) => {
    const started = await startChoosing(context, round);
    if (started.kind === 'refused') return refusal(context, started);
    const { t } = context.texts;
    if (started.kind === 'newerRound') return textReply(t('choosing.newerRound'));
    if (started.choice.state !== 'open') return decisionReply(context, started);
    return textReply(started.begun ? t('choosing.begun') : t('choosing.underWay'));
  },
  vote: async (context, { round, seen }, { inputs }) => {
    const given = { roundId: round, seen, units: inputs.dots === null ? undefined : readUnits(inputs.dots) };
    const outcome = await saveVote(context, given);
    if (outcome.kind === 'over') return textReply(context.texts.t('choosing.over'));
    return ownReply(context, outcome, false);
  },
  myVote: async (context, { round }) => ownReply(context, await ownVote(context, round), false),
  editVote: async (context, { round }) => ownReply(context, await ownVote(context, round), true),
  askEndChoosing: async (context, { round }) => {
    const question = await askEndChoosing(context, round);
    if (question.kind === 'refused') return refusal(context, question);
    if (question.choice.state !== 'open') return decisionReply(context, question);
    const cardTexts = await textsOf(context, question.round);
    return questionReply(endQuestion(cardTexts, question.round, question.voted));
  },
  endChoosing: async (context, { round }) => decisionReply(context, await endChoosing(context, round)),
  goOnChoosing: async (context, { round }) => decisionReply(context, await askEndChoosing(context, round)),
  askDecision: async (context, { round }) => decisionReply(context, await askDecision(context, round)),
  decide: async (context, { round }, { inputs }) =>
    decisionReply(context, await decide(context, round, readLists(inputs))),
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

async function ownReply(context: BotContext, own: OwnVote | Refusal, edit: boolean): Promise<Reply> {
  if (own.kind === 'refused') return refusal(context, own);
  const cardTexts = await textsOf(context, own.round);
  const { t } = cardTexts.texts;
  const instead = own.justSaved ? t('choosing.savedPublic') : t('own.needsNewer');
  return { kind: 'personal', card: ownVoteCard(cardTexts, own, edit), instead };
}

async function decisionReply(context: BotContext, shown: Decision | ChoosingShown | Refusal): Promise<Reply> {
  if (shown.kind === 'refused') return refusal(context, shown);
  const cardTexts = await textsOf(context, shown.round);
  if (shown.kind === 'decision') return cardReply(decision(cardTexts, shown));
  const { round, choice } = shown;
  // Names stand on the channel's own card alone: looking them up takes longer than a press may.
  const card = choice.state === 'open' ? choosingCard(cardTexts, round) : outcome(cardTexts, round, { choice });
  return { kind: 'card', card };
}
