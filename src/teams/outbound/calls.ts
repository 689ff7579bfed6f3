import { type Backoff, pauseAfter } from '../../domain/backoff.ts';
import type { Clock } from '../../usecases/clock.ts';
import type { Meter, SendOutcome, UpdateOutcome } from '../../usecases/ports.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { FailedRead, type TeamsEndpoint } from './teams-client.ts';

/** Makes calls to Teams at their turn, and again where that is safe and worth waiting for. */
export interface Calls {
  /** One try; who asked decides about another. After a "too many" the thread waits as long as Teams said. */
  once(place: TeamsEndpoint, thread: string, call: () => Promise<SendOutcome>): Promise<SendOutcome>;
  /** The same for a post that is changed; one that is held makes no call. */
  update(place: TeamsEndpoint, thread: string, call: () => Promise<UpdateOutcome>): Promise<UpdateOutcome>;
  /** For what nothing follows up later: tried again while Teams surely did not take it. */
  patiently(place: TeamsEndpoint, thread: string, call: () => Promise<SendOutcome>): Promise<SendOutcome>;
  /** Reading changes nothing, so it is tried again after any failure that may pass. @throws what the last try threw. */
  read<T>(place: TeamsEndpoint, conversationId: string, call: () => Promise<T>): Promise<T>;
}

const mostTries = 4;
const backoff: Backoff = { firstMs: 500, longestMs: 4_000 };
/** Somebody waits for it, and Teams sends what was not answered within 15 s again. */
const retryWithinMs = { say: 8_000, read: 3_000 };

export interface CallNeeds {
  rateLimiter: RateLimiter;
  clock: Clock;
  /** From 0 up to 1. */
  random(): number;
  meter: Pick<Meter, 'called'>;
}

/** How often it was tried, from when on, and for how long that is worth it, milliseconds. */
interface Tried {
  since: number;
  tries: number;
  afterMs: number;
  withinMs: number;
}

export function createCalls({ rateLimiter, clock, random, meter }: CallNeeds): Calls {
  const tryOnce =
    <O extends SendOutcome | UpdateOutcome>(kind: 'post' | 'update') =>
    async (place: TeamsEndpoint, thread: string, call: () => Promise<O>): Promise<O> => {
      await rateLimiter.turn(place.tenantId, thread);
      const from = clock.monotonic();
      const made = await call();
      const outcome: SendOutcome | UpdateOutcome = made;
      if (outcome.kind !== 'held') meter.called(kind, outcome.kind, clock.monotonic() - from);
      if (outcome.kind === 'later' && outcome.afterMs > 0)
        rateLimiter.pause(place.tenantId, thread, { ms: outcome.afterMs });
      return made;
    };
  const once = tryOnce<SendOutcome>('post');
  /** Waits before the next try. @returns false where it is not worth waiting for. */
  const again = async ({ since, tries, afterMs, withinMs }: Tried): Promise<boolean> => {
    const pause = Math.max(afterMs, pauseAfter(backoff, tries, random));
    if (tries === mostTries || clock.monotonic() + pause - since > withinMs) return false;
    await clock.sleep(pause);
    return true;
  };

  return {
    once,
    update: tryOnce<UpdateOutcome>('update'),
    async patiently(place, thread, call) {
      const since = clock.monotonic();
      for (let tries = 1; ; tries++) {
        const outcome = await once(place, thread, call);
        if (
          outcome.kind !== 'later' ||
          !(await again({ since, tries, afterMs: outcome.afterMs, withinMs: retryWithinMs.say }))
        )
          return outcome;
      }
    },
    async read(place, conversationId, call) {
      const since = clock.monotonic();
      for (let tries = 1; ; tries++) {
        await rateLimiter.turn(place.tenantId, conversationId, 'read');
        const from = clock.monotonic();
        try {
          const found = await call();
          meter.called('read', 'accepted', clock.monotonic() - from);
          return found;
        } catch (error) {
          const outcome = error instanceof FailedRead ? error.outcome : ({ kind: 'unknown' } as const);
          meter.called('read', outcome.kind, clock.monotonic() - from);
          if (!(error instanceof FailedRead && error.mayPass)) throw error;
          const afterMs = outcome.kind === 'later' ? outcome.afterMs : 0;
          if (afterMs > 0) rateLimiter.pause(place.tenantId, conversationId, { ms: afterMs, kind: 'read' });
          if (!(await again({ since, tries, afterMs, withinMs: retryWithinMs.read }))) throw error;
        }
      }
    },
  };
}
