import type { Called } from '../../domain/called.ts';
import type { Channel } from '../../domain/channel.ts';
import type { Horizon } from '../../domain/choosing.ts';
import { edited } from '../../domain/edits.ts';
import { alphabetically } from '../../domain/language.ts';
import { dateFits, type Focus, type FocusContent } from '../../domain/plan.ts';
import type { Step } from '../../domain/scale.ts';
import { filledIn, type Untouched } from '../../domain/untouched.ts';
import type { CallContext } from '../call-context.ts';
import { member } from '../channel/access.ts';
import { personInChannel, type Refusal, refused } from '../channel/caller.ts';
import type { Member } from '../channel/channel-ports.ts';
import { today } from '../today.ts';
import { scheduleFollowUp } from './follow-up.ts';
import { type ItemShown, itemOf } from './items.ts';
import { changePlan } from './plan.ts';

/** What the form asks for, as far as it was filled in with something of the right kind. */
export interface FocusInput extends Untouched {
  term?: Horizon;
  target?: Step;
  date?: string;
  /** Teams' or Entra's id of a person, `nobody` or `asNow`. */
  owner?: string;
}

/** Choices of the form beside the people; no id of Teams looks like them. */
export const [nobody, asNow] = ['none', 'keep'];

/** A form to change a focus. */
export interface FocusForm {
  kind: 'focusForm';
  focus: Focus;
  /** The revision that the form was filled from. */
  seen: number;
  input: FocusInput;
  faults: FocusFault[];
  /** Set where somebody else has changed the focus since: who sees to it then, if somebody does. */
  theirs?: { owner?: Called };
  /** Who is to be chosen from, as far as they stand on the form. */
  people: Member[];
  /** Whether Teams' own picker finds the people who have an id in Entra ID; the Playground has none. */
  picker: boolean;
  /** Whether somebody sees to it who is not among the people. */
  ownerGone: boolean;
  today: string;
}
type FocusFault = 'unread' | 'term' | 'date' | 'owner';

/** As many names as one card has room for. */
const mostPeople = 100;

/** A form filled in with a focus as it is. */
export async function editFocus(context: CallContext, focusId: string): Promise<FocusForm | Refusal> {
  const { deps } = context;
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  const focus = (await deps.store.focus(allowed.channel, focusId))?.record;
  if (!focus) return refused('notHere');
  const { owner: _, ...input } = focus.content;
  return formOf(context, { channel: allowed.channel, focus, input });
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
  { deps, rosters }: CallContext,
  { channel, focus: { content: before }, input: { term, target, date, owner = nobody, unread } }: FocusEdit,
): Promise<{ content: FocusContent; faults: FocusFault[] }> {
  const chosen = owner === nobody || owner === asNow ? undefined : await rosters.find(channel, owner);
  const faults: FocusFault[] = [];
  if (unread) faults.push('unread');
  if (term === undefined && unread?.term === undefined) faults.push('term');
  if (date !== undefined && date !== before.date && !dateFits(date, today(deps))) faults.push('date');
  if (!chosen && owner !== nobody && owner !== asNow) faults.push('owner');
  const person = owner === asNow ? before.owner : chosen && personInChannel(deps, channel, chosen.userId);
  const content: FocusContent = {
    term: term ?? before.term,
    ...(target !== undefined && { target }),
    ...(date !== undefined && { date }),
    ...(person !== undefined && { owner: person }),
  };
  return { content, faults };
}

async function formOf(
  { deps, rosters, caller }: CallContext,
  { channel, focus, input }: FocusEdit,
): Promise<FocusForm> {
  const all = (await rosters.people(channel)) ?? [];
  const { owner } = focus.content;
  const seesToIt = all.find(({ userId }) => personInChannel(deps, channel, userId) === owner);
  const ownerGone = owner !== undefined && !seesToIt;
  const picker = !deps.settings.trial;
  const listed = picker ? all.filter(({ entraId }) => entraId === undefined) : all;
  // The one who asks and the one who sees to it now can always be chosen, however many others there are.
  const first = ({ userId }: Member) => Number(userId === caller.userId || userId === seesToIt?.userId);
  const people = listed.toSorted((a, b) => first(b) - first(a) || alphabetically(a.name, b.name)).slice(0, mostPeople);
  const owning = picker ? (seesToIt?.entraId ?? seesToIt?.userId) : seesToIt?.userId;
  const chosen = input.owner ?? owning ?? (ownerGone ? asNow : nobody);
  return {
    kind: 'focusForm',
    focus,
    seen: focus.revision,
    input: { ...input, owner: chosen },
    faults: [],
    people,
    picker,
    ownerGone,
    today: today(deps),
  };
}
