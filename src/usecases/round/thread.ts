import type { Round } from '../../domain/round.ts';
import type { PostAddress } from '../due/due-ports.ts';
import type { Deps } from '../ports.ts';

/**
 * What follows from a post that was sent into a round's thread: where that is gone and a new one was begun, that is the
 * round's from then on.
 */
export function threadFollows(deps: Deps, round: Round): (at: PostAddress) => Promise<void> {
  return async ({ conversationId }) => {
    if (conversationId !== '' && conversationId !== round.thread) await rememberThread(deps, round, conversationId);
  };
}

async function rememberThread(deps: Deps, { channel, id }: Round, thread: string): Promise<void> {
  for (;;) {
    const found = await deps.store.round(channel, id);
    // A closed round is never written again; nothing more goes into its thread.
    if (!found || found.record.state === 'closed') return;
    if (await deps.store.saveRound({ ...found.record, thread }, found.version)) return;
  }
}
