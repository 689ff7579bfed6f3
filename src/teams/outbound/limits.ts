/** So many sends in so long. */
export interface Limit {
  count: number;
  /** Milliseconds. */
  within: number;
}

/**
 * What Teams takes from a bot in one thread; updates count as sends.
 * Source: "Optimize your bot with rate limiting in Teams", Microsoft Learn. The spacing of one a second is our own:
 * it keeps counts fresh and a burst of answers far from the limits.
 */
export const threadLimits: readonly Limit[] = [
  { count: 7, within: 1_000 },
  { count: 8, within: 2_000 },
  { count: 60, within: 30_000 },
  { count: 1_800, within: 3_600_000 },
];

/** Reading the members of one conversation, from the same source. */
export const readLimits: readonly Limit[] = [
  { count: 14, within: 1_000 },
  { count: 16, within: 2_000 },
  { count: 120, within: 30_000 },
  { count: 3_600, within: 3_600_000 },
];

/** All of a bot's requests in one tenant. */
export const tenantLimits: readonly Limit[] = [{ count: 50, within: 1_000 }];

/** How long to wait, in milliseconds, until one more send keeps within every limit. `sent` is in order, epoch milliseconds. */
export function waitFor(sent: readonly number[], limits: readonly Limit[], now: number): number {
  return Math.max(
    0,
    ...limits.map(({ count, within }) => {
      const oldest = sent[sent.length - count];
      return oldest === undefined ? 0 : oldest + within - now;
    }),
  );
}
