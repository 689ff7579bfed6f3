import type { Clock } from '../usecases/clock.ts';

const lookMs = 1_000;

/** Looks whether all is there at most once a second, however often that is asked: anybody on the internet may ask. */
export function createReadiness(look: () => Promise<boolean>, { now }: Pick<Clock, 'now'>): () => Promise<boolean> {
  let last: { at: number; found: Promise<boolean> } | undefined;
  return () => {
    const at = now();
    // A clock that is put back is no reason not to look.
    if (!last || Math.abs(at - last.at) >= lookMs) last = { at, found: look() };
    return last.found;
  };
}
