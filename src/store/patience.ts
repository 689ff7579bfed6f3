import { AsyncLocalStorage } from 'node:async_hooks';

/** What is left of a person's patience. It is used up while the database is asked, not while Teams is. */
interface Patience {
  leftMs: number;
  /** How many calls are under way, and since when there is one. */
  calls: number;
  since: number;
}

const current = new AsyncLocalStorage<Patience>();

/** Does work that a person waits for: all that it asks of the database takes at most so many milliseconds, together. */
export function withPatience<T>(ms: number, work: () => T): T {
  return current.run({ leftMs: ms, calls: 0, since: 0 }, work);
}

/** Starts work that nobody waits for; a timer set here would otherwise inherit the patience of whoever set it. */
export function withoutPatience<T>(work: () => T): T {
  return current.exit(work);
}

/** Makes one call. `leftMs`: how long it may take, infinite where nobody waits. */
export async function usingPatience<T>(now: () => number, call: (leftMs: number) => Promise<T>): Promise<T> {
  const patience = current.getStore();
  if (!patience) return call(Number.POSITIVE_INFINITY);
  const began = now();
  if (patience.calls === 0) patience.since = began;
  patience.calls += 1;
  try {
    return await call(patience.leftMs - (began - patience.since));
  } finally {
    patience.calls -= 1;
    if (patience.calls === 0) patience.leftMs -= now() - patience.since;
  }
}
