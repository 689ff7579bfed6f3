/** The pause after a first failed try and the longest there is, in milliseconds. */
export interface Backoff {
  firstMs: number;
  longestMs: number;
}

/**
 * How long to wait after a failed try, in milliseconds: twice as long after each, and never the same for two who failed
 * at once.
 * @param tries how many have failed, 1 or more. @param random from 0 up to 1.
 * @returns from half of the full pause up to all of it.
 */
export function pauseAfter({ firstMs, longestMs }: Backoff, tries: number, random: () => number): number {
  return Math.min(firstMs * 2 ** (tries - 1), longestMs) * (0.5 + random() / 2);
}
