import type { Round } from './round.ts';

/** Somebody in the channel. */
export interface Reminding {
  /** Whether it is who started the round. */
  isStarter: boolean;
  /** How many of the round's themes they have answered. */
  answered: number;
}

/**
 * Those whom a round is to remind in private: who have yet to answer some of it. Where more are in the channel than are
 * expected to answer, nobody knows who of those that have answered nothing is meant: then it is only those who have begun.
 * Who started the round and has answered nothing is taken to lead the meeting, where that makes the number right.
 */
export function peopleToRemind<P extends Reminding>(
  { expected, units }: Pick<Round, 'expected' | 'units'>,
  people: readonly P[],
): P[] {
  const themes = Object.keys(units).length;
  const yetToFinish = people.filter(({ answered }) => answered < themes);
  if (people.length <= expected) return yetToFinish;
  const leads = ({ isStarter, answered }: P) => isStarter && answered === 0;
  const others = people.filter((person) => !leads(person));
  if (others.length <= expected) return yetToFinish.filter((person) => !leads(person));
  return yetToFinish.filter(({ answered }) => answered > 0);
}
