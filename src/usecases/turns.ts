import type { Clock } from './clock.ts';

/** Long work in pieces, so that nobody else waits for all of it. */
export interface Turns {
  /** Between two pieces: what is to be waited for where this turn of the event loop has lasted long. */
  pause(): Promise<void> | undefined;
}

/** @param longestMs how long all who share this may keep a turn together. */
export function createTurns({ monotonic }: Pick<Clock, 'monotonic'>, longestMs = 10): Turns {
  let began: number | undefined;
  return {
    pause() {
      const now = monotonic();
      if (began !== undefined) return now - began < longestMs ? undefined : new Promise((next) => setImmediate(next));
      began = now;
      setImmediate(() => {
        began = undefined;
      });
      return undefined;
    },
  };
}
