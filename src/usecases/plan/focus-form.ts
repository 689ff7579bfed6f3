import type { Channel } from '../../domain/channel.ts';
import type { Horizon } from '../../domain/choosing.ts';
import { edited } from '../../domain/edits.ts';
import { dateFits, type Focus, type FocusContent, newFocus, planBounds } from '../../domain/plan.ts';
import type { Round } from '../../domain/round.ts';
import { type ClosedRound, isScored, unitIds } from '../../domain/round.ts';
import { dayAt } from '../../domain/schedule.ts';
import type { Step } from '../../domain/wheel.ts';
import { member } from '../channel/access.ts';
import { type Caller, personInChannel, type Refusal, refused } from '../channel/caller.ts';
import type { Member } from '../channel/channel-ports.ts';
import type { Rosters } from '../channel/rosters.ts';
import type { Deps } from '../ports.ts';
import { latestRound } from '../round/rounds.ts';
import { scheduleFollowUp } from './follow-up.ts';
import { type ItemShown, itemOf } from './items.ts';
import { changing } from './plan.ts';

/** A form to add a focus to the plan without dots. */
export interface NewFocus {
  kind: 'newFocus';
  /** Becomes the focus's id, so that a second press on the same card adds nothing more. */
  focusId: string;
  round: Round;
  units: string[];
  fault?: 'missing' | 'full';
}

/** What can be added: a unit of the latest round that the plan does not work on already. */
export async function askFocus(deps: Deps, rosters: Rosters, caller: Caller): Promise<NewFocus | Refusal> {
  const allowed = await member(deps, rosters, caller);
  if (allowed.kind === 'refused') return allowed;
  const round = await latestRound(deps, allowed.channel);
  if (!round || !isScored(round)) return refused('notHere');
  return offer(deps, round, deps.newId());
}

async function offer(deps: Deps, round: ClosedRound, focusId: string, fault?: NewFocus['fault']): Promise<NewFocus> {
  const taken = (await deps.store.focuses(round.channel)).filter(
    ({ status, wheelId }) => status === 'open' && wheelId === round.wheelId,
  );
  const units = unitIds(round).filter((unitId) => taken.every((focus) => focus.unitId !== unitId));
  return { kind: 'newFocus', focusId, round, units, ...(fault && { fault }) };
}

/** Adds a focus, and asks for the rest of it. */
export async function addFocus(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  { focusId, roundId }: { focusId: string; roundId: string },
  { unit, term }: { unit?: string; term?: Horizon },
): Promise<NewFocus | FocusForm | Refusal> {
  const allowed = await member(deps, rosters, caller);
  if (allowed.kind === 'refused') return allowed;
  const { channel } = allowed;
  const round = (await deps.store.round(channel, roundId))?.record;
  if (!round || !isScored(round)) return refused('notHere');
  if (unit === undefined || term === undefined || !unitIds(round).includes(unit)) {
    return offer(deps, round, focusId, 'missing');
  }
  const all = await deps.store.focuses(channel);
  if (all.length >= planBounds.focuses && !all.some(({ id }) => id === focusId)) {
    return offer(deps, round, focusId, 'full');
  }
  const focus = newFocus(round, { unitId: unit, term, focusId }, deps.now());
  // False where the same card was pressed twice: then it is there.
  await changing(deps, channel, () => deps.store.saveFocus(channel, focus));
  return editFocus(deps, rosters, caller, focusId);
}

/** What the form asks for, as far as it was filled in with something of the right kind. */
export interface FocusInput {
  term?: Horizon;
  target?: Step;
  date?: string;
  /** Teams' or Entra's id of a person, `nobody` or `asNow`. */
  owner?: string;
}

/** Choices of the form beside the people; no id of Teams looks like them. */
export const [nobody, asNow] = ['none', 'keep'];

