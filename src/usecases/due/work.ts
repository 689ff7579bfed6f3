import type { Channel } from '../../domain/channel.ts';
import type { Round } from '../../domain/round.ts';
import type { Deps } from '../ports.ts';
import type { Lease, Outcome } from './lease.ts';

/** What due work on a round's cards is done with. */
export interface RoundWork {
  channel: Channel;
  round: Round;
  lease: Lease;
}

export type Work = (deps: Deps, channel: Channel, lease: Lease) => Promise<Outcome>;

/** Work on a round's cards, whose posts are records of their own. */
export function onRound(work: (deps: Deps, on: RoundWork) => Promise<void>): Work {
  return async (deps, channel, lease) => {
    const round = await deps.store.round(lease.due.channel, lease.due.subject);
    if (!round) return { state: 'cancelled' };
    await work(deps, { channel, round: round.record, lease });
    return { state: 'done' };
  };
}
