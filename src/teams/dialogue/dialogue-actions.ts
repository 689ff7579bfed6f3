import type { Refusal } from '../../usecases/channel/caller.ts';
import {
  type AgreedShown,
  type AgreeForm,
  askAgree,
  saveJointScore,
  undoAgreed,
} from '../../usecases/dialogue/joint-score.ts';
import type { BotContext } from '../cards/bot-context.ts';
import { readSteps } from '../cards/inputs.ts';
import { cardTextsFor } from '../cards/render-context.ts';
import { type Handler, type Press, type Reply, refusal } from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { agreedSaved, agreeForm } from './agreed-view.ts';

/** What buttons do about the steps that a team agrees on. */
export const dialogueActions = {
  agree: async (context, press, { round, theme }) =>
    agreedReply(
      context,
      press,
      await askAgree(context.deps, context.rosters, press.caller, { roundId: round, themeId: theme }),
    ),
  saveAgreed: async (context, press, { round, theme, seen }, { scores }) => {
    const ref = { roundId: round, themeId: theme };
    const given = { seen, steps: readSteps(scores) };
    return agreedReply(context, press, await saveJointScore(context.deps, context.rosters, press.caller, ref, given));
  },
  undoAgreed: async (context, press, { round, theme, seen }) => {
    const ref = { roundId: round, themeId: theme };
    return agreedReply(context, press, await undoAgreed(context.deps, context.rosters, press.caller, ref, seen));
  },
} satisfies { [V in Verb]?: Handler<V> };

/** What a button of another version brings instead. */
export const freshDialogue = {
  agree: 'agree',
  saveAgreed: 'agree',
  undoAgreed: 'agree',
} as const satisfies Partial<Record<Verb, Verb>>;

async function agreedReply(
  context: BotContext,
  press: Press,
  outcome: AgreedShown | AgreeForm | Refusal,
): Promise<Reply> {
  if (outcome.kind === 'refused') return refusal(context, press, outcome);
  const cardTexts = await cardTextsFor(context.render, outcome.round, press.caller.language);
  return {
    kind: 'card',
    card: outcome.kind === 'agreed' ? agreedSaved(cardTexts, outcome) : agreeForm(cardTexts, outcome),
  };
}
