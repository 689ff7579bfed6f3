import type { Deps } from '../ports.ts';
import type { Versioned } from '../versioned.ts';
import type { Due, DueEnd, PostAddress } from './due-ports.ts';

/**
 * How long one instance may take over an item before another may take it up: longer than a call to Teams may take, and
 * short, so that after a crash the rest of a round's cards comes within 20 s.
 */
export const leaseMs = 15_000;

/** Thrown where another instance has taken the work over, or it was scheduled anew: this one has nothing more to do. */
export class LostLease extends Error {
  constructor() {
    super('another instance holds this work now');
  }
}

/** Thrown by work that cannot be finished now. */
export class TryLater extends Error {
  /** Not before so many milliseconds, as Teams asked for. */
  readonly afterMs: number;
  constructor(afterMs = 0) {
    super('to be tried again later');
    this.afterMs = afterMs;
  }
}

/**
 * What becomes of an item after a try: its end, or when it is tried again, epoch milliseconds; `anew`, as though it had not
 * been tried before.
 */
export type WorkOutcome = { state: DueEnd; post?: PostAddress } | { visibleAt: number; anew?: true };

/** One instance's right to do a due item, for some seconds at a time. */
export interface Lease {
  readonly due: Due;
  /**
   * Proves, by a compare-and-set, that the item is still this instance's, and takes it for as long again. Called right
   * before anything is sent: an instance that was frozen meanwhile learns here that it is too late.
   * @throws LostLease
   */
  hold(change?: Pick<Due, 'sending'>): Promise<void>;
  /**
   * Holds it where its time has run out by now. Called before a post is edited, where a write each time would be dear.
   * @throws LostLease
   */
  prove(): Promise<void>;
  /** Writes how the try went. @returns whether the item was this instance's up to then. */
  settle(outcome: WorkOutcome): Promise<boolean>;
}

/** Takes a due item for this instance. @returns undefined where another instance was first. */
export async function claim(deps: Deps, { record, version }: Versioned<Due>): Promise<Lease | undefined> {
  let due: Due = { ...record, visibleAt: deps.now() + leaseMs, attempts: record.attempts + 1 };
  const first = await deps.store.saveDue(due, version);
  if (first === undefined) return undefined;
  let held = first;
  let sentHere = false;
  const hold = async (change: Pick<Due, 'sending'> = {}) => {
    const longer = { ...due, ...change, visibleAt: deps.now() + leaseMs };
    const next = await deps.store.saveDue(longer, held);
    if (next === undefined) throw new LostLease();
    [due, held] = [longer, next];
    if (change.sending && deps.now() >= due.visibleAt) {
      await giveBack(deps, due);
      throw new LostLease();
    }
    sentHere ||= change.sending === true;
  };
  return {
    get due() {
      return due;
    },
    hold,
    async prove() {
      if (deps.now() >= due.visibleAt) await hold();
    },
    async settle(outcome) {
      const ended = after(due, outcome);
      if ((await deps.store.saveDue(ended, held)) !== undefined) return true;
      // Where the item was scheduled again meanwhile it stays waiting; what is known of a post that left is never lost.
      if (sentHere) await overrule(deps, ended);
      return false;
    },
  };
}

/**
 * That a post was about to leave was so long in being written that another may have ended the item as `unknown`, or is about
 * to. It surely did not leave, and is made at its time or not at all like any other.
 */
async function giveBack(deps: Deps, { id }: Due): Promise<void> {
  for (;;) {
    const found = await deps.store.dueItem(id);
    if (!found) return;
    const waiting: Due = { ...found.record, state: 'waiting', sending: false, visibleAt: deps.now() };
    if (await deps.store.saveDue(waiting, found.version)) return;
  }
}

function after(due: Due, outcome: WorkOutcome): Due {
  if ('visibleAt' in outcome) {
    const { visibleAt, anew = false } = outcome;
    return { ...due, visibleAt, sending: false, ...(anew && { attempts: 0 }) };
  }
  const { state, post } = outcome;
  return { ...due, state, sending: false, ...(post && { post }) };
}

/** A later holder could only say that it does not know how this post went; the one who sent it does. */
async function overrule(deps: Deps, ended: Due): Promise<void> {
  for (;;) {
    const found = await deps.store.dueItem(ended.id);
    if (!found || found.record.state === 'sent') return;
    if (await deps.store.saveDue(ended, found.version)) return;
  }
}
