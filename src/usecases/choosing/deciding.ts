import {
  type Choice,
  type ChosenFocus,
  type DecisionFault,
  faultsOfDecision,
  type Horizon,
  horizons,
  startingPoint,
} from '../../domain/choosing.ts';
import { priorities } from '../../domain/priorities.ts';
import type { Round } from '../../domain/round.ts';
import { type ClosedRound, unitIds } from '../../domain/round.ts';
import type { CallContext } from '../call-context.ts';
import { type Refusal, refused } from '../channel/caller.ts';
import { changeThen } from '../due/schedule-due.ts';
import { openFocuses } from '../plan/shown-plan.ts';
import type { Deps } from '../ports.ts';
import type { Versioned } from '../versioned.ts';
import { ledChoice } from './end-choosing.ts';
import { type ChoosingShown, shown } from './start-choosing.ts';

/** A form to decide what to work on. */
export interface Decision {
  kind: 'decision';
  round: ClosedRound;
  lists: Record<Horizon, string[]>;
  faults: DecisionFault[];
  /** What was chosen that the round has not, as it came. */
  unknown?: Record<Horizon, string[]>;
}

/** A form to decide on, filled in from the dots and what was suggested. */
export async function askDecision(context: CallContext, roundId: string): Promise<Decision | ChoosingShown | Refusal> {
  const { deps } = context;
  const found = await ledChoice(context, roundId);
  if (found.kind === 'refused') return found;
  const { round } = found;
  const { outcome, state } = found.choice.record;
  if (state === 'settled' || !outcome) return shown(deps, round, found.choice.record);
  return { kind: 'decision', round, lists: shownFirst(round, found.choice.record), faults: [] };
}

function shownFirst(round: ClosedRound, { outcome }: Choice): Record<Horizon, string[]> {
  return outcome ? startingPoint(outcome, priorities(round.summary), unitIds(round)) : { short: [], long: [] };
}

/**
 * Decides what the channel works on, once; asked for again it shows what was decided.
 * @param wanted a list that is left out is as the form showed it first.
 */
export async function decide(
  context: CallContext,
  roundId: string,
  wanted: Partial<Record<Horizon, readonly string[]>>,
): Promise<Decision | ChoosingShown | Refusal> {
  const { deps } = context;
  const found = await ledChoice(context, roundId);
  if (found.kind === 'refused') return found;
  const { round } = found;
  const units = unitIds(round);
  const { short, long } = { ...shownFirst(round, found.choice.record), ...wanted };
  const lists = { short: units.filter((id) => short.includes(id)), long: units.filter((id) => long.includes(id)) };
  const isUnknown = (id: string) => !units.includes(id);
  const unknown = { short: short.filter(isUnknown), long: long.filter(isUnknown) };
  const faults = faultsOfDecision(lists);
  const isWrong = faults.length + unknown.short.length + unknown.long.length > 0;
  for (let now: Versioned<Choice> | undefined = found.choice; now; ) {
    const { record, version } = now;
    if (record.state !== 'closed') return shown(deps, round, record);
    if (isWrong) return { kind: 'decision', round, lists, faults, unknown };
    const after: Choice = { ...record, state: 'settled', focuses: await chosenFocuses(deps, round, lists) };
    const save = () => deps.store.saveChoice(after, version);
    if (await changeThen(deps, { work: 'choosing', subject: round }, save)) return shown(deps, round, after);
    now = await deps.store.choice(round.channel, round.id);
  }
  return refused('notHere');
}

/** What the plan works on already keeps its place there, with its actions. */
async function chosenFocuses(deps: Deps, round: Round, lists: Record<Horizon, string[]>): Promise<ChosenFocus[]> {
  const open = await openFocuses(deps, round);
  return horizons.flatMap((term) =>
    lists[term].map((unitId) => {
      const focusId = open.find((focus) => focus.unitId === unitId)?.id ?? deps.newId();
      return { unitId, term, focusId };
    }),
  );
}
