import { applyVote, mostDots, type Vote } from '../../domain/choosing.ts';
import { type Round, unitIds } from '../../domain/round.ts';
import type { CallContext } from '../call-context.ts';
import { isThere } from '../channel/access.ts';
import { personInRound, pressOf, type Refusal, refused } from '../channel/caller.ts';
import type { Recounts } from '../round/recounts.ts';

/** A person's own dots, or a card to give them on. */
export interface OwnVote {
  kind: 'ownVote';
  round: Round;
  units: string[];
  /** 0 where there are none. */
  revision: number;
  fault?: 'none' | 'tooMany';
  justSaved: boolean;
  /** How many have voted; left out right after saving, when counting would cost a read that the person waits for. */
  voted?: number;
}

/** Keeps a person's dots: one read and one write; by meaning, not by id, it is done once. */
export async function saveVote(
  context: CallContext & Pick<Recounts, 'voting'>,
  { roundId, seen, units: given }: { roundId: string; seen: number; units: readonly string[] | undefined },
): Promise<OwnVote | Refusal> {
  const { deps, voting, caller } = context;
  const person = personInRound(deps, { ...caller, roundId });
  const round = (await deps.store.round(caller.channel, roundId))?.record;
  if (!round) return refused('notHere');
  for (;;) {
    const { choice, vote } = await deps.store.choiceAndVote(caller.channel, roundId, person);
    if (choice?.state !== 'open') return refused('notHere');
    if (!(await isThere(context))) return refused('notMember');
    // Some clients say nothing of dots that nobody touched, on a card that was filled with them.
    const units = given ?? (seen > 0 ? vote?.record.units : undefined) ?? [];
    const known = unitIds(round).filter((unitId) => units.includes(unitId));
    const fault = known.length === 0 ? 'none' : known.length > mostDots ? 'tooMany' : undefined;
    if (fault) {
      return { kind: 'ownVote', round, units: known, revision: vote?.record.revision ?? 0, fault, justSaved: false };
    }
    const after = applyVote(vote?.record, { roundId, person, seen, units: known }, pressOf(deps, caller));
    if (!after) return kept(round, vote?.record, true);
    const voted = voting(round);
    const outcome = await deps.store.saveVote(caller.channel, after, vote?.version);
    if (outcome === 'closed') return refused('notHere');
    if (outcome === 'saved') {
      voted();
      return kept(round, after, true);
    }
    // `changed`: the same person pressed twice at once. Read what the other press stored and decide again.
  }
}

/** The dots that somebody gave. Refused as `notHere` where no choosing is open for the round. */
export async function ownVote(context: CallContext, roundId: string): Promise<OwnVote | Refusal> {
  const { deps, caller } = context;
  const person = personInRound(deps, { ...caller, roundId });
  const [found, { choice, vote }] = await Promise.all([
    deps.store.round(caller.channel, roundId),
    deps.store.choiceAndVote(caller.channel, roundId, person),
  ]);
  if (!found || choice?.state !== 'open') return refused('notHere');
  if (!(await isThere(context))) return refused('notMember');
  return { ...kept(found.record, vote?.record, false), voted: await deps.store.voted(caller.channel, roundId) };
}

function kept(round: Round, vote: Vote | undefined, justSaved: boolean): OwnVote {
  return { kind: 'ownVote', round, units: vote?.units ?? [], revision: vote?.revision ?? 0, justSaved };
}
