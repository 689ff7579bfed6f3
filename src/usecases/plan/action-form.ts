import type { Channel } from '../../domain/channel.ts';
import { edited } from '../../domain/edits.ts';
import type { FrameContent } from '../../domain/frame.ts';
import {
  type ActionContent,
  arranged,
  dateFits,
  type Focus,
  type PlanAction,
  planBounds,
  unowned,
} from '../../domain/plan.ts';
import { filledIn, type Untouched } from '../../domain/untouched.ts';
import type { CallContext } from '../call-context.ts';
import { member } from '../channel/access.ts';
import { type Refusal, refused } from '../channel/caller.ts';
import type { Deps } from '../ports.ts';
import { today } from '../today.ts';
import { scheduleFollowUp } from './follow-up.ts';
import { type ItemShown, itemOf } from './items.ts';
import { asNow, chosenOwner, nobody, type OwnerChoices, ownerChoices } from './owners.ts';
import { changePlan } from './plan.ts';
import type { ShownAction } from './plan-ports.ts';

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
  /** Teams' or Entra's id of a person, `nobody` or `asNow`. */
  owner?: string;
}

export type ActionFault = 'unread' | 'focus' | 'title' | 'date' | 'partners' | 'owner' | 'full';

/** A form to add or change an action. */
export interface ActionForm extends OwnerChoices {
  kind: 'actionForm';
  actionId: string;
  /** The revision that the form was filled from; 0 for an action to be added. */
  seen: number;
  input: ActionInput;
  faults: ActionFault[];
  /** What somebody else has made of it since. */
  theirs?: ShownAction;
  /** What it can serve, in the order of the plan. */
  focuses: Focus[];
  frame: FrameContent;
  today: string;
}

/** As many names as the card has room for beside the frame's and the focuses. */
const mostPeople = 50;

/** A form to add an action. @param focusId what it serves, where the form was asked for there. */
export async function newAction(context: CallContext, focusId?: string): Promise<ActionForm | Refusal> {
  const { deps } = context;
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  const blank = { title: '', milestone: false, goal: '', value: '', partners: '' };
  const form = await formOf(context, allowed.channel, { actionId: deps.newId(), seen: 0, input: blank });
  const [only] = form.focuses;
  if (!only) return refused('notHere');
  const chosen = focusId ?? (form.focuses.length === 1 ? only.id : undefined);
  return { ...form, input: { ...form.input, ...(chosen !== undefined && { forFocus: chosen }) } };
}

/** A form filled in with an action as it is. */
export async function editAction(context: CallContext, actionId: string): Promise<ActionForm | Refusal> {
  const { deps } = context;
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  const action = (await deps.store.action(allowed.channel, actionId))?.record;
  if (!action) return refused('notHere');
  return formOf(context, allowed.channel, { actionId, seen: action.revision, input: inputOf(action), before: action });
}

/** Who sees to it comes as the form finds them among the people. */
function inputOf({ content }: PlanAction): ActionInput {
  const { focusId: forFocus, ...input } = unowned(content);
  return { ...input, forFocus };
}

/** What a field says that nobody touched. */
function untouchedOf(action: PlanAction): ActionInput {
  return { ...inputOf(action), owner: action.content.owner === undefined ? nobody : asNow };
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
    const found = await deps.store.action(channel, actionId);
    if (!found && seen > 0) return refused('notHere');
    const before = found?.record;
    const input = before ? filledIn(given, given.untouched, untouchedOf(before)) : given;
    const form = await filledForm(deps, channel, { actionId, seen, input, before });
    const owner = await chosenOwner(context, channel, { before: before?.content.owner, given: input.owner });
    const content = contentOf(form, before, owner);
    const faults = faultsIn(form, before);
    if (!owner) faults.push('owner');
    if (!before && (await deps.store.actions(channel)).length >= planBounds.actions) faults.push('full');
    if (!content || faults.length > 0) return withPeople(context, channel, { ...form, before, faults });
    const edit = before
      ? edited<ActionContent, PlanAction>(before, seen, content)
      : { kind: 'save' as const, item: madeAction(deps, actionId, content) };
    if (edit.kind === 'conflict' && before) {
      const theirs = await theirsOf(context, channel, before);
      return withPeople(context, channel, { ...form, before, seen: before.revision, theirs });
    }
    if (edit.kind === 'save') {
      await scheduleFollowUp(deps, channel, content.date);
      const { item } = edit;
      if (!(await changePlan(deps, channel, () => deps.store.saveAction(channel, item, found?.version)))) continue;
    }
    return itemOf(context, channel, { kind: 'action', id: actionId, note: 'saved' });
  }
}

function madeAction(deps: Deps, id: string, content: ActionContent): PlanAction {
  return { id, content, revision: 1, status: 'open', reason: '', turn: 0, createdAt: deps.now() };
}

function faultsIn({ input, focuses, today }: Filled, before: PlanAction | undefined): ActionFault[] {
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
function contentOf(
  { input, frame }: Filled,
  before: PlanAction | undefined,
  owner: { owner?: string } | undefined,
): ActionContent | undefined {
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
    ...owner,
  };
}

/** A form but for who can be chosen on it, which Teams is asked for. */
type Filled = Omit<ActionForm, keyof OwnerChoices>;

/** What a form is filled in with; before: the action as it is kept, if it is. */
type Filling = Pick<ActionForm, 'actionId' | 'seen' | 'input'> & { before?: PlanAction | undefined };

async function filledForm(deps: Deps, channel: Channel, { before, ...filling }: Filling): Promise<Filled> {
  const [all, frame] = await Promise.all([deps.store.focuses(channel), deps.store.frame(channel)]);
  const focuses = arranged(all, []).flatMap(({ focus }) =>
    focus.status === 'open' || focus.id === before?.content.focusId ? [focus] : [],
  );
  return {
    kind: 'actionForm',
    ...filling,
    faults: [],
    focuses,
    frame: frame?.record.content ?? deps.prefilledFrame(channel.language),
    today: today(deps),
  };
}

async function withPeople(
  context: CallContext,
  channel: Channel,
  { before, ...form }: Filled & Pick<Filling, 'before'>,
): Promise<ActionForm> {
  const owner = { before: before?.content.owner, given: form.input.owner, most: mostPeople };
  const { chosen, ...choices } = await ownerChoices(context, channel, owner);
  return { ...form, ...choices, input: { ...form.input, owner: chosen } };
}

async function formOf(context: CallContext, channel: Channel, filling: Filling): Promise<ActionForm> {
  const form = await filledForm(context.deps, channel, filling);
  return withPeople(context, channel, { ...form, before: filling.before });
}

/** The action as somebody else has made it, with who sees to it now. */
async function theirsOf(context: CallContext, channel: Channel, action: PlanAction): Promise<ShownAction> {
  const shown = await itemOf(context, channel, { kind: 'action', id: action.id });
  return shown.kind === 'item' && shown.owner !== undefined ? { ...action, owner: shown.owner } : action;
}
