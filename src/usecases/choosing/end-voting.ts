import { type Choice, tally } from '../../domain/choosing.ts';
import type { ClosedRound } from '../../domain/round.ts';
import type { Deps } from '../ports.ts';
import type { Versioned } from '../versioned.ts';

/**
 * Ends a choosing in two steps, as a round closes: from `closing` on no vote is accepted, so the dots count exactly the
 * votes that were.
 */
export async function endVoting(deps: Deps, round: ClosedRound): Promise<Choice | undefined> {
  for (;;) {
    const found = await deps.store.choice(round.channel, round.id);
    if (found?.record.state !== 'open') return finishEnding(deps, round);
    if (await deps.store.saveChoice({ ...found.record, state: 'closing' }, found.version)) {
      return finishEnding(deps, round);
    }
  }
}

/** Takes a choosing that is `closing` to its end. @returns it as it is then; undefined where there is none. */
export async function finishEnding(deps: Deps, round: ClosedRound): Promise<Choice | undefined> {
  for (;;) {
    const found = await deps.store.choice(round.channel, round.id);
    if (found?.record.state !== 'closing') return found?.record;
    const votes = await deps.store.freezeVotes(round.channel, round.id);
    const { smallestGroup } = round.summary;
    const outcome = tally(votes, { privacy: round.privacy, smallestGroup });
    await deps.store.saveChoice({ ...found.record, state: 'closed', outcome }, found.version);
  }
}

/** A round's choosing; one that somebody ends just now is ended first, so that nobody is told of dots not yet counted. */
export async function choiceOf(deps: Deps, round: ClosedRound): Promise<Versioned<Choice> | undefined> {
  await finishEnding(deps, round);
  return deps.store.choice(round.channel, round.id);
}
