import type { SendOutcome } from '../usecases/ports.ts';
import { classify, type Place } from './connector.ts';
import type { Clock, Pace } from './pace.ts';

/** Makes calls to Teams at their turn, and again where that is safe and worth waiting for. */
export interface Calls {
  /** One try; who asked decides about another. After a "too many" the whole tenant waits as long as Teams said. */
  once(place: Place, thread: string, call: () => Promise<SendOutcome>): Promise<SendOutcome>;
  /** For what nothing follows up later: tried again while Teams surely did not take it. */
  patiently(place: Place, thread: string, call: () => Promise<SendOutcome>): Promise<SendOutcome>;
  /** Reading changes nothing, so it is tried again after any failure that may pass. @throws what the last try threw. */
  read<T>(place: Place, conversationId: string, call: () => Promise<T>): Promise<T>;
}

const mostTries = 4;
const firstPauseMs = 500;

export function createCalls(pace: Pace, clock: Clock, random: () => number): Calls {
  const once: Calls['once'] = async (place, thread, call) => {
    await pace.turn(place.tenantId, thread);
    const outcome = await call();
    if (outcome.kind === 'later') pace.pause(place.tenantId, outcome.afterMs);
    return outcome;
  };
  const pauseAfter = (tries: number) => clock.sleep(firstPauseMs * 2 ** tries * (0.5 + random() / 2));

  return {
    once,
    async patiently(place, thread, call) {
      for (let tries = 1; ; tries++) {
        const outcome = await once(place, thread, call);
        if (outcome.kind !== 'later' || tries === mostTries) return outcome;
        await pauseAfter(tries);
      }
    },
    async read(place, conversationId, call) {
      for (let tries = 1; ; tries++) {
        await pace.turn(place.tenantId, conversationId, 'read');
        try {
          return await call();
        } catch (error) {
          const outcome = classify('put', error);
          if (outcome.kind !== 'later' || tries === mostTries) throw error;
          pace.pause(place.tenantId, outcome.afterMs);
          await pauseAfter(tries);
        }
      }
    },
  };
}
