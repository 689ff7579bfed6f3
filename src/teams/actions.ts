import type { BotContext } from './cards/bot-context.ts';
import { type Pressed, takeApart } from './cards/pressed.ts';
import { type Handler, type Press, type Reply, refusal } from './cards/reply.ts';
import { isVerb, type Verb, type VerbData, verbs } from './cards/verbs.ts';
import { choosingActions, freshChoosing } from './choosing/choosing-actions.ts';
import { dialogueActions, freshDialogue } from './dialogue/dialogue-actions.ts';
import { roleActions } from './facilitator/role-actions.ts';
import { frameActions, freshFrame } from './plan/frame-actions.ts';
import { freshPlan, planActions } from './plan/plan-actions.ts';
import { dataActions } from './privacy/privacy-actions.ts';
import { exportActions } from './results/export-actions.ts';
import { freshOverview, overviewActions } from './results/overview-actions.ts';
import { freshTrend, trendActions } from './results/trend-actions.ts';
import { answerActions, freshAnswer } from './round/answer-actions.ts';
import { freshRound, roundActions } from './round/round-actions.ts';
import { freshSchedule, scheduleActions } from './schedule/schedule-actions.ts';

/** Everything that buttons do. */
const actions: { [V in Verb]: Handler<V> } = {
  ...roundActions,
  ...answerActions,
  ...scheduleActions,
  ...choosingActions,
  ...planActions,
  ...frameActions,
  ...dialogueActions,
  ...overviewActions,
  ...trendActions,
  ...exportActions,
  ...dataActions,
  ...roleActions,
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
  ...freshRound,
  ...freshAnswer,
  ...freshSchedule,
  ...freshChoosing,
  ...freshPlan,
  ...freshFrame,
  ...freshDialogue,
  ...freshOverview,
  ...freshTrend,
};
