/** Something that was accepted, so that a late retry of it is known for what it is. */
export interface Submission {
  /** A keyed hash, so that nobody finds out by guessing what was sent before. */
  fingerprint: string;
  /** Epoch milliseconds. */
  at: number;
  /** Which press it came with; absent where Teams did not say. */
  press?: string;
}

/** When something is sent, and how it is remembered. */
export interface Press {
  /** Epoch milliseconds. */
  now(): number;
  /** A keyed hash of what was sent, and by whom to what. */
  fingerprintOf(said: string): string;
  /** Which press it is; absent where Teams did not say. */
  origin?: PressOrigin | undefined;
}

/** A press as Teams tells it from others: what it sends again has the same id, or a new one much later. */
export interface PressOrigin {
  id: string;
  /** Whether a press was answered in time, so that Teams does not send it again under a new id. */
  wasAnswered(press: string): boolean;
}

/** Teams sends a card action again up to about 30 s later, with a new id; four times that is surely another press. */
const retryWindow = 120_000;
/** Sooner than that a new id is a new press: at first Teams sends again, after 15 s, under the id of before. */
const newIdAfterMs = 10_000;
const remembered = 8;

/**
 * Whether the same was accepted a moment ago, and what was accepted lately with `said` at its end.
 * @param said who sent what to what, with the revision they saw.
 */
export function withSubmission(
  before: readonly Submission[],
  said: readonly unknown[],
  { now, fingerprintOf, origin }: Press,
): { retry: boolean; accepted: Submission[] } {
  const at = now();
  const fingerprint = fingerprintOf(JSON.stringify(said));
  const recent = before.filter((submission) => at - submission.at < retryWindow);
  return {
    retry: recent.some((submission) => submission.fingerprint === fingerprint && isSentAgain(submission, at, origin)),
    accepted: [...recent, { fingerprint, at, ...(origin && { press: origin.id }) }].slice(-remembered),
  };
}

/** Whether what says the same as something accepted is that once more, and not what somebody went back to. */
function isSentAgain({ press, at: then }: Submission, at: number, origin: PressOrigin | undefined): boolean {
  if (origin === undefined || press === undefined || press === origin.id) return true;
  const elapsed = at - then;
  return (elapsed < 0 || elapsed >= newIdAfterMs) && !origin.wasAnswered(press);
}
