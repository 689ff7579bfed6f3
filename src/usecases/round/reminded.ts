import type { Deps } from '../ports.ts';
import type { RoundRef } from './reminder-ports.ts';

/** Whom the reminding of an open round is done with, kept while it is open, so that nobody is reminded twice. */

interface RemindedPerson {
  round: RoundRef;
  /** Made by `reminderCode`. */
  code: string;
}

/** The person in the list of one round: nobody can join it with the code that their answers are kept under. */
export function reminderCode(deps: Deps, { channel, id }: RoundRef, userId: string): string {
  return deps.keyedId(`reminded|${channel.tenantId}|${channel.conversationId}|${id}`, userId);
}

/** Notes that the reminding is done with somebody. @returns false where it was already, or the round is closed. */
export function note(deps: Deps, { round, code }: RemindedPerson): Promise<boolean> {
  return change(deps, round, (people) => (people.includes(code) ? people : [...people, code]));
}

/** Takes somebody off the list again. @returns whether they were on it. */
export function takeBack(deps: Deps, { round, code }: RemindedPerson): Promise<boolean> {
  return change(deps, round, (people) => people.filter((each) => each !== code));
}

/** Whether the reminding of a round is done with somebody. */
export async function isReminded(deps: Deps, { round, code }: RemindedPerson): Promise<boolean> {
  const found = await deps.store.reminded(round);
  return found?.record.people.includes(code) ?? false;
}

/** @returns whether it changed anything. */
async function change(deps: Deps, round: RoundRef, changed: (people: string[]) => string[]): Promise<boolean> {
  for (;;) {
    const found = await deps.store.reminded(round);
    const before = found?.record.people ?? [];
    const people = changed(before);
    if (people.length === before.length) return false;
    const outcome = await deps.store.saveReminded(round, { people }, found?.version);
    if (outcome !== 'changed') return outcome === 'saved';
  }
}
