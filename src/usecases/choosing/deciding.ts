import {
  type Choice,
  type ChosenFocus,
  type DecisionFault,
  faultsOfDecision,
  startingPoint,
  type Term,
  terms,
} from '../../domain/choosing.ts';
import type { Round } from '../../domain/round.ts';
import { type Caller, type Refusal, type Rosters, refused } from '../channel/people.ts';
import { arm, safetyMs } from '../due/schedule-due.ts';
import type { Versioned, World } from '../ports.ts';
import { type ChoosingShown, type Closed, ledChoice, shown, unitIds } from './choosing.ts';

export interface Decision {
  kind: 'decision';
  round: Closed;
  lists: Record<Term, string[]>;
  faults: DecisionFault[];
}

/** A form to decide on, filled in from the dots and what was suggested. */
export async function askDecision(
  world: World,
  rosters: Rosters,
  caller: Caller,
  roundId: string,
): Promise<Decision | ChoosingShown | Refusal> {
  const found = await ledChoice(world, rosters, caller, roundId);
  if (found.kind === 'refused') return found;
  const { round } = found;
  const { outcome, state } = found.choice.record;
  if (state === 'settled' || !outcome) return shown(world, round, found.choice.record);
  const lists = startingPoint(outcome, round.summary.priorities, unitIds(round));
  return { kind: 'decision', round, lists, faults: [] };
}

/** Decides what the channel works on, once; asked for again it shows what was decided. */
export async function decide(
  world: World,
  rosters: Rosters,
  caller: Caller,
  roundId: string,
  wanted: Record<Term, readonly string[]>,
): Promise<Decision | ChoosingShown | Refusal> {
  const found = await ledChoice(world, rosters, caller, roundId);
  if (found.kind === 'refused') return found;
  const { round } = found;
  const units = unitIds(round);
  const lists = {
    short: units.filter((id) => wanted.short.includes(id)),
    long: units.filter((id) => wanted.long.includes(id)),
  };
  const faults = faultsOfDecision(lists);
  for (let now: Versioned<Choice> | undefined = found.choice; now; ) {
    const { record, version } = now;
    if (record.state !== 'closed') return shown(world, round, record);
    if (faults.length > 0) return { kind: 'decision', round, lists, faults };
    const after: Choice = { ...record, state: 'settled', focuses: await chosen(world, round, lists) };
    await arm(world, 'choice', round, safetyMs);
    if (await world.store.saveChoice(after, version)) {
      await arm(world, 'choice', round, 0);
      return shown(world, round, after);
    }
    now = await world.store.choice(round.channel, round.id);
  }
  return refused('notHere');
}

/** What the plan works on already keeps its place there, with its actions. */
async function chosen(world: World, round: Round, lists: Record<Term, string[]>): Promise<ChosenFocus[]> {
  const open = (await world.store.focuses(round.channel)).filter(
    ({ status, wheelId }) => status === 'open' && wheelId === round.wheelId,
  );
  return terms.flatMap((term) =>
    lists[term].map((unitId) => {
      const focusId = open.find((focus) => focus.unitId === unitId)?.id ?? world.newId();
      return { unitId, term, focusId };
    }),
  );
}
