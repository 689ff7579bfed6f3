import type { Channel } from '../../domain/channel.ts';
import { edited } from '../../domain/edits.ts';
import type { FrameContent } from '../../domain/frame.ts';
import { type ActionContent, arranged, dateFits, type Focus, type PlanAction, planBounds } from '../../domain/plan.ts';
import { filledIn, type Untouched } from '../../domain/untouched.ts';
import type { CallContext } from '../call-context.ts';
import { member } from '../channel/access.ts';
import { type Refusal, refused } from '../channel/caller.ts';
import type { Deps } from '../ports.ts';
import { today } from '../today.ts';
import { scheduleFollowUp } from './follow-up.ts';
import { type ItemShown, itemOf } from './items.ts';
import { changePlan } from './plan.ts';

/**
 * What the form asks for, as far as it was filled in with something of the right kind; texts are empty where they were
 * not.
 */
export interface ActionInput extends Untouched {
  forFocus?: string;
  title: string;
  date?: string;
  milestone: boolean;
  goal: string;
  value: string;
  partners: string;
}

type ActionFault = 'unread' | 'focus' | 'title' | 'date' | 'partners' | 'full';

/** A form to add or change an action. */
export interface ActionForm {
  kind: 'actionForm';
  actionId: string;
  /** The revision that the form was filled from; 0 for an action to be added. */
  seen: number;
  input: ActionInput;
  faults: ActionFault[];
  /** What somebody else has made of it since. */
  theirs?: PlanAction;
  /** What it can serve, in the order of the plan. */
  focuses: Focus[];
  frame: FrameContent;
  today: string;
}

/** A form to add an action. @param focusId what it serves, where the form was asked for there. */
export async function newAction(context: CallContext, focusId?: string): Promise<ActionForm | Refusal> {
  const { deps } = context;
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  const blank = { title: '', milestone: false, goal: '', value: '', partners: '' };
  const form = await formOf(deps, allowed.channel, { actionId: deps.newId(), seen: 0, input: blank });
  const [only] = form.focuses;
  if (!only) return refused('notHere');
  const chosen = focusId ?? (form.focuses.length === 1 ? only.id : undefined);
  return { ...form, input: { ...blank, ...(chosen !== undefined && { forFocus: chosen }) } };
}

/** A form filled in with an action as it is. */
export async function editAction(context: CallContext, actionId: string): Promise<ActionForm | Refusal> {
  const { deps } = context;
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  const action = (await deps.store.action(allowed.channel, actionId))?.record;
  if (!action) return refused('notHere');
  return formOf(deps, allowed.channel, { actionId, seen: action.revision, input: inputOf(action), before: action });
}

function inputOf({ content: { focusId: forFocus, ...content } }: PlanAction): ActionInput {
  return { ...content, forFocus };
}

/**
 * Adds an action, or keeps what was filled in in place of what the form was filled from. What somebody else made of it
 * meanwhile is shown beside it, and neither is lost.
 */
export async function saveAction(
  context: CallContext,
  { actionId, seen }: { actionId: string; seen: number },
  given: ActionInput,
): Promise<ItemShown | ActionForm | Refusal> {
  const { deps } = context;
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  const { channel } = allowed;
  for (;;) {
    const before = await deps.store.action(channel, actionId);
    if (!before && seen > 0) return refused('notHere');
    const input = before ? filledIn(given, given.untouched, inputOf(before.record)) : given;
    const form = await formOf(deps, channel, { actionId, seen, input, before: before?.record });
    const content = contentOf(form, before?.record);
    const faults = faultsIn(form, before?.record);
    if (!before && (await deps.store.actions(channel)).length >= planBounds.actions) faults.push('full');
    if (!content || faults.length > 0) return { ...form, faults };
    const edit = before
      ? edited<ActionContent, PlanAction>(before.record, seen, content)
      : { kind: 'save' as const, item: madeAction(deps, actionId, content) };
    if (edit.kind === 'conflict' && before) return { ...form, seen: before.record.revision, theirs: before.record };
    if (edit.kind === 'save') {
      await scheduleFollowUp(deps, channel, content.date);
      const { item } = edit;
      if (!(await changePlan(deps, channel, () => deps.store.saveAction(channel, item, before?.version)))) continue;
    }
    return itemOf(context, channel, { kind: 'action', id: actionId, note: 'saved' });
  }
}

function madeAction(deps: Deps, id: string, content: ActionContent): PlanAction {
  return { id, content, revision: 1, status: 'open', reason: '', turn: 0, createdAt: deps.now() };
}

function faultsIn({ input, focuses, today }: ActionForm, before: PlanAction | undefined): ActionFault[] {
  const { forFocus, title, date, partners, unread } = input;
  const dateKept = date === undefined || date === before?.content.date;
  return [
    ...(unread ? (['unread'] as const) : []),
    ...(focuses.some(({ id }) => id === forFocus) ? [] : (['focus'] as const)),
    ...(title !== '' && title.length <= planBounds.title ? [] : (['title'] as const)),
    ...(dateKept || dateFits(date, today) ? [] : (['date'] as const)),
    ...(partners.length <= planBounds.partners ? [] : (['partners'] as const)),
  ];
}

/** The frame's own names alone are kept, and what the action has said already though the frame has changed since. */
function contentOf({ input, frame }: ActionForm, before: PlanAction | undefined): ActionContent | undefined {
  const { forFocus, title, date, milestone, goal, value, partners } = input;
  if (forFocus === undefined) return undefined;
  const known = (names: readonly string[], kept: string | undefined, name: string) =>
    name === kept || names.includes(name) ? name : '';
  return {
    focusId: forFocus,
    title,
    ...(date !== undefined && { date }),
    milestone,
    goal: known(frame.goals, before?.content.goal, goal),
    value: known(frame.values, before?.content.value, value),
    partners,
  };
}

/** @param filledIn before: the action as it is kept, if it is. */
async function formOf(
  deps: Deps,
  channel: Channel,
  { before, ...filledIn }: Pick<ActionForm, 'actionId' | 'seen' | 'input'> & { before?: PlanAction | undefined },
): Promise<ActionForm> {
  const [all, frame] = await Promise.all([deps.store.focuses(channel), deps.store.frame(channel)]);
  const focuses = arranged(all, []).flatMap(({ focus }) =>
    focus.status === 'open' || focus.id === before?.content.focusId ? [focus] : [],
  );
  return {
    kind: 'actionForm',
    ...filledIn,
    faults: [],
    focuses,
    frame: frame?.record.content ?? deps.prefilledFrame(channel.language),
    today: today(deps),
  };
}
