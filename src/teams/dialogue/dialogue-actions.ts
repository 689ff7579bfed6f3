import type { Refusal } from '../../usecases/channel/caller.ts';
import {
  type AgreeForm,
  askAgree,
  type JointScoreShown,
  leaveAgree,
  saveJointScore,
  undoJointScore,
} from '../../usecases/dialogue/joint-score.ts';
import { type BotContext, textsOf } from '../cards/bot-context.ts';
import { readSteps, unreadSteps, untouchedIn } from '../cards/inputs.ts';
import { cardReply, type Handler, type Reply, refusal } from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { themeResult } from '../round/theme-result-view.ts';
import { agreeForm, jointScoreSaved } from './joint-score-view.ts';

/** What buttons do about the steps that a team agrees on. */
export const dialogueActions = {
  agree: async (context, { round, theme }) =>
    agreedReply(context, await askAgree(context, { roundId: round, themeId: theme })),
  saveAgreed: async (context, { round, theme, seen }, { scores, data }) => {
    const ref = { roundId: round, themeId: theme };
    // What stood in a field that nobody touched, on a form that an earlier version showed again, is not known.
    const isUnknown = data.again === true && Object.values(scores).includes('');
    if (isUnknown) return agreedReply(context, await askAgree(context, ref));
    const given = {
      seen,
      steps: readSteps(scores),
      untouched: untouchedIn(scores),
      unread: unreadSteps(scores),
    };
    return agreedReply(context, await saveJointScore(context, ref, given));
  },
  leaveAgree: async (context, { round, theme }) => {
    const found = await leaveAgree(context, { roundId: round, themeId: theme });
    if (found.kind === 'refused') return refusal(context, found);
    return cardReply(themeResult(await textsOf(context, found.round), found.round, found));
  },
  undoAgreed: async (context, { round, theme, seen }) => {
    const ref = { roundId: round, themeId: theme };
    return agreedReply(context, await undoJointScore(context, ref, seen));
  },
} satisfies { [V in Verb]?: Handler<V> };

/** What a button of another version brings instead. */
export const freshDialogue = {
  agree: 'agree',
  saveAgreed: 'agree',
  leaveAgree: 'leaveAgree',
  undoAgreed: 'agree',
} as const satisfies Partial<Record<Verb, Verb>>;

async function agreedReply(context: BotContext, outcome: JointScoreShown | AgreeForm | Refusal): Promise<Reply> {
  if (outcome.kind === 'refused') return refusal(context, outcome);
  const cardTexts = await textsOf(context, outcome.round);
  return {
    kind: 'card',
    card: outcome.kind === 'jointScore' ? jointScoreSaved(cardTexts, outcome) : agreeForm(cardTexts, outcome),
  };
}
