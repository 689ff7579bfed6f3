import { type OwnView, ownView, saveAnswer } from '../../usecases/round/answer.ts';
import { answeredIn } from '../../usecases/round/rounds.ts';
import type { BotContext } from '../cards/bot-context.ts';
import { readComment, readScores } from '../cards/inputs.ts';
import type { Pressed } from '../cards/pressed.ts';
import { cardTextsFor } from '../cards/render-context.ts';
import { type Handler, type Press, type Reply, refusal } from '../cards/reply.ts';
import type { Verb, VerbData } from '../cards/verbs.ts';
import { roundStatus } from './round-actions.ts';
import { themeResult } from './theme-result-view.ts';
import { type Filled, incompleteTheme, own, theme as themeCard } from './theme-view.ts';

/** What the buttons of a theme's card do. */
export const answerActions = {
  answer,
  mine: async (context, press, { round, theme }) => {
    const view = await ownView(context.deps, press.caller, { roundId: round, themeId: theme });
    return view.kind === 'refused' ? refusal(context, press, view) : ownReply(context, press, view);
  },
  edit: (context, press, data, pressed) =>
    personalTheme(context, press, data, 'edit', sentBefore(context, press, pressed)),
  refresh: (context, press, data) => personalTheme(context, press, data, 'refresh'),
} satisfies { [V in Verb]?: Handler<V> };

/** What a button of another version brings instead. */
export const freshAnswer = {
  answer: 'edit',
  mine: 'mine',
  edit: 'edit',
  refresh: 'refresh',
} as const satisfies Partial<Record<Verb, Verb>>;

/** What came with a button of another version, which could not be saved; on today's cards only `answer` sends inputs. */
function sentBefore({ render }: BotContext, { caller }: Press, { scores, inputs }: Pressed): Partial<Filled> {
  if (Object.keys(scores).length === 0) return {};
  const error = render.texts[caller.language].t('theme.renewed');
  return { scores: readScores(scores), comment: readComment(inputs.comment), error };
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
