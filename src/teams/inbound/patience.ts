import type { Clock } from '../../usecases/clock.ts';

/** Nobody waits longer than this for an answer, whatever the work takes: Teams, another channel, or a great many channels. */
const patienceMs = 3_000;

/** Waits for work that somebody waits for, and lets go of it in time. */
export interface Patience {
  /**
   * @param failed what is done where the work goes on after that, and fails; it never fails itself.
   * @returns undefined where the work is not done in time; it goes on all the same.
   */
  wait<T>(work: Promise<T>, failed: (error: unknown) => Promise<unknown>): Promise<T | undefined>;
  /** Resolves when all is done that outlasted its answer. */
  settled(): Promise<unknown>;
}

export function createPatience(clock: Pick<Clock, 'after'>): Patience {
  const outlasting = new Set<Promise<unknown>>();
  const goOn = (work: Promise<unknown>) => {
    const ended = work.finally(() => outlasting.delete(ended));
    outlasting.add(ended);
  };
  return {
    async wait(work, failed) {
      const late = Promise.withResolvers<undefined>();
      const cancel = clock.after(patienceMs, () => {
        goOn(work.catch(failed));
        late.resolve(undefined);
      });
      return Promise.race([work, late.promise]).finally(cancel);
    },
    settled: () => Promise.all(outlasting),
  };
}
