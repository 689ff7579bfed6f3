/** Time and waiting. It comes in from outside everywhere, so that tests live through minutes in milliseconds. */
export interface Clock {
  /** The time of day, epoch milliseconds: what people read and what is stored goes by it. A machine's may be set. */
  now(): number;
  /** Milliseconds since some moment, by a clock that nobody sets: how long something waits is measured by it. */
  monotonic(): number;
  /** @throws AbortError as soon as the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Does something once, in so many milliseconds. @returns what cancels it. */
  after(ms: number, work: () => void): () => void;
  /** Aborts in so many milliseconds, with a TimeoutError; keeps no process alive. */
  timeout(ms: number): AbortSignal;
}

/** Waits for work, at most so long. @returns undefined where it was not done by then; it goes on all the same. */
export async function atMost<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T | undefined> {
  const done = new AbortController();
  try {
    return await Promise.race([work, clock.sleep(ms, done.signal).then(() => undefined)]);
  } finally {
    done.abort();
  }
}
