import type { z } from 'zod';
import { compiled } from '../domain/compiled.ts';
import type { BotContext } from './cards/bot-context.ts';
import { type ButtonPress, type Pressed, takeApart } from './cards/pressed.ts';
import { type Handler, type Reply, refusal } from './cards/reply.ts';
import { isVerb, type Verb, type VerbData, verbs } from './cards/verbs.ts';
import { choosingActions, freshChoosing } from './choosing/choosing-actions.ts';
import { runCommand } from './commands.ts';
import { dialogueActions, freshDialogue } from './dialogue/dialogue-actions.ts';
import { roleActions } from './facilitator/role-actions.ts';
import { frameActions, freshFrame } from './plan/frame-actions.ts';
import { freshPlan, planActions } from './plan/plan-actions.ts';
import { dataActions } from './privacy/privacy-actions.ts';
import { exportActions } from './results/export-actions.ts';
import { freshOverview, overviewActions } from './results/overview-actions.ts';
import { freshTrend, trendActions } from './results/trend-actions.ts';
import { answerActions, freshAnswer } from './round/answer-actions.ts';
import { freshInvite, inviteActions } from './round/invite-actions.ts';
import { freshRound, roundActions } from './round/round-actions.ts';
import { freshSchedule, scheduleActions } from './schedule/schedule-actions.ts';

/** Everything that buttons do. */
const actions: { [V in Verb]: Handler<V> } = {
  ...roundActions,
  ...answerActions,
  ...inviteActions,
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
  command: (context, { command }) => runCommand(context, command),
};

/** Each verb's schema, with the type of what it reads. */
const schemas: { [V in Verb]: z.ZodType<VerbData<V>> } = verbs;

/** Does what a button says, if it says something this bot gave it; anything else gets the same no as an unknown id. */
export async function act(context: BotContext, { verb, data }: ButtonPress): Promise<Reply> {
  const no = () => refusal(context, { kind: 'refused', reason: 'notHere' });
  if (!isVerb(verb)) return no();
  const pressed = takeApart(data);
  const fresh = freshCard[verb];
  return (
    run(context, pressed, verb) ?? (fresh && run(context, pressed, fresh)) ?? run(context, pressed, 'status') ?? no()
  );
}

/** @returns undefined where the data cannot be read. Clients add keys of their own, which count for nothing. */
function run<V extends Verb>(context: BotContext, pressed: Pressed, verb: V): Promise<Reply> | undefined {
  const parsed = compiled(schemas[verb]).safeParse(pressed.data);
  return parsed.success ? actions[verb](context, parsed.data, pressed) : undefined;
}

/**
 * Cards stay in a channel for years, and so do buttons that another version made. Where only its ids can be read such a
 * button does nothing, but brings a fresh card of its kind.
 */
const freshCard: Partial<Record<Verb, Verb>> = {
  ...freshRound,
  ...freshAnswer,
  ...freshInvite,
  ...freshSchedule,
  ...freshChoosing,
  ...freshPlan,
  ...freshFrame,
  ...freshDialogue,
  ...freshOverview,
  ...freshTrend,
};
