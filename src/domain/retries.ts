/** Something that was accepted, so that a late retry of it is known for what it is. */
export interface Submission {
  /** A keyed hash, so that nobody finds out by guessing what was sent before. */
  fingerprint: string;
  /** Epoch milliseconds. */
  at: number;
}

/** When something is sent, and how it is remembered. */
export interface Press {
  /** Epoch milliseconds. */
  now(): number;
  /** A keyed hash of what was sent, and by whom to what. */
  fingerprintOf(said: string): string;
}

/** Teams sends a card action again up to about 30 s later, with a new id; four times that is surely another press. */
const retryWindow = 120_000;
const remembered = 8;

/**
 * Whether the same was accepted a moment ago, and what was accepted lately with `said` at its end.
 * @param said who sent what to what, with the revision they saw.
 */
export function withSubmission(
  before: readonly Submission[],
  said: readonly unknown[],
  { now, fingerprintOf }: Press,
): { retry: boolean; accepted: Submission[] } {
  const at = now();
  const fingerprint = fingerprintOf(JSON.stringify(said));
  const recent = before.filter((submission) => at - submission.at < retryWindow);
  return {
    retry: recent.some((submission) => submission.fingerprint === fingerprint),
    accepted: [...recent, { fingerprint, at }].slice(-remembered),
  };
}
