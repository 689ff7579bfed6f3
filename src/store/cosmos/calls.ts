import { type Backoff, pauseAfter } from '../../domain/backoff.ts';
import type { Clock } from '../../usecases/clock.ts';
import { usingDeadline } from '../deadline.ts';

/** How long calls to Azure Cosmos DB may take. */
export interface CallLimits {
  /** How long a call may take with all its tries where nobody waits for it, in milliseconds. */
  deadlineMs: number;
  /** How long one try may take. */
  tryMs: number;
}

/** One try. `unclear`: an earlier one may have been carried out although it seemed to fail. */
type Try<T> = (signal: AbortSignal, unclear: boolean) => Promise<T>;

/** Tries until an answer comes or time is up. `what` is for the message: "read a document". */
export type Call = <T>(what: string, attempt: Try<T>) => Promise<T>;

/** Thrown where Cosmos DB did not do in time what it was asked; whether it did it later nobody knows. */
export class CosmosBusy extends Error {}

/**
 * Thrown by the connection, so that the SDK's own retries, of up to ten seconds each, do not know it as one of theirs.
 */
export class ConnectionLost extends Error {}

const backoff: Backoff = { firstMs: 30, longestMs: 750 };

/**
 * Calls that are tried again after a pause.
 * @param random from 0 to 1, spreads the pauses.
 * @throws CosmosBusy where time is up.
 */
export function createCalls(clock: Clock, random: () => number, limits: CallLimits): Call {
  return (what, attempt) =>
    usingDeadline(clock.monotonic, async (leftMs) => {
      const began = clock.monotonic();
      const end = began + Math.min(limits.deadlineMs, leftMs);
      let unclear = false;
      for (let tries = 1; ; tries++) {
        const left = Math.floor(Math.min(limits.tryMs, end - clock.monotonic()));
        try {
          return await attempt(clock.timeout(Math.max(1, left)), unclear);
        } catch (error) {
          const fate = fateOf(error);
          if (fate === 'final') throw error;
          unclear ||= fate.unclear;
          const pause = Math.max(fate.afterMs, pauseAfter(backoff, tries, random));
          const tookMs = clock.monotonic() - began;
          if (began + tookMs + pause >= end) throw busy(what, { tookMs, tries, cause: error });
          await clock.sleep(pause);
        }
      }
    });
}

/** Whether to try again and from when, and whether the try may have been carried out all the same. */
type Fate = 'final' | { unclear: boolean; afterMs: number };

/**
 * What a failure means, by its class. 429 (too much at once) and 449 (two writes met) are never carried out; after 408,
 * 410, 500, 503, a lost connection or a time-out nobody knows.
 * Source: learn.microsoft.com/azure/cosmos-db/nosql/conceptual-resilient-sdk-applications
 */
function fateOf(error: unknown): Fate {
  if (error instanceof ConnectionLost || (error instanceof Error && /^(AbortError|TimeoutError)$/.test(error.name)))
    return { unclear: true, afterMs: 0 };
  const status = statusOf(error);
  if (status === 429) return { unclear: false, afterMs: retryAfter(error) };
  if (status === 449) return { unclear: false, afterMs: 0 };
  if (status === 408 || status === 410 || (status !== undefined && status >= 500)) return { unclear: true, afterMs: 0 };
  return 'final';
}

/** The HTTP status that Cosmos DB answered with, where it did. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined;
}

function retryAfter(error: unknown): number {
  return error instanceof Error && 'retryAfterInMs' in error ? Number(error.retryAfterInMs) || 0 : 0;
}

function busy(what: string, { tookMs, tries, cause }: { tookMs: number; tries: number; cause: unknown }): CosmosBusy {
  const last = statusOf(cause) ?? (cause instanceof Error ? cause.message : String(cause));
  return new CosmosBusy(
    `Azure Cosmos DB did not ${what} within ${Math.round(tookMs)} ms and ${tries} tries (the last: ${last}). ` +
      'With 429 it needs more throughput; otherwise see its health in the Azure portal.',
    { cause },
  );
}
