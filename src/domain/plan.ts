import { Temporal } from 'temporal-polyfill';
import type { ChosenFocus, Horizon } from './choosing.ts';
import type { Editable } from './edits.ts';
import type { ThemeResult } from './results.ts';
import type { Round } from './round.ts';
import { highestStep, type Step, steps } from './scale.ts';
import { instantOf, isWithinYears } from './wall-time.ts';
import { workdayFrom } from './workdays.ts';

/** What a channel works on between two rounds: focuses, and actions that serve them. */

/** In the order that a plan shows them. */
export const statuses = ['open', 'done', 'dropped'] as const;
export type Status = (typeof statuses)[number];

/** How far something is. It changes apart from the content, so that one person's "done" never meets another's edit. */
export interface Tracked {
  id: string;
  status: Status;
  /** Why it was dropped; empty otherwise. */
  reason: string;
  /** How often the status has changed: a button says which it was made for, so that a late retry undoes nothing. */
  turn: number;
  /** Epoch milliseconds; keeps things in the order they were made in. */
  createdAt: number;
}

/** What people can change of a focus. */
export interface FocusContent {
  term: Horizon;
  target?: Step;
  /** A plain date. */
  date?: string;
  /** Keyed hash of the person in the channel; never a name. */
  owner?: string;
}

/** A unit of a wheel that was chosen to be worked on. */
export interface Focus extends Tracked, Editable<FocusContent> {
  wheelId: string;
  wheelVersion: number;
  themeId: string;
  unitId: string;
  /** The round that it was first chosen after. */
  roundId: string;
  /** The step nearest to this round's result of the unit; absent where no step was published. */
  from?: Step;
  /** The round that it was last chosen after. */
  chosenAfter: string;
}

/** What people can change of an action. */
export interface ActionContent {
  focusId: string;
  title: string;
  /** A plain date. */
  date?: string;
  milestone: boolean;
  /** The goal and the value of the frame that it serves, by name as they were called then; empty where none. */
  goal: string;
  value: string;
  /** Whom to invite, as people wrote it. */
  partners: string;
  /** Keyed hash of the person in the channel; never a name. */
  owner?: string;
}

/** Something to do for a focus. */
export interface PlanAction extends Tracked, Editable<ActionContent> {}

/** The longest texts, in characters, how many of each a plan may hold, and how many years ahead a date may lie. */
export const planBounds = { title: 120, partners: 200, reason: 200, focuses: 30, actions: 200, years: 5 } as const;

/** What becomes of a button that changes a status: kept, so already, or made for a status that has changed since. */
export type Turn<T> = { kind: 'save'; item: T } | { kind: 'unchanged' } | { kind: 'stale' };

/** @param turn the turn that the button was made for. */
export function turned<T extends Tracked>(
  item: T,
  turn: number,
  { status, reason = '' }: { status: Status; reason?: string },
): Turn<T> {
  if (item.status === status && item.reason === reason) return { kind: 'unchanged' };
  if (item.turn !== turn) return { kind: 'stale' };
  return { kind: 'save', item: { ...item, status, reason, turn: item.turn + 1 } };
}

/** Content without who sees to it. */
export function unowned<C extends { owner?: string }>({ owner: _, ...content }: C): Omit<C, 'owner'> {
  return content;
}

/** A focus with the actions that serve it. */
export interface PlannedFocus {
  focus: Focus;
  actions: PlanAction[];
}

/**
 * A plan in the order it is shown: what is open first, short term before long, actions by date; then done, then
 * dropped.
 */
export function arranged(focuses: readonly Focus[], actions: readonly PlanAction[]): PlannedFocus[] {
  const rank = ({ status }: Tracked) => statuses.indexOf(status);
  const term = ({ content }: Focus) => (content.term === 'short' ? 0 : 1);
  const date = ({ content }: PlanAction) => content.date ?? '9999';
  const byDate = (a: PlanAction, b: PlanAction) => (date(a) < date(b) ? -1 : Number(date(a) > date(b)));
  const byFocus = Map.groupBy(actions, ({ content }) => content.focusId);
  return focuses
    .toSorted((a, b) => rank(a) - rank(b) || term(a) - term(b) || a.createdAt - b.createdAt)
    .map((focus) => ({
      focus,
      actions: (byFocus.get(focus.id) ?? []).toSorted(
        (a, b) => rank(a) - rank(b) || byDate(a, b) || a.createdAt - b.createdAt,
      ),
    }));
}

const followUpTime = '09:00';

/**
 * When it is asked how something went whose date has passed: on the working day after, a plain date, in the morning.
 */
export function followUpOccasion(date: string, zone: string): { on: string; at: number } {
  const on = workdayFrom(Temporal.PlainDate.from(date).add({ days: 1 })).toString();
  return { on, at: instantOf(on, followUpTime, zone) };
}

/** Whether a plain date may be chosen today: not in the past, and not out of sight. */
export function dateFits(date: string, today: string): boolean {
  return isWithinYears(date, today, planBounds.years);
}

/** The nearest step of a unit by a round's published results; undefined where none is published. */
export function stepOf(themes: readonly ThemeResult[], unitId: string): Step | undefined {
  const result = themes.flatMap(({ units }) => units).find((unit) => unit.unitId === unitId)?.result;
  return result?.level === 'full' ? result.step : undefined;
}

/** A focus as it is first: from the step by its round's result, towards the next. */
export function newFocus(round: Round, { unitId, term, focusId }: ChosenFocus, createdAt: number): Focus {
  const from = stepOf(round.summary?.themes ?? [], unitId);
  const [themeId = ''] = Object.entries(round.units).find(([, units]) => units.includes(unitId)) ?? [];
  const target = from && steps.find((step) => step === Math.min(from + 1, highestStep));
  return {
    id: focusId,
    wheelId: round.wheelId,
    wheelVersion: round.wheelVersion,
    themeId,
    unitId,
    roundId: round.id,
    ...(from !== undefined && { from }),
    chosenAfter: round.id,
    content: { term, ...(target !== undefined && { target }) },
    revision: 1,
    status: 'open',
    reason: '',
    turn: 0,
    createdAt,
  };
}
