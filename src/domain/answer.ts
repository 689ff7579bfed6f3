import { type Press, type Submission, withSubmission } from './retries.ts';
import { parseStep, type Step } from './scale.ts';

/** What somebody chose for one unit. */
export type Score = Step | 'dontKnow';

/** A person's scores of one theme by unit id; complete, since a theme is saved whole. */
export type Scores = Record<string, Score>;

/** One person's current answer to one theme of one round; at most one exists. */
export interface Answer {
  roundId: string;
  themeId: string;
  /** Keyed hash of the person in this round; different in every round, so that rounds cannot be joined. */
  person: string;
  scores: Scores;
  /** Empty where none was written. */
  comment: string;
  /** Epoch milliseconds. */
  savedAt: number;
  /** 1 for the first answer, one more for each change. */
  revision: number;
  /** What was accepted lately, newest last, so that a late retry of an older answer is known for what it is. */
  accepted: Submission[];
  /** Absent in the answers that it was not said with; see `groupsOf`. */
  answersAs?: AnswersAs;
}

/** Whom a person said that they answer as. */
export interface AnswersAs {
  /** One of the round's groups; null where they would rather not say. */
  group: string | null;
  /** When they said it, epoch milliseconds. */
  at: number;
}

/** Which answer it is. */
export type AnswerRef = Pick<Answer, 'roundId' | 'themeId' | 'person'>;

/** What a person sent: the revision they saw when they filled it in (0: none), scores and comment. */
export interface Draft {
  seen: number;
  scores: Scores;
  comment: string;
}

/** What a draft comes to: an answer to store, or the one that is stored already. */
export type Saving = { kind: 'save'; answer: Answer } | { kind: 'unchanged'; answer: Answer };

/**
 * What a draft does to the current answer: the first, a change, or nothing, when it says what is already kept or is a
 * retry of something accepted a moment ago that a newer answer has replaced since.
 */
export function applyDraft(
  current: Answer | undefined,
  { roundId, themeId, person, ...draft }: Draft & AnswerRef,
  press: Press,
): Saving {
  const said = [roundId, themeId, person, draft.seen, sorted(draft.scores), draft.comment];
  const { retry, accepted } = withSubmission(current?.accepted ?? [], said, press);
  if (current && (retry || sameContent(current, draft))) return { kind: 'unchanged', answer: current };
  const revision = (current?.revision ?? 0) + 1;
  return {
    kind: 'save',
    answer: {
      ...{ roundId, themeId, person, ...content(draft), savedAt: press.now(), revision, accepted },
      ...(current?.answersAs && { answersAs: current.answersAs }),
    },
  };
}

function content({ scores, comment }: Draft): Pick<Answer, 'scores' | 'comment'> {
  return { scores, comment };
}

/** Whether a draft says what an answer says already. */
export function sameContent(answer: Answer, draft: Draft): boolean {
  return (
    answer.comment === draft.comment && JSON.stringify(sorted(answer.scores)) === JSON.stringify(sorted(draft.scores))
  );
}

function sorted(scores: Scores): [string, Score][] {
  return Object.entries(scores).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A score as a card sends it: a choice's value is text. Undefined for anything but exactly 1–4 or "dontKnow". */
export function parseScore(value: unknown): Score | undefined {
  if (value === 'dontKnow') return value;
  return parseStep(value);
}
