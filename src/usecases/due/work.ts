import type { Channel } from '../../domain/channel.ts';
import type { Round } from '../../domain/round.ts';
import { lateness } from '../../domain/schedule.ts';
import type { Deps } from '../ports.ts';
import type { Lease, WorkOutcome } from './lease.ts';

/** What due work on a round's cards is done with. */
export interface RoundWork {
  channel: Channel;
  round: Round;
  lease: Lease;
}

/** One kind of due work. */
export interface Kind {
  run: Work;
  /** It shows cards as things are, and may be done any number of times. */
  repeatable?: true;
  /** It works on what is stored alone: it is done also where nothing can be posted any longer, and never given up. */
  needsNoChannel?: true;
  /** It is scheduled before its channel can be written in again, and done once that is so. */
  awaitsChannel?: true;
}

type Work = (deps: Deps, channel: Channel, lease: Lease) => Promise<WorkOutcome>;

/** Work on a round's cards, whose posts are records of their own. */
export function onRound(work: (deps: Deps, on: RoundWork) => Promise<void>): Work {
  return async (deps, channel, lease) => {
    const round = await deps.store.round(lease.due.channel, lease.due.subject);
    if (!round) return { state: 'cancelled' };
    await work(deps, { channel, round: round.record, lease });
    return { state: 'done' };
  };
}

/** What becomes of work that is done at its time or not at all: undefined where it is done now. @param zone IANA name. */
export function whenLate(deps: Deps, { due }: Lease, zone: string): WorkOutcome | undefined {
  const late = lateness(due.dueAt, deps.now(), zone);
  if (late === 'now') return undefined;
  return late === 'tooLate' ? { state: 'skippedLate' } : { visibleAt: late.at };
}
