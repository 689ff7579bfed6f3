import type { Channel } from '../../domain/channel.ts';
import type { Round } from '../../domain/round.ts';
import type { Deps, Notice, SendOutcome } from '../ports.ts';
import { sendInThread } from '../posts/send.ts';

/** Sends into a round's thread; where that is gone, into a new one that is the round's from then on. */
export async function sendInRoundThread(
  deps: Deps,
  { channel, round }: { channel: Channel; round: Round },
  notice: Notice,
): Promise<SendOutcome> {
  const outcome = await sendInThread(deps, { channel, thread: round.thread }, notice);
  if (outcome.kind === 'accepted' && outcome.conversationId !== '' && outcome.conversationId !== round.thread)
    // A fault here would have the post that was taken be sent once more.
    await rememberThread(deps, round, outcome.conversationId).catch((error: unknown) => {
      deps.log.error({}, 'the new thread of a round was not noted', error);
    });
  return outcome;
}

async function rememberThread(deps: Deps, { channel, id }: Round, thread: string): Promise<void> {
  for (;;) {
    const found = await deps.store.round(channel, id);
    // A closed round is never written again; nothing more goes into its thread.
    if (!found || found.record.state === 'closed') return;
    if (await deps.store.saveRound({ ...found.record, thread }, found.version)) return;
  }
}
