import type { Clock } from '../../usecases/clock.ts';
import type { Log } from '../../usecases/ports.ts';

/** Nobody waits longer than this for an answer, whatever the work takes: Teams, another channel, or a great many channels. */
const patienceMs = 3_000;

/** Waits for work that somebody waits for, and lets go of it in time. */
export interface Patience {
  /** @returns undefined where the work is not done in time; it goes on all the same. */
  wait<T>(work: Promise<T>): Promise<T | undefined>;
  /** Resolves when all is done that outlasted its answer. */
  settled(): Promise<unknown>;
}

export function createPatience(clock: Pick<Clock, 'after'>, log: Pick<Log, 'error'>): Patience {
  const outlasting = new Set<Promise<unknown>>();
  const goOn = (work: Promise<unknown>) => {
    const ended = work
      .catch((error: unknown) => log.error({}, 'work that outlasted its answer failed', error))
      .finally(() => outlasting.delete(ended));
    outlasting.add(ended);
  };
  return {
    async wait(work) {
      const late = Promise.withResolvers<undefined>();
      const cancel = clock.after(patienceMs, () => {
        goOn(work);
        late.resolve(undefined);
      });
      return Promise.race([work, late.promise]).finally(cancel);
    },
    settled: () => Promise.all(outlasting),
  };
}
