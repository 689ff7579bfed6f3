import type { Channel } from '../../domain/channel.ts';
import { topicOf } from '../../domain/dialogue.ts';
import { lateness } from '../../domain/schedule.ts';
import type { Lease, WorkOutcome } from '../due/lease.ts';
import type { Deps } from '../ports.ts';
import { endInterrupted, inSlots, postOnce, sendInThread } from '../posts/send.ts';
import { cardsOf } from '../round/theme-cards.ts';

/** Asks each theme's thread something to talk about, once; not long after the round closed, when the talk has been had. */
export async function dialogue(deps: Deps, channel: Channel, lease: Lease): Promise<WorkOutcome> {
  const round = (await deps.store.round(lease.due.channel, lease.due.subject))?.record;
  if (!round?.summary) return { state: 'cancelled' };
  const late = lateness(round.summary.closedAt, deps.now(), round.zone);
  if (late !== 'now' && late !== 'tooLate') return { visibleAt: late.at };
  const posts = await deps.store.posts(channel, round.id);
  if (late === 'tooLate') {
    await endInterrupted(deps, channel, inSlots(posts, 'prompt:'));
    return { state: 'skippedLate' };
  }
  for (const theme of round.summary.themes) {
    const { themeId } = theme;
    const card = cardsOf(posts, themeId).find(({ record }) => record.conversationId !== '')?.record;
    // Without its card a theme has no thread; and nobody who did not answer is asked why.
    if (!card || topicOf(theme, round.summary.smallestGroup) === undefined) continue;
    await postOnce(deps, { lease, channel, round, slot: `prompt:${themeId}`, posts }, () =>
      sendInThread(deps, { channel, thread: card.conversationId }, { card: 'dialogue', round, themeId }),
    );
  }
  return { state: 'done' };
}
