import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * How long a person's work may still wait for the database. It is used up while the database is asked, not while Teams
 * is.
 */
interface Deadline {
  leftMs: number;
  /** How many calls are under way, and since when there is one. */
  calls: number;
  since: number;
}

const current = new AsyncLocalStorage<Deadline>();

/** Does work that a person waits for: all that it asks of the database takes at most so many milliseconds, together. */
export function withDeadline<T>(ms: number, work: () => T): T {
  return current.run({ leftMs: ms, calls: 0, since: 0 }, work);
}

/** Starts work that nobody waits for; a timer set here would otherwise inherit the deadline of the work that set it. */
export function withoutDeadline<T>(work: () => T): T {
  return current.exit(work);
}

/** Makes one call. `leftMs`: how long it may take, infinite where nobody waits. */
export async function usingDeadline<T>(now: () => number, call: (leftMs: number) => Promise<T>): Promise<T> {
  const deadline = current.getStore();
  if (!deadline) return call(Number.POSITIVE_INFINITY);
  const began = now();
  if (deadline.calls === 0) deadline.since = began;
  deadline.calls += 1;
  try {
    return await call(deadline.leftMs - (began - deadline.since));
  } finally {
    deadline.calls -= 1;
    if (deadline.calls === 0) deadline.leftMs -= now() - deadline.since;
  }
}
