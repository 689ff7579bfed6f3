import type { Horizon } from '../../domain/choosing.ts';
import { newFocus, planBounds } from '../../domain/plan.ts';
import { type ClosedRound, isScored, type Round, unitIds } from '../../domain/round.ts';
import { filledIn, type Untouched } from '../../domain/untouched.ts';
import type { CallContext } from '../call-context.ts';
import { member } from '../channel/access.ts';
import { type Refusal, refused } from '../channel/caller.ts';
import type { Deps } from '../ports.ts';
import { latestRound } from '../round/rounds.ts';
import { editFocus, type FocusForm } from './focus-form.ts';
import { changePlan } from './plan.ts';
import { openFocuses } from './shown-plan.ts';

/** What the form asks for, as far as it was filled in with something of the right kind. */
export interface NewFocusInput extends Untouched {
  unit?: string;
  term?: Horizon;
}

/** What the form shows at first. */
const shownFirst = { term: 'short' } as const;

/** A form to add a focus to the plan without dots. */
export interface NewFocus {
  kind: 'newFocus';
  /** Becomes the focus's id, so that a second press on the same card adds nothing more. */
  focusId: string;
  round: Round;
  units: string[];
  input: NewFocusInput;
  fault?: 'missing' | 'full';
}

/** What can be added: a unit of the latest round that the plan does not work on already. */
export async function askFocus(context: CallContext): Promise<NewFocus | Refusal> {
  const { deps } = context;
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  const round = await latestRound(deps, allowed.channel);
  if (!round || !isScored(round)) return refused('notHere');
  return offer(deps, round, { focusId: deps.newId(), input: shownFirst });
}

async function offer(
  deps: Deps,
  round: ClosedRound,
  form: Pick<NewFocus, 'focusId' | 'input' | 'fault'>,
): Promise<NewFocus> {
  const taken = await openFocuses(deps, round);
  const units = unitIds(round).filter((unitId) => taken.every((focus) => focus.unitId !== unitId));
  return { kind: 'newFocus', ...form, round, units };
}

/** Adds a focus, and asks for the rest of it. */
export async function addFocus(
  context: CallContext,
  { focusId, roundId }: { focusId: string; roundId: string },
  given: NewFocusInput,
): Promise<NewFocus | FocusForm | Refusal> {
  const { deps } = context;
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  const { channel } = allowed;
  const round = (await deps.store.round(channel, roundId))?.record;
  if (!round || !isScored(round)) return refused('notHere');
  const input = filledIn(given, given.untouched, shownFirst);
  const { unit, term } = input;
  if (unit === undefined || term === undefined || !unitIds(round).includes(unit)) {
    return offer(deps, round, { focusId, input, fault: 'missing' });
  }
  const all = await deps.store.focuses(channel);
  if (all.length >= planBounds.focuses && !all.some(({ id }) => id === focusId)) {
    return offer(deps, round, { focusId, input, fault: 'full' });
  }
  const focus = newFocus(round, { unitId: unit, term, focusId }, deps.now());
  // False where the same card was pressed twice: then it is there.
  await changePlan(deps, channel, () => deps.store.saveFocus(channel, focus));
  return editFocus(context, focusId);
}
