import {
  type Answer,
  type AnswerRef,
  type AnswersAs,
  applyDraft,
  type Draft,
  type Score,
  type Scores,
  sameContent,
} from '../../domain/answer.ts';
import type { JointScore } from '../../domain/joint-score.ts';
import { bounds, type Round, unitsIn } from '../../domain/round.ts';
import { filledIn } from '../../domain/untouched.ts';
import type { CallContext } from '../call-context.ts';
import { isThere } from '../channel/access.ts';
import { personInRound, pressOf, type Refusal, refused } from '../channel/caller.ts';
import { finishClosing } from './close.ts';
import type { Counts } from './counts.ts';
import type { Recounts } from './recounts.ts';
import { answeredIn } from './rounds.ts';

/** A theme of a round, as a button names it. */
export interface ThemeRef {
  roundId: string;
  themeId: string;
}

/** What was filled in: a score for each unit where one was given. */
export interface AnswerInput {
  seen: number;
  scores: Partial<Record<string, Score>>;
  comment: string;
  /** Units, and `comment`, that nobody touched on a card that was filled from an answer. */
  untouched?: readonly string[];
}

/** What was filled in cannot be saved as it is. */
export interface Incomplete {
  kind: 'incomplete';
  round: Round;
  themeId: string;
  input: AnswerInput;
  /** The units without a score. */
  missing: string[];
  commentTooLong: boolean;
}

/** What a person sent to a round that is not open any more, who has an answer in it: that one counts. */
export interface Counted {
  kind: 'counted';
  round: Round;
  answer: Answer;
  /** Whether it is what was sent: then Teams sent it again, or somebody changed nothing. */
  isSent: boolean;
  answersAs?: AnswersAs;
}

/** The answer as it is stored now. */
export interface Saved {
  kind: 'saved';
  round: Round;
  answer: Answer;
  /** The themes that the person has yet to answer, where that is known. */
  missing?: string[];
  /** How many of the channel have answered the theme, where that is known. */
  answered?: number;
  /** What they said of whom they answer as, if they did. */
  answersAs?: AnswersAs;
}

/**
 * Saves a person's scores of one theme: one read, one write, no call to Teams. By meaning, not by id, it is done once:
 * a second press or a late retry leaves the answer as it is.
 */
export async function saveAnswer(
  context: CallContext & Pick<Recounts, 'answering'> & { counts: Counts },
  { roundId, themeId }: ThemeRef,
  filled: AnswerInput,
): Promise<Saved | Incomplete | Counted | Refusal> {
  const { deps, answering, counts, caller } = context;
  const person = personInRound(deps, { ...caller, roundId });
  const beside = themesBeside(context, themeId);
  for (let isOver = false; ; ) {
    const found = await onceDecided(context, { roundId, themeId, person }, beside);
    const { round, answer, beside: given = [], answersAs } = found;
    const units = round && unitsIn(round, themeId);
    if (!round || !units) return refused('notHere');
    if (round.state === 'closing' || (round.state === 'closed' && !answer)) return refused('notHere');
    if (!(await isThere(context))) return refused('notMember');
    if (round.state === 'closed' && answer) return counted(units, { round, answer: answer.record, answersAs }, filled);

    const input = withAnswer(filled, answer?.record);
    const draft = completeDraft(units, input);
    if (!draft) return incomplete(round, { themeId, units, input });
    const saving = applyDraft(answer?.record, { roundId, themeId, person, ...draft }, pressOf(deps, caller));
    const about = { ...yetToAnswer(round, { themeId, beside, given }), ...(answersAs && { answersAs }) };
    const count = counts.look(round);
    const told = (answer: Answer): Saved => {
      const answered = count(themeId, person);
      return { kind: 'saved', round, answer, ...about, ...(answered !== undefined && { answered }) };
    };
    if (saving.kind === 'unchanged') return told(saving.answer);
    const answered = answering(round);
    const outcome = await deps.store.saveAnswer(caller.channel, saving.answer, answer?.version);
    if (outcome === 'saved') {
      answered();
      deps.meter.answered();
      return told(saving.answer);
    }
    // Read anew it may still be open, or closing, to this instance, for a moment, in a database that several read from.
    if (outcome === 'closed' && isOver) return refused('notHere');
    isOver = outcome === 'closed';
    // `changed`: the same person pressed twice at once. Read what the other press stored and decide again.
  }
}

