import type { Called } from '../../domain/called.ts';
import type { Channel } from '../../domain/channel.ts';
import type { Horizon } from '../../domain/choosing.ts';
import { edited } from '../../domain/edits.ts';
import { dateFits, type Focus, type FocusContent, unowned } from '../../domain/plan.ts';
import type { Step } from '../../domain/scale.ts';
import { filledIn, type Untouched } from '../../domain/untouched.ts';
import type { CallContext } from '../call-context.ts';
import { member } from '../channel/access.ts';
import { type Refusal, refused } from '../channel/caller.ts';
import { today } from '../today.ts';
import { scheduleFollowUp } from './follow-up.ts';
import { type ItemShown, itemOf } from './items.ts';
import { asNow, chosenOwner, nobody, type OwnerChoices, ownerChoices } from './owners.ts';
import { changePlan } from './plan.ts';

/** What the form asks for, as far as it was filled in with something of the right kind. */
export interface FocusInput extends Untouched {
  term?: Horizon;
  target?: Step;
  date?: string;
  /** Teams' or Entra's id of a person, `nobody` or `asNow`. */
  owner?: string;
}

/** A form to change a focus. */
export interface FocusForm extends OwnerChoices {
  kind: 'focusForm';
  focus: Focus;
  /** The revision that the form was filled from. */
  seen: number;
  input: FocusInput;
  faults: FocusFault[];
  /** Set where somebody else has changed the focus since: who sees to it then, if somebody does. */
  theirs?: { owner?: Called };
  today: string;
}
export type FocusFault = 'unread' | 'term' | 'date' | 'owner';

/** As many names as one card has room for. */
const mostPeople = 100;

/** A form filled in with a focus as it is. */
export async function editFocus(context: CallContext, focusId: string): Promise<FocusForm | Refusal> {
  const { deps } = context;
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  const focus = (await deps.store.focus(allowed.channel, focusId))?.record;
  if (!focus) return refused('notHere');
  return formOf(context, { channel: allowed.channel, focus, input: unowned(focus.content) });
}

/**
 * Keeps what was filled in, in place of what the form was filled from. What somebody else made of it meanwhile is shown
 * beside it, and neither is lost.
 */
export async function saveFocus(
  context: CallContext,
  { focusId, seen }: { focusId: string; seen: number },
  given: FocusInput,
): Promise<ItemShown | FocusForm | Refusal> {
  const { deps } = context;
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  const { channel } = allowed;
  for (;;) {
    const before = await deps.store.focus(channel, focusId);
    if (!before) return refused('notHere');
    const { content: now } = before.record;
    const input = filledIn(given, given.untouched, { ...now, owner: now.owner === undefined ? nobody : asNow });
    const edit = { channel, focus: before.record, input };
    const { content, faults } = await contentOf(context, edit);
    if (faults.length > 0) return { ...(await formOf(context, edit)), seen, faults };
    const outcome = edited<FocusContent, Focus>(before.record, seen, content);
    if (outcome.kind === 'conflict') {
      const shown = await itemOf(context, channel, { kind: 'focus', id: focusId });
      const owner = shown.kind === 'item' && shown.owner !== undefined ? { owner: shown.owner } : {};
      return { ...(await formOf(context, edit)), theirs: owner };
    }
    if (outcome.kind === 'save') {
      await scheduleFollowUp(deps, channel, content.date);
      if (!(await changePlan(deps, channel, () => deps.store.saveFocus(channel, outcome.item, before.version))))
        continue;
    }
    return itemOf(context, channel, { kind: 'focus', id: focusId, note: 'saved' });
  }
}

/** A focus, where it is, and what was filled in. */
interface FocusEdit {
  channel: Channel;
  focus: Focus;
  input: FocusInput;
}

async function contentOf(
  context: CallContext,
  { channel, focus: { content: before }, input: { term, target, date, owner, unread } }: FocusEdit,
): Promise<{ content: FocusContent; faults: FocusFault[] }> {
  const chosen = await chosenOwner(context, channel, { before: before.owner, given: owner });
  const faults: FocusFault[] = [];
  if (unread) faults.push('unread');
  if (term === undefined && unread?.term === undefined) faults.push('term');
  if (date !== undefined && date !== before.date && !dateFits(date, today(context.deps))) faults.push('date');
  if (!chosen) faults.push('owner');
  const content: FocusContent = {
    term: term ?? before.term,
    ...(target !== undefined && { target }),
    ...(date !== undefined && { date }),
    ...chosen,
  };
  return { content, faults };
}

async function formOf(context: CallContext, { channel, focus, input }: FocusEdit): Promise<FocusForm> {
  const { chosen, ...choices } = await ownerChoices(context, channel, {
    before: focus.content.owner,
    given: input.owner,
    most: mostPeople,
  });
  return {
    kind: 'focusForm',
    focus,
    seen: focus.revision,
    input: { ...input, owner: chosen },
    faults: [],
    ...choices,
    today: today(context.deps),
  };
}
