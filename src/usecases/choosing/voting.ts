import { applyVote, mostDots, type Vote } from '../../domain/choosing.ts';
import { type Round, unitIds } from '../../domain/round.ts';
import type { CallContext } from '../call-context.ts';
import { channelOf, isThere } from '../channel/access.ts';
import { personInRound, pressOf, type Refusal, refused } from '../channel/caller.ts';
import { leads } from '../round/lead.ts';
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
  /** Whether the person may end the choosing. */
  leads: boolean;
}

/** Keeps a person's dots, in one write; by meaning, not by id, it is done once. */
export async function saveVote(
  context: CallContext & Pick<Recounts, 'voting'>,
  { roundId, seen, units: given }: { roundId: string; seen: number; units: readonly string[] | undefined },
): Promise<OwnVote | { kind: 'over' } | Refusal> {
  const { deps, voting, caller } = context;
  const person = personInRound(deps, { ...caller, roundId });
  const [channel, found] = await Promise.all([channelOf(context), deps.store.round(caller.channel, roundId)]);
  if (!channel || !found) return refused('notHere');
  const round = found.record;
  const may = leads(context, { channel, round });
  for (let isOver = false; ; ) {
    const { choice, vote } = await deps.store.choiceAndVote(caller.channel, roundId, person);
    if (!choice) return refused('notHere');
    if (!(await isThere(context))) return refused('notMember');
    // Dots that were counted may be deleted, so that nobody knows whether these are some of them, sent again.
    if (choice.state !== 'open') return { kind: 'over' };
    // Some clients say nothing of dots that nobody touched, on a card that was filled with them.
    const units = given ?? (seen > 0 ? vote?.record.units : undefined) ?? [];
    const known = unitIds(round).filter((unitId) => units.includes(unitId));
    const fault = known.length === 0 ? 'none' : known.length > mostDots ? 'tooMany' : undefined;
    if (fault) {
      return { ...kept(round, vote?.record), units: known, fault, leads: may };
    }
    const after = applyVote(vote?.record, { roundId, person, seen, units: known }, pressOf(deps, caller));
    if (!after) return { ...kept(round, vote?.record), justSaved: true, leads: may };
    const voted = voting(round);
    const outcome = await deps.store.saveVote(caller.channel, after, vote?.version);
    if (outcome === 'saved') {
      voted();
      return { ...kept(round, after), justSaved: true, leads: may };
    }
    if (outcome === 'closed' && isOver) return { kind: 'over' };
    isOver = outcome === 'closed';
    // `changed`: the same person pressed twice at once. Read what the other press stored and decide again.
  }
}

/** The dots that somebody gave. Refused as `notHere` where no choosing is open for the round. */
export async function ownVote(context: CallContext, roundId: string): Promise<OwnVote | Refusal> {
  const { deps, caller } = context;
  const person = personInRound(deps, { ...caller, roundId });
  const [channel, found, { choice, vote }] = await Promise.all([
    channelOf(context),
    deps.store.round(caller.channel, roundId),
    deps.store.choiceAndVote(caller.channel, roundId, person),
  ]);
  if (!channel || !found || choice?.state !== 'open') return refused('notHere');
  if (!(await isThere(context))) return refused('notMember');
  const round = found.record;
  const voted = await deps.store.voted(caller.channel, roundId);
  return { ...kept(round, vote?.record), voted, leads: leads(context, { channel, round }) };
}

function kept(round: Round, vote: Vote | undefined): Omit<OwnVote, 'leads'> {
  return { kind: 'ownVote', round, units: vote?.units ?? [], revision: vote?.revision ?? 0, justSaved: false };
}
