import { type Agreeing, agree, type JointScore, type Steps, undo } from '../../domain/joint-score.ts';
import { type Round, unitsIn } from '../../domain/round.ts';
import { type Caller, type Refusal, refused } from '../channel/caller.ts';
import type { Rosters } from '../channel/rosters.ts';
import { updatePost } from '../due/posts.ts';
import { crashFallbackDelayMs, scheduleDueAt } from '../due/schedule-due.ts';
import type { RoundWork } from '../due/work.ts';
import type { Deps } from '../ports.ts';
import type { ThemeRef } from '../round/answer.ts';
import { resultsOf } from '../round/published-details.ts';
import { themeOfPost } from '../round/theme-cards.ts';

/** A card to set what a team agrees on, filled in with what it agreed on so far. */
export interface AgreeForm {
  kind: 'agreeForm';
  round: Round;
  themeId: string;
  /** What the form is filled in with. */
  steps: Steps;
  /** The revision it is filled in from, 0 for none. */
  seen: number;
  /** Whether there is a change to take back. */
  undoable: boolean;
  /** What somebody else set meanwhile, where `steps` are the person's own and not saved. */
  newer?: Steps;
}

export interface AgreedShown {
  kind: 'agreed';
  round: Round;
  themeId: string;
  agreed: JointScore;
  undone: boolean;
}

/** The form for a theme of a closed round. */
export async function askAgree(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  ref: ThemeRef,
): Promise<AgreeForm | Refusal> {
  const found = await talkedAbout(deps, rosters, caller, ref);
  if (found.kind === 'refused') return found;
  const current = (await deps.store.agreed(caller.channel, ref.roundId, ref.themeId))?.record;
  return form(found.round, ref.themeId, current);
}

/** Sets what the team agrees on. Whoever is on the roster may; what somebody else set meanwhile is never overwritten. */
export async function saveJointScore(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  ref: ThemeRef,
  { seen, steps }: { seen: number; steps: Steps },
): Promise<AgreedShown | AgreeForm | Refusal> {
  const found = await talkedAbout(deps, rosters, caller, ref);
  if (found.kind === 'refused') return found;
  const units = new Set(found.units);
  const known = Object.fromEntries(Object.entries(steps).filter(([unit]) => units.has(unit)));
  const outcome = await change(deps, found.round, ref, (current) => agree(current, ref, { seen, steps: known }));
  if (!outcome) return refused('notHere');
  if (outcome.kind !== 'conflict') return shown(found.round, outcome.agreed, false);
  return { ...form(found.round, ref.themeId, outcome.agreed), steps: known, newer: outcome.agreed.steps };
}

/** Takes the last change back, unless somebody has changed it again since the button was shown. */
export async function undoAgreed(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  ref: ThemeRef,
  seen: number,
): Promise<AgreedShown | AgreeForm | Refusal> {
  const found = await talkedAbout(deps, rosters, caller, ref);
  if (found.kind === 'refused') return found;
  const outcome = await change(deps, found.round, ref, (current) => current && undo(current, seen));
  if (!outcome) return refused('notHere');
  return outcome.kind === 'conflict'
    ? form(found.round, ref.themeId, outcome.agreed)
    : shown(found.round, outcome.agreed, true);
}

async function change(
  deps: Deps,
  round: Round,
  { roundId, themeId }: ThemeRef,
  by: (current: JointScore | undefined) => Agreeing | undefined,
): Promise<Agreeing | undefined> {
  for (;;) {
    const kept = await deps.store.agreed(round.channel, roundId, themeId);
    const outcome = by(kept?.record);
    if (outcome?.kind !== 'save') return outcome;
    // Noted first, so that a crash in between leaves no card that shows what was before.
    await scheduleDueAt(deps, 'jointScore', round, deps.now() + crashFallbackDelayMs, themeId);
    if (!(await deps.store.saveJointScore(round.channel, outcome.agreed, kept?.version))) continue;
    await scheduleDueAt(deps, 'jointScore', round, deps.now(), themeId);
    return outcome;
  }
}

/** A theme of a round that is closed, for somebody of its channel. */
async function talkedAbout(
  deps: Deps,
  rosters: Rosters,
  { channel, userId }: Caller,
  { roundId, themeId }: ThemeRef,
): Promise<{ kind: 'found'; round: Round; units: string[] } | Refusal> {
  const round = (await deps.store.round(channel, roundId))?.record;
  const units = round && unitsIn(round, themeId);
  if (!round || !units || round.state !== 'closed') return refused('notHere');
  return (await rosters.has(channel, userId)) ? { kind: 'found', round, units } : refused('notMember');
}

function form(round: Round, themeId: string, current: JointScore | undefined): AgreeForm {
  const { steps = {}, revision: seen = 0, before } = current ?? {};
  return { kind: 'agreeForm', round, themeId, steps, seen, undoable: before !== undefined };
}

function shown(round: Round, agreed: JointScore, undone: boolean): AgreedShown {
  return { kind: 'agreed', round, themeId: agreed.themeId, agreed, undone };
}

/** Shows on a theme's own card what was agreed on it. */
export async function jointScore(deps: Deps, { channel, round, lease }: RoundWork): Promise<void> {
  const themeId = lease.due.occasion;
  const posts = await deps.store.posts(channel, round.id);
  const card = posts.find(({ record }) => record.state === 'sent' && themeOfPost(record) === themeId)?.record;
  if (!card || round.state !== 'closed') return;
  const results = await resultsOf(deps, channel, round);
  await updatePost(deps, channel, card, results(themeId));
}
