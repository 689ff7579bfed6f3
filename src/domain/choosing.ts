import type { Priorities } from './priorities.ts';
import type { PublishRule } from './results.ts';
import { type Press, type Submission, withSubmission } from './retries.ts';
import type { ChannelKey } from './round.ts';

/** Choosing what to work on after a round: everyone marks a few units with dots; then it is decided from the dots. */

/** How many dots each person has, and how many units each list of what was decided may hold. */
export const mostDots = 3;

export const horizons = ['short', 'long'] as const;
/** When something is to be worked on: a list of the outcome. */
export type Horizon = (typeof horizons)[number];

/** One choosing belongs to one round. */
export interface Choice {
  roundId: string;
  channel: ChannelKey;
  /** `closing` is the moment between the last vote that counts and the dots counted; `settled`: it was decided. */
  state: 'open' | 'closing' | 'closed' | 'settled';
  /** Epoch milliseconds. */
  startedAt: number;
  /** Set when it closes and never changed again. */
  outcome?: Outcome;
  /** Set when it is settled, and never changed again. */
  focuses?: ChosenFocus[];
}

/** What the votes came to, as far as it may be published. */
export interface Outcome {
  /** How many voted. */
  voters: number;
  /** Dots by unit id, only units that have some; absent where too few voted to show them. */
  dots?: Record<string, number>;
}

/** A unit that was decided on, and the list that it is on. */
export interface ChosenFocus {
  unitId: string;
  term: Horizon;
  /** The id that the focus has in the plan. */
  focusId: string;
}

/** One person's dots; at most one exists for each round. */
export interface Vote {
  roundId: string;
  /** Keyed hash of the person in this round. */
  person: string;
  /** Unit ids, one to three. */
  units: string[];
  /** 1 for the first, one more for each change. */
  revision: number;
  /** What was accepted lately, newest last, so that a late retry of older dots is known for what it is. */
  accepted: Submission[];
}

/** What a person's dots do to those they gave before; undefined where they change nothing or are a late retry. */
export function applyVote(
  current: Vote | undefined,
  { roundId, person, seen, units }: Pick<Vote, 'roundId' | 'person'> & { seen: number; units: readonly string[] },
  press: Press,
): Vote | undefined {
  const wanted = units.toSorted();
  const { retry, accepted } = withSubmission(current?.accepted ?? [], [roundId, person, seen, wanted], press);
  if (current && (retry || String(current.units) === String(wanted))) return undefined;
  return { roundId, person, units: wanted, revision: (current?.revision ?? 0) + 1, accepted };
}

/**
 * What may be published of the votes. In a confidential round the dots are published only from the smallest group up:
 * with two or three voters each could subtract their own dots and be left with somebody else's.
 */
export function tally(votes: readonly Pick<Vote, 'units'>[], { privacy, smallestGroup }: PublishRule): Outcome {
  const voters = votes.length;
  if (privacy === 'confidential' && voters > 0 && voters < smallestGroup) return { voters };
  const dots: Record<string, number> = {};
  for (const unit of votes.flatMap(({ units }) => units)) dots[unit] = (dots[unit] ?? 0) + 1;
  return { voters, dots };
}

/** Units by how many dots they got, most first, ties in the wheel's order; those without any are left out. */
export function byDots({ dots = {} }: Outcome, units: readonly string[]): { unitId: string; dots: number }[] {
  return units
    .flatMap((unitId) => (Object.hasOwn(dots, unitId) ? [{ unitId, dots: dots[unitId] ?? 0 }] : []))
    .toSorted((a, b) => b.dots - a.dots);
}

/**
 * What the one who decides starts from: the three units with most dots, each on the list where it was suggested and
 * otherwise on the short one; where no dots are published, what was suggested.
 */
export function startingPoint(
  outcome: Outcome,
  { shortTerm, longTerm, talkFirst }: Priorities,
  units: readonly string[],
): Record<Horizon, string[]> {
  const short = new Set(shortTerm.map(({ unitId }) => unitId));
  const long = new Set([...longTerm, ...talkFirst].map(({ unitId }) => unitId).filter((unitId) => !short.has(unitId)));
  const chosen = byDots(outcome, units).slice(0, mostDots);
  const from = chosen.length > 0 ? chosen.map(({ unitId }) => unitId) : [...short, ...long].slice(0, 2 * mostDots);
  return {
    short: from.filter((unitId) => !long.has(unitId)).slice(0, mostDots),
    long: from.filter((unitId) => long.has(unitId)).slice(0, mostDots),
  };
}

/** Nothing was decided on, more than fits on a list, or a unit stands on both lists. */
export type DecisionFault = 'none' | 'tooMany' | 'twice';

/** What is wrong with two lists of units that were decided on; nothing where all is right. */
export function faultsOfDecision({ short, long }: Record<Horizon, readonly string[]>): DecisionFault[] {
  return [
    ...(short.length + long.length === 0 ? (['none'] as const) : []),
    ...(short.length > mostDots || long.length > mostDots ? (['tooMany'] as const) : []),
    ...(short.some((unitId) => long.includes(unitId)) ? (['twice'] as const) : []),
  ];
}
