import { createHash } from 'node:crypto';

/** Something that was accepted, so that a late retry of it is known for what it is. */
export interface Submission {
  /** A digest, so that a comment that was changed does not live on in it. */
  fingerprint: string;
  /** Epoch milliseconds. */
  at: number;
}

/** Teams sends a card action again up to about 30 s later, with a new id; four times that is surely another press. */
const retryWindow = 120_000;
const remembered = 8;

/**
 * Whether the same was accepted a moment ago, and what was accepted lately with `said` at its end.
 * @param said what a person sent, with the revision they saw. @param now epoch milliseconds.
 */
export function noted(
  before: readonly Submission[],
  said: readonly unknown[],
  now: number,
): { retry: boolean; accepted: Submission[] } {
  const fingerprint = createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 22);
  const recent = before.filter(({ at }) => now - at < retryWindow);
  return {
    retry: recent.some((submission) => submission.fingerprint === fingerprint),
    accepted: [...recent, { fingerprint, at: now }].slice(-remembered),
  };
}