export interface FocusForm {
  kind: 'focusForm';
  focus: Focus;
  /** The revision that the form was filled from. */
  seen: number;
  input: FocusInput;
  faults: FocusFault[];
  /** Set where somebody else has changed the focus since: the name of who sees to it then, if somebody does. */
  theirs?: { owner?: string };
  /** Who is to be chosen from, as far as they stand on the form. */
  people: Member[];
  /** Whether Teams' own picker of people finds whoever has an id in Entra ID; the Playground has none. */
  picker: boolean;
  /** Whether somebody sees to it who is not among the people. */
  ownerGone: boolean;
  today: string;
}
type FocusFault = 'term' | 'date' | 'owner';

/** As many names as one card has room for. */
const mostPeople = 100;

/** A form filled in with a focus as it is. */
export async function editFocus(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  focusId: string,
): Promise<FocusForm | Refusal> {
  const allowed = await member(deps, rosters, caller);
  if (allowed.kind === 'refused') return allowed;
  const focus = (await deps.store.focus(allowed.channel, focusId))?.record;
  if (!focus) return refused('notHere');
  const { owner: _, ...input } = focus.content;
  return formOf(deps, rosters, { channel: allowed.channel, caller, focus }, input);
}

/**
 * Keeps what was filled in, in place of what the form was filled from. What somebody else made of it meanwhile is shown
 * beside it, and neither is lost.
 */
export async function saveFocus(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  { focusId, seen }: { focusId: string; seen: number },
  input: FocusInput,
): Promise<ItemShown | FocusForm | Refusal> {
  const allowed = await member(deps, rosters, caller);
  if (allowed.kind === 'refused') return allowed;
  const { channel } = allowed;
  for (;;) {
    const before = await deps.store.focus(channel, focusId);
    if (!before) return refused('notHere');
    const place = { channel, caller, focus: before.record };
    const { content, faults } = await contentOf(deps, rosters, place, input);
    if (faults.length > 0) return { ...(await formOf(deps, rosters, place, input)), seen, faults };
    const edit = edited<FocusContent, Focus>(before.record, seen, content);
    if (edit.kind === 'conflict') {
      const shown = await itemOf(deps, rosters, channel, { kind: 'focus', id: focusId });
      const owner = shown.kind === 'item' && shown.owner !== undefined ? { owner: shown.owner } : {};
      return { ...(await formOf(deps, rosters, place, input)), theirs: owner };
    }
    if (edit.kind === 'save') {
      await scheduleFollowUp(deps, channel, content.date);
      if (!(await changing(deps, channel, () => deps.store.saveFocus(channel, edit.item, before.version)))) continue;
    }
    return itemOf(deps, rosters, channel, { kind: 'focus', id: focusId }, 'saved');
  }
}

/** A focus, where it is, and who changes it. */
interface Place {
  channel: Channel;
  caller: Caller;
  focus: Focus;
}

async function contentOf(
  deps: Deps,
  rosters: Rosters,
  { channel, focus: { content: before } }: Place,
  { term, target, date, owner = nobody }: FocusInput,
): Promise<{ content: FocusContent; faults: FocusFault[] }> {
  const chosen = owner === nobody || owner === asNow ? undefined : await rosters.find(channel, owner);
  const faults: FocusFault[] = [];
  if (term === undefined) faults.push('term');
  if (date !== undefined && date !== before.date && !dateFits(date, todayIn(deps))) faults.push('date');
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
  deps: Deps,
  rosters: Rosters,
  { channel, caller, focus }: Place,
  input: FocusInput,
): Promise<FocusForm> {
  const all = (await rosters.people(channel)) ?? [];
  const { owner } = focus.content;
  const seesToIt = all.find(({ userId }) => personInChannel(deps, channel, userId) === owner);
  const ownerGone = owner !== undefined && !seesToIt;
  const picker = !deps.settings.trial;
  const listed = picker ? all.filter(({ entraId }) => entraId === undefined) : all;
  // Whoever asks and whoever it is now are always to be found, however many others there are.
  const first = ({ userId }: Member) => Number(userId === caller.userId || userId === seesToIt?.userId);
  const people = listed
    .toSorted((a, b) => first(b) - first(a) || a.name.localeCompare(b.name, 'da'))
    .slice(0, mostPeople);
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
    today: todayIn(deps),
  };
}

export function todayIn(deps: Deps): string {
  return dayAt(deps.now(), deps.settings.timeZone);
}
