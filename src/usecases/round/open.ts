import type { Channel } from '../../domain/channel.ts';
import { channelOnceSo } from '../channel/channels.ts';
import type { RoundWork } from '../due/work.ts';
import type { Deps, Notice } from '../ports.ts';
import { inSlots, postOnce, sendInThread } from '../posts/send.ts';
import { endInterrupted } from '../posts/settle.ts';
import { recount } from './recount.ts';
import { progressIn } from './rounds.ts';
import { deliveryOf } from './theme-cards.ts';
import { threadFollows } from './thread.ts';

/** Posts a card for each theme, so that they are read from the first to the last, and the status in the thread where the round was started. */
export async function open(deps: Deps, { channel, round, lease }: RoundWork): Promise<void> {
  // A round that closed meanwhile gets no more cards, but one that was under way is followed up.
  const linked =
    round.state !== 'open' || (await channelOnceSo(deps, channel, ({ openRoundId }) => openRoundId === round.id));
  if (!linked) return;
  const posts = await deps.store.posts(channel, round.id);
  for (const themeId of inReadingOrder(channel, Object.keys(round.units))) {
    await postOnce(deps, { lease, channel, round, slot: `theme:${themeId}`, posts, whileOpen: true }, (before) =>
      deps.messenger.post(channel, { card: 'theme', round, themeId }, before),
    );
  }
  const status = inSlots(posts, 'status');
  if (status.length > 0) await endInterrupted(deps, channel, status);
  else await postStatus(deps, { channel, round, lease });
  await recount(deps, { channel, round, lease });
}

async function postStatus(deps: Deps, { channel, round, lease }: RoundWork): Promise<void> {
  const posts = await deps.store.posts(channel, round.id);
  const notice: Notice = {
    card: 'status',
    round,
    ...(await progressIn(deps, round)),
    delivery: deliveryOf(posts),
  };
  const follow = threadFollows(deps, round);
  await postOnce(deps, { lease, channel, round, slot: 'status', posts, notice, whileOpen: true, follow }, (before) =>
    sendInThread(deps, { channel, thread: round.thread, before }, notice),
  );
}

/** A channel shows the newest post first, and a group chat the oldest. */
function inReadingOrder({ kind }: Channel, themeIds: string[]): string[] {
  return kind === 'channel' ? themeIds.toReversed() : themeIds;
}
