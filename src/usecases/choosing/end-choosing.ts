import type { Choice } from '../../domain/choosing.ts';
import type { ClosedRound } from '../../domain/round.ts';
import type { CallContext } from '../call-context.ts';
import { type Refusal, refused } from '../channel/caller.ts';
import { scheduleAhead, scheduleDue } from '../due/schedule-due.ts';
import { leads } from '../round/lead.ts';
import type { Versioned } from '../versioned.ts';
import { choiceOf, endVoting } from './end-voting.ts';
import { type ChoosingShown, closedRound, shown } from './start-choosing.ts';

/** "3 af 5 har valgt – afslut nu?", for somebody who may. */
export async function askEndChoosing(context: CallContext, roundId: string): Promise<ChoosingShown | Refusal> {
  const { deps } = context;
  const found = await ledChoice(context, roundId);
  return found.kind === 'refused' ? found : shown(deps, found.round, found.choice.record);
}

/** Ends a choosing, for somebody who may. */
export async function endChoosing(context: CallContext, roundId: string): Promise<ChoosingShown | Refusal> {
  const { deps } = context;
  const found = await ledChoice(context, roundId);
  if (found.kind === 'refused') return found;
  // Scheduled first, so that a crash in between leaves no choosing ended without its dots.
  await scheduleAhead(deps, 'choosing', { subject: found.round });
  const choice = await endVoting(deps, found.round);
  await scheduleDue(deps, 'choosing', { subject: found.round });
  return choice ? shown(deps, found.round, choice) : refused('notHere');
}

/** A choosing, for somebody who may lead its round. */
export async function ledChoice(
  context: CallContext,
  roundId: string,
): Promise<{ kind: 'led'; round: ClosedRound; choice: Versioned<Choice> } | Refusal> {
  const { deps } = context;
  const found = await closedRound(context, roundId);
  if (found.kind === 'refused') return found;
  const { channel, round } = found;
  const choice = await choiceOf(deps, round);
  if (!choice) return refused('notHere');
  return leads(context, { channel, round }) ? { kind: 'led', round, choice } : refused('notAllowed');
}
