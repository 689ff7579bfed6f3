import { type Agreeing, agree, type JointScore, type Steps, undo } from '../../domain/joint-score.ts';
import { type Round, unitsIn } from '../../domain/round.ts';
import { filledIn } from '../../domain/untouched.ts';
import type { CallContext } from '../call-context.ts';
import { type Refusal, refused } from '../channel/caller.ts';
import { changeThen } from '../due/schedule-due.ts';
import type { RoundWork } from '../due/work.ts';
import type { Deps } from '../ports.ts';
import { isUpdatable, showOn } from '../posts/show.ts';
import { commentsOn } from '../privacy/comments.ts';
import type { ThemeRef } from '../round/answer.ts';
import { resultsOf } from '../round/published-details.ts';
import { cardsOf } from '../round/theme-cards.ts';

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
  /** No step was chosen, so that there is nothing to save. */
  nothing?: boolean;
  /** What came for units and could not be read, by unit id; nothing was saved, and `steps` are what could be read. */
  unread?: Readonly<Record<string, string>>;
}

/** A theme's result as it was, where nothing was set after all. */
export interface ThemeAsBefore {
  kind: 'themeAsBefore';
  round: Round;
  themeId: string;
  jointScore?: JointScore;
  comments: string[];
}

/** What was just set, or taken back. */
export interface JointScoreShown {
  kind: 'jointScore';
  round: Round;
  themeId: string;
  jointScore: JointScore;
  undone: boolean;
}

/** The form for a theme of a closed round. */
export async function askAgree(context: CallContext, ref: ThemeRef): Promise<AgreeForm | Refusal> {
  const { deps, caller } = context;
  const found = await talkedAbout(context, ref);
  if (found.kind === 'refused') return found;
  const current = (await deps.store.jointScore(caller.channel, ref.roundId, ref.themeId))?.record;
  return form(found, current);
}

/** Sets what the team agrees on. Anybody in the channel may; what somebody else set meanwhile is never overwritten. */
export async function saveJointScore(
  context: CallContext,
  ref: ThemeRef,
  given: { seen: number; steps: Steps; untouched?: readonly string[]; unread?: Readonly<Record<string, string>> },
): Promise<JointScoreShown | AgreeForm | Refusal> {
  const { deps } = context;
  const { seen, steps, untouched, unread = {} } = given;
  const found = await talkedAbout(context, ref);
  if (found.kind === 'refused') return found;
  const units = new Set(found.units);
  const isUnread = found.units.some((unit) => Object.hasOwn(unread, unit));
  const now =
    untouched?.length || isUnread
      ? (await deps.store.jointScore(found.round.channel, ref.roundId, ref.themeId))?.record
      : undefined;
  const all = filledIn<Steps>(steps, untouched, now?.steps);
  const known = Object.fromEntries(Object.entries(all).filter(([unit]) => units.has(unit)));
  if (isUnread) return { ...form(found, now), seen, undoable: false, steps: known, unread };
  const outcome = await changeJointScore(deps, found, (current) => agree(current, ref, { seen, steps: known }));
  if (!outcome) return refused('notHere');
  if (outcome.kind === 'nothing') return { ...form(found, outcome.jointScore), nothing: true };
  if (outcome.kind !== 'conflict') return shown(found.round, outcome.jointScore, false);
  return { ...form(found, outcome.jointScore), steps: known, newer: outcome.jointScore.steps };
}

/** Takes the last change back, unless somebody has changed it again since the button was shown. */
export async function undoJointScore(
  context: CallContext,
  ref: ThemeRef,
  seen: number,
): Promise<JointScoreShown | AgreeForm | Refusal> {
  const { deps } = context;
  const found = await talkedAbout(context, ref);
  if (found.kind === 'refused') return found;
  const outcome = await changeJointScore(deps, found, (current) => current && undo(current, seen));
  if (!outcome) return refused('notHere');
  if (outcome.kind === 'conflict' || outcome.kind === 'nothing') return form(found, outcome.jointScore);
  return shown(found.round, outcome.jointScore, true);
}

/** Leaves the form; nothing is changed. */
export async function leaveAgree(context: CallContext, ref: ThemeRef): Promise<ThemeAsBefore | Refusal> {
  const { deps } = context;
  const found = await talkedAbout(context, ref);
  if (found.kind === 'refused') return found;
  const { round, themeId } = found;
  const jointScore = (await deps.store.jointScore(round.channel, round.id, themeId))?.record;
  // Names stand on the channel's own card alone: looking them up takes longer than a press may.
  const comments = round.privacy === 'open' ? [] : ((await commentsOn(deps, round)).get(themeId) ?? []);
  return { kind: 'themeAsBefore', round, themeId, comments, ...(jointScore && { jointScore }) };
}

async function changeJointScore(
  deps: Deps,
  { round, themeId }: { round: Round; themeId: string },
  change: (current: JointScore | undefined) => Agreeing | undefined,
): Promise<Agreeing | undefined> {
  for (;;) {
    const kept = await deps.store.jointScore(round.channel, round.id, themeId);
    const outcome = change(kept?.record);
    if (outcome?.kind !== 'save') return outcome;
    const save = () => deps.store.saveJointScore(round.channel, outcome.jointScore, kept?.version);
    if (await changeThen(deps, { work: 'jointScore', subject: round, occasion: themeId }, save)) return outcome;
  }
}

/** A theme of a round that is closed, for somebody of its channel. */
async function talkedAbout(
  context: CallContext,
  { roundId, themeId }: ThemeRef,
): Promise<{ kind: 'found'; round: Round; themeId: string; units: string[] } | Refusal> {
  const {
    deps,
    rosters,
    caller: { channel, userId },
  } = context;
  const round = (await deps.store.round(channel, roundId))?.record;
  const units = round && unitsIn(round, themeId);
  if (!round || !units || round.state !== 'closed') return refused('notHere');
  return (await rosters.has(channel, userId)) ? { kind: 'found', round, themeId, units } : refused('notMember');
}

function form({ round, themeId }: { round: Round; themeId: string }, current: JointScore | undefined): AgreeForm {
  const { steps = {}, revision: seen = 0, before } = current ?? {};
  return { kind: 'agreeForm', round, themeId, steps, seen, undoable: before !== undefined };
}

function shown(round: Round, jointScore: JointScore, undone: boolean): JointScoreShown {
  return { kind: 'jointScore', round, themeId: jointScore.themeId, jointScore, undone };
}

/** Shows on a theme's own card what the team agreed on. */
export async function jointScore(deps: Deps, { channel, round, lease }: RoundWork): Promise<void> {
  const themeId = lease.due.occasion;
  const posts = await deps.store.posts(channel, round.id);
  const cards = cardsOf(posts, themeId).filter(({ record }) => isUpdatable(record));
  if (cards.length === 0 || round.state !== 'closed') return;
  const results = await resultsOf(deps, channel, round);
  for (const post of cards) await showOn(deps, { channel, post, notice: results(themeId), lease });
}
