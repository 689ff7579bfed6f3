import type { PlanAction } from '../../domain/plan.ts';
import { stepsText } from '../../texts/plan.ts';
import type { ShownFocus } from '../../usecases/plan/plan-ports.ts';
import { withinBudget } from '../cards/parts.ts';
import { aroundFact, type Fact, fact, type PlanTexts, unitName } from './plan-parts.ts';

/** How far a plan is, for a card about something else. */
interface Reached {
  title: string;
  lines: string[];
  facts: Fact[];
}

/** What a card about something else gives to it, in bytes. */
const most = 3_500;
/** With less there is no room for as much as a heading; the plan itself is a button away. */
const least = 800;

/** What was reached since the last round: counts, how far each focus is, and what was done and what was not. */
export function reached(cardTexts: PlanTexts, plan: readonly ShownFocus[] = [], budget = most): Reached[] {
  const { t } = cardTexts.texts;
  if (plan.length === 0 || budget < least) return [];
  const done = doneActions(plan);
  const facts = [
    ...focusFacts(cardTexts, plan),
    ...done.flatMap(({ content }) => fact(t('reached.done'), content.title)),
    ...openActions(plan).flatMap(({ action }) => fact(t('plan.status.open'), action.content.title)),
  ];
  const lines = [planProgress(cardTexts, plan)];
  return [section(cardTexts, t('reached.title'), { lines, facts, budget: Math.min(budget, most) })];
}

/** How many of a plan's actions are done, of those that are done or still to do; empty where there is no plan. */
export function planProgress({ texts: { t } }: PlanTexts, plan: readonly ShownFocus[]): string {
  const done = doneActions(plan).length;
  const all = done + openActions(plan).length;
  if (plan.length === 0) return '';
  return all === 0 ? t('reached.none') : t('reached.count', { done, count: all });
}

function doneActions(plan: readonly ShownFocus[]): PlanAction[] {
  return plan.flatMap(({ actions }) => actions.filter(({ status }) => status === 'done'));
}

/** What is still open, before the channel scores again. */
export function stillOpen(cardTexts: PlanTexts, plan: readonly ShownFocus[] = []): Reached[] {
  const facts = openActions(plan).flatMap(({ focus, action }) =>
    fact(unitName(cardTexts, focus), action.content.title),
  );
  return facts.length === 0
    ? []
    : [section(cardTexts, cardTexts.texts.t('reached.open'), { lines: [], facts, budget: most })];
}

function section(
  { texts: { t } }: PlanTexts,
  title: string,
  { lines, facts, budget }: { lines: string[]; facts: Fact[]; budget: number },
): Reached {
  const shown = withinBudget(facts, { budget, overhead: aroundFact });
  const more = facts.length - shown.length;
  return { title, lines: [...lines, ...(more > 0 ? [t('reached.more', { count: more })] : [])], facts: shown };
}

function focusFacts(cardTexts: PlanTexts, plan: readonly ShownFocus[]): Fact[] {
  return plan.flatMap((each) =>
    each.focus.status === 'dropped' ? [] : fact(unitName(cardTexts, each.focus), stepsText(cardTexts.texts, each)),
  );
}

function openActions(plan: readonly ShownFocus[]) {
  return plan.flatMap(({ focus, actions }) =>
    actions.flatMap((action) => (action.status === 'open' && focus.status === 'open' ? [{ focus, action }] : [])),
  );
}