/** A round and a person's answer in it. One that is closing is closed first: only then is it decided which answers count. */
async function onceDecided({ deps, caller }: CallContext, ref: AnswerRef, beside: readonly string[]) {
  const found = await deps.store.roundAndAnswer(caller.channel, ref, beside);
  if (found.round?.state !== 'closing') return found;
  await finishClosing(deps, caller.channel, ref.roundId);
  return deps.store.roundAndAnswer(caller.channel, ref, beside);
}

/** Of a closed round nothing is kept by which a late retry is known: what is said is true of one and of a late change. */
function counted(
  units: readonly string[],
  { round, answer, answersAs }: { round: Round; answer: Answer; answersAs: AnswersAs | undefined },
  filled: AnswerInput,
): Counted {
  const draft = completeDraft(units, withAnswer(filled, answer));
  const isSent = draft !== undefined && sameContent(answer, draft);
  return { kind: 'counted', round, answer, isSent, ...(answersAs && { answersAs }) };
}

/** The other themes that may be in the round: it is not known yet, and asking again would cost the person a read. */
export function themesBeside({ deps, caller }: CallContext, themeId: string): string[] {
  const wheels = deps.wheels.all(caller.language).map(({ themes }) => themes.map(({ id }) => id));
  return [...new Set(wheels.filter((ids) => ids.includes(themeId)).flat())].filter((id) => id !== themeId);
}

/** Nothing where the round has a theme that was not looked for, as one of an older wheel may have. */
function yetToAnswer(
  round: Round,
  { themeId, beside, given }: { themeId: string; beside: readonly string[]; given: readonly string[] },
): { missing?: string[] } {
  const others = Object.keys(round.units).filter((id) => id !== themeId);
  if (!others.every((id) => beside.includes(id))) return {};
  return { missing: others.filter((id) => !given.includes(id)) };
}

/** What stands in fields that nobody touched: the person's answer where the card was filled from it. */
function withAnswer(given: AnswerInput, answer: Answer | undefined): AnswerInput {
  const { untouched, ...input } = given;
  if (!answer || given.seen === 0) return input;
  const { comment } = filledIn<{ comment: string }>(input, untouched, answer);
  return { ...input, scores: filledIn(input.scores, untouched, answer.scores), comment };
}

export function completeDraft(units: readonly string[], { seen, scores, comment }: AnswerInput): Draft | undefined {
  if (comment.length > bounds.comment) return undefined;
  const whole: Scores = {};
  for (const unit of units) {
    const score = scores[unit];
    if (score === undefined) return undefined;
    whole[unit] = score;
  }
  return { seen, scores: whole, comment };
}

export function incomplete(
  round: Round,
  { themeId, units, input }: { themeId: string; units: readonly string[]; input: AnswerInput },
): Incomplete {
  const missing = units.filter((unit) => input.scores[unit] === undefined);
  return { kind: 'incomplete', round, themeId, input, missing, commentTooLong: input.comment.length > bounds.comment };
}

/** A theme's card as one person sees it. */
export interface OwnView {
  kind: 'own';
  round: Round;
  themeId: string;
  /** Absent where this person has not answered the theme. */
  answer?: Answer;
  /** What the person said of whom they answer as, if they did. */
  answersAs?: AnswersAs;
  /** How many have answered the theme. */
  answered: number;
  /** What the team agreed on, once the round is closed. */
  jointScore?: JointScore;
}

/** A person's own answer to a theme, and of everybody else only how many answered. */
export async function ownView(context: CallContext, { roundId, themeId }: ThemeRef): Promise<OwnView | Refusal> {
  const { deps, caller } = context;
  const person = personInRound(deps, { ...caller, roundId });
  const ref = { roundId, themeId, person };
  const found = await deps.store.roundAndAnswer(caller.channel, ref, themesBeside(context, themeId));
  const { round, answer, answersAs } = found;
  if (!round || !unitsIn(round, themeId)) return refused('notHere');
  if (!(await isThere(context))) return refused('notMember');
  const counts = round.summary
    ? await answeredIn(deps, round)
    : await deps.store.answered(caller.channel, roundId, [themeId]);
  const jointScore =
    round.state === 'closed' ? await deps.store.jointScore(caller.channel, roundId, themeId) : undefined;
  const view = { kind: 'own', round, themeId, answered: counts[themeId] ?? 0 } as const;
  return {
    ...view,
    ...(answer && { answer: answer.record }),
    ...(answersAs && { answersAs }),
    ...(jointScore && { jointScore: jointScore.record }),
  };
}
