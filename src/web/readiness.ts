import { atMost, type Clock } from '../usecases/clock.ts';

const lookMs = 1_000;
/** A look that takes longer is none: what asks has given up soon after. */
const longestMs = 2_000;

/**
 * Looks whether all is there at most once a second, and never twice at once, however often that is asked: anybody on the
 * internet may ask.
 */
export function createReadiness(look: () => Promise<boolean>, clock: Clock): () => Promise<boolean> {
  let last: { at: number; isOver: boolean; found: Promise<boolean> } | undefined;
  const begin = (at: number) => {
    const found = atMost(clock, longestMs, look()).then((isThere = false) => isThere);
    const begun = { at, isOver: false, found };
    begun.found = found.finally(() => {
      begun.isOver = true;
    });
    return begun;
  };
  return () => {
    const at = clock.now();
    // A clock that is put back is no reason not to look.
    if (!last || (last.isOver && Math.abs(at - last.at) >= lookMs)) last = begin(at);
    return last.found;
  };
}
