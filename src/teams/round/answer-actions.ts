import { readComment } from '../../domain/comment.ts';
import type { CardTexts } from '../../texts/results.ts';
import { type Counted, type OwnView, ownView, saveAnswer } from '../../usecases/round/answer.ts';
import { sayAnswersAs } from '../../usecases/round/answers-as.ts';
import { type BotContext, textsOf } from '../cards/bot-context.ts';
import { readGroup, readScores, untouchedIn } from '../cards/inputs.ts';
import type { Pressed } from '../cards/pressed.ts';
import { cardReply, type Handler, type Reply, refusal } from '../cards/reply.ts';
import type { Card } from '../cards/templates.ts';
import type { Verb, VerbData } from '../cards/verbs.ts';
import { roundStatus } from './round-actions.ts';
import { themeResult } from './theme-result-view.ts';
import { type Filled, incompleteTheme, type OwnNeeds, own, theme as themeCard } from './theme-view.ts';

/** What the buttons of a theme's card do. */
export const answerActions = {
  answer,
  mine: async (context, { round, theme }) => {
    const view = await ownView(context, { roundId: round, themeId: theme });
    return view.kind === 'refused' ? refusal(context, view) : ownReply(context, view);
  },
  edit: (context, data, pressed) =>
    // While a card is being changed it does not ask for another view of itself.
    themeReply(context, data, (view) => themeForm(context, view, { userIds: [], sent: sentBefore(context, pressed) })),
  answersAs: async (context, { round, theme }, { inputs }) => {
    const ref = { roundId: round, themeId: theme };
    const group = readGroup(inputs.answersAs);
    const view = await (group === undefined ? ownView(context, ref) : sayAnswersAs(context, ref, group));
    if (view.kind === 'refused') return refusal(context, view);
    // Nobody touched the field, which says what they said before.
    const stands = inputs.answersAs === null && view.answersAs !== undefined;
    return ownReply(context, view, group === undefined && !stands ? 'again' : undefined);
  },
  askAnswersAs: async (context, { round, theme }) => {
    const view = await ownView(context, { roundId: round, themeId: theme });
    return view.kind === 'refused' ? refusal(context, view) : ownReply(context, view, 'asked');
  },
  /** A client asks by itself for what it is time for. */
  refresh: (context, data) =>
    themeReply(context, data, (view) =>
      view.answer ? ownReply(context, view) : themeForm(context, view, { userIds: [context.caller.userId] }),
    ),
} satisfies { [V in Verb]?: Handler<V> };

/** What a button of another version brings instead. */
export const freshAnswer = {
  answer: 'edit',
  mine: 'mine',
  edit: 'edit',
  refresh: 'refresh',
  askAnswersAs: 'askAnswersAs',
  answersAs: 'askAnswersAs',
} as const satisfies Partial<Record<Verb, Verb>>;

/** What came with a button of another version, which could not be saved; on today's cards only `answer` sends inputs. */
function sentBefore({ texts }: BotContext, { scores, inputs }: Pressed): Partial<Filled> {
  if (Object.keys(scores).length === 0) return {};
  return { scores: readScores(scores), comment: readComment(inputs.comment), error: texts.t('theme.renewed') };
}

async function answer(
  context: BotContext,
  { round, theme, seen }: VerbData<'answer'>,
  { inputs, scores }: Pressed,
): Promise<Reply> {
  const { caller } = context;
  const untouched = [...untouchedIn(scores), ...untouchedIn(inputs)];
  const input = { seen, scores: readScores(scores), comment: readComment(inputs.comment), untouched };
  const outcome = await saveAnswer(context, { roundId: round, themeId: theme }, input);
  if (outcome.kind === 'refused') return refusal(context, outcome);
  const { t } = context.texts;
  const cardTexts = await textsOf(context, outcome.round);
  if (outcome.kind === 'incomplete')
    return { kind: 'personal', card: incompleteTheme(cardTexts, outcome), instead: t('own.needsNewer') };
  if (outcome.kind === 'counted')
    return { kind: 'personal', card: countedAnswer(cardTexts, theme, outcome), instead: t('own.countedPublic') };
  const { answer: stored, kind: _, round: __, ...about } = outcome;
  const needs: OwnNeeds = {
    ...{ themeId: theme, answer: stored, notice: 'saved', userIds: [caller.userId] },
    ...about,
  };
  return { kind: 'personal', card: own(cardTexts, outcome.round, needs), instead: t('own.savedPublic') };
}

/** The answer that counts of a round that is over. It asks for no other view of itself, which would hide what it says. */
function countedAnswer(cardTexts: CardTexts, themeId: string, { kind: _, round, isSent, ...about }: Counted): Card {
  return own(cardTexts, round, { themeId, notice: isSent ? 'counted' : 'countedBefore', userIds: [], ...about });
}

/** A person's view of a theme; of a round that is not open any more, what everybody sees of it. */
async function themeReply(
  context: BotContext,
  { round: roundId, theme: themeId }: VerbData<'edit'>,
  whileOpen: (view: OwnView) => Promise<Reply>,
): Promise<Reply> {
  const view = await ownView(context, { roundId, themeId });
  if (view.kind === 'refused') return refusal(context, view);
  const { round, jointScore } = view;
  switch (round.state) {
    case 'open':
      return whileOpen(view);
    case 'closing':
      return roundStatus(context, round);
    case 'closed':
      return cardReply(themeResult(await textsOf(context, round), round, { themeId, jointScore }));
  }
}

/** A theme's card for one person, with what is stored. @param sent what was filled in and is not stored. */
async function themeForm(
  context: BotContext,
  { round, themeId, answer: stored, answered }: OwnView,
  { userIds, sent = {} }: { userIds: string[]; sent?: Partial<Filled> },
): Promise<Reply> {
  const cardTexts = await textsOf(context, round);
  const filled = { scores: {}, comment: '', ...stored, seen: stored?.revision ?? 0, ...sent };
  const card = themeCard(cardTexts, round, { themeId, answered, userIds, filled });
  return { kind: 'personal', card, instead: context.texts.t('own.needsNewer') };
}

async function ownReply(
  context: BotContext,
  { kind: _, jointScore: __, round, ...view }: OwnView,
  asks?: OwnNeeds['asks'],
): Promise<Reply> {
  const needs = { ...view, asks, userIds: [context.caller.userId] };
  const card = own(await textsOf(context, round), round, needs);
  return { kind: 'personal', card, instead: context.texts.t('own.needsNewer') };
}
