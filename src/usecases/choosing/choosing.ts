import type { Channel } from '../../domain/channel.ts';
import { applyVote, type Choice, mostDots, tally, type Vote } from '../../domain/choosing.ts';
import { mayLead, type Round, type Summary } from '../../domain/round.ts';
import { member } from '../channel/channels.ts';
import { type Caller, personInChannel, personInRound, type Refusal, type Rosters, refused } from '../channel/people.ts';
import { crashFallbackDelayMs, scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import type { Changing } from '../round/cards.ts';
import type { Versioned } from '../versioned.ts';

/** A closed round, whose units can be chosen from. */
export type Closed = Round & { summary: Summary };

/** What the channel sees of a choosing. */
export interface ChoosingShown {
  kind: 'choosing';
  round: Round;
  choice: Choice;
  /** How many have voted. */
  voted: number;
  /** Whether it was begun by this press. */
  begun: boolean;
}

/** Starts the choosing after the channel's latest round, or shows the one that there is. */
export async function startChoosing(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  roundId: string,
): Promise<ChoosingShown | { kind: 'newerRound' } | Refusal> {
  const found = await closedRound(deps, rosters, caller, roundId);
  if (found.kind === 'refused') return found;
  const { round, channel } = found;
  for (;;) {
    const before = await deps.store.choice(round.channel, round.id);
    if (before) {
      if (before.record.state === 'open') await sendMissingCard(deps, round);
      return shown(deps, round, before.record);
    }
    if (channel.latestRoundId !== round.id) return { kind: 'newerRound' };
    const choice: Choice = { roundId: round.id, channel: round.channel, state: 'open', startedAt: deps.now() };
    // Noted first, so that a crash in between leaves no choosing without its card.
    await scheduleDue(deps, 'choice', round, crashFallbackDelayMs);
    if (!(await deps.store.saveChoice(choice))) continue;
    await scheduleDue(deps, 'choice', round, 0);
    return shown(deps, round, choice, true);
  }
}

/** A card that never surely reached the channel is sent again when somebody asks for it; two of them do no harm. */
async function sendMissingCard(deps: Deps, round: Round): Promise<void> {
  const posts = await deps.store.posts(round.channel, round.id);
  const lost = posts.find(({ record }) => record.slot === 'choice' && record.state === 'unknown');
  if (!lost || !(await deps.store.removePost(round.channel, lost.record, lost.version))) return;
  await scheduleDue(deps, 'choice', round, 0);
}

/** @param begun whether it was begun just now. */
export async function shown(deps: Deps, round: Round, choice: Choice, begun = false): Promise<ChoosingShown> {
  const voted = choice.outcome?.voters ?? (await deps.store.voted(round.channel, round.id));
  return { kind: 'choosing', round, choice, voted, begun };
}

/** A person's own dots, or a card to give them on. */
export interface OwnVote {
  kind: 'ownVote';
  round: Round;
  units: string[];
  /** 0 where there are none. */
  revision: number;
  fault?: 'none' | 'tooMany';
  justSaved: boolean;
}

/** Keeps a person's dots: one read and one write; by meaning, not by id, it is done once. */
export async function saveVote(
  deps: Deps,
  rosters: Rosters,
  voting: Changing,
  caller: Caller,
  { roundId, seen, units }: { roundId: string; seen: number; units: readonly string[] },
): Promise<OwnVote | Refusal> {
  const person = personInRound(deps, caller.channel, roundId, caller.userId);
  const round = (await deps.store.round(caller.channel, roundId))?.record;
  if (!round) return refused('notHere');
  for (;;) {
    const { choice, vote } = await deps.store.choiceAndVote(caller.channel, roundId, person);
    if (choice?.state !== 'open') return refused('notHere');
    if (!vote && !(await rosters.has(caller.channel, caller.userId))) return refused('notMember');
    const known = unitIds(round).filter((unitId) => units.includes(unitId));
    const fault = known.length === 0 ? 'none' : known.length > mostDots ? 'tooMany' : undefined;
    if (fault) {
      return { kind: 'ownVote', round, units: known, revision: vote?.record.revision ?? 0, fault, justSaved: false };
    }
    const after = applyVote(vote?.record, { roundId, person }, { seen, units: known }, deps.now());
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

export async function ownVote(deps: Deps, caller: Caller, roundId: string): Promise<OwnVote | Refusal> {
  const person = personInRound(deps, caller.channel, roundId, caller.userId);
  const [found, { choice, vote }] = await Promise.all([
    deps.store.round(caller.channel, roundId),
    deps.store.choiceAndVote(caller.channel, roundId, person),
  ]);
  if (!found || choice?.state !== 'open') return refused('notHere');
  return kept(found.record, vote?.record, false);
}

function kept(round: Round, vote: Vote | undefined, justSaved: boolean): OwnVote {
  return { kind: 'ownVote', round, units: vote?.units ?? [], revision: vote?.revision ?? 0, justSaved };
}

/** "3 af 5 har valgt – afslut nu?", for somebody who may. */
export async function askEndChoosing(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  roundId: string,
): Promise<ChoosingShown | Refusal> {
  const found = await ledChoice(deps, rosters, caller, roundId);
  return found.kind === 'refused' ? found : shown(deps, found.round, found.choice.record);
}

export async function endChoosing(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  roundId: string,
): Promise<ChoosingShown | Refusal> {
  const found = await ledChoice(deps, rosters, caller, roundId);
  if (found.kind === 'refused') return found;
  // Noted first, so that a crash in between leaves no choosing ended without its dots.
  await scheduleDue(deps, 'choice', found.round, crashFallbackDelayMs);
  const choice = await endVoting(deps, found.round);
  await scheduleDue(deps, 'choice', found.round, 0);
  return choice ? shown(deps, found.round, choice) : refused('notHere');
}

/**
 * Ends a choosing in two steps, as a round closes: from `closing` on no vote is accepted, so the dots count exactly the
 * votes that were.
 */
export async function endVoting(deps: Deps, round: Closed): Promise<Choice | undefined> {
  for (;;) {
    const found = await deps.store.choice(round.channel, round.id);
    if (found?.record.state !== 'open') return finishEnding(deps, round);
    if (await deps.store.saveChoice({ ...found.record, state: 'closing' }, found.version)) {
      return finishEnding(deps, round);
    }
  }
}

/** Takes a choosing that is `closing` to its end. @returns it as it is then; undefined where there is none. */
export async function finishEnding(deps: Deps, round: Closed): Promise<Choice | undefined> {
  for (;;) {
    const found = await deps.store.choice(round.channel, round.id);
    if (found?.record.state !== 'closing') return found?.record;
    const votes = await deps.store.freezeVotes(round.channel, round.id);
    const { smallestGroup } = round.summary;
    const outcome = tally(votes, { privacy: round.privacy, smallestGroup });
    await deps.store.saveChoice({ ...found.record, state: 'closed', outcome }, found.version);
  }
}

/** The units of a round in the wheel's order. */
export function unitIds({ units }: Pick<Round, 'units'>): string[] {
  return Object.values(units).flat();
}

async function closedRound(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  roundId: string,
): Promise<{ kind: 'closed'; channel: Channel; round: Closed } | Refusal> {
  const allowed = await member(deps, rosters, caller);
  if (allowed.kind === 'refused') return allowed;
  const round = (await deps.store.round(caller.channel, roundId))?.record;
  if (!round || !isScored(round)) return refused('notHere');
  return { kind: 'closed', channel: allowed.channel, round };
}

/** Whether a round has closed with something to choose from. */
export function isScored(round: Round): round is Closed {
  return round.summary?.themes.some(({ result }) => result.level !== 'none') ?? false;
}

/** A choosing that the caller may lead: whoever may close the round. */
export async function ledChoice(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  roundId: string,
): Promise<{ kind: 'led'; round: Closed; choice: Versioned<Choice> } | Refusal> {
  const found = await closedRound(deps, rosters, caller, roundId);
  if (found.kind === 'refused') return found;
  const { channel, round } = found;
  const choice = await deps.store.choice(round.channel, round.id);
  if (!choice) return refused('notHere');
  const person = personInChannel(deps, caller.channel, caller.userId);
  return mayLead(round, person, channel.facilitators) ? { kind: 'led', round, choice } : refused('notAllowed');
}
