import type { Channel } from '../../domain/channel.ts';
import { topicOf } from '../../domain/dialogue.ts';
import { lateness } from '../../domain/schedule.ts';
import type { Lease, WorkOutcome } from '../due/lease.ts';
import type { Deps } from '../ports.ts';
import { inSlots, postOnce, sendInThread } from '../posts/send.ts';
import { endInterrupted, leaveOut } from '../posts/settle.ts';
import { cardsOf } from '../round/theme-cards.ts';

/** Asks each theme's thread something to talk about, once; not long after the round closed, when the talk has been had. */
export async function dialogue(deps: Deps, channel: Channel, lease: Lease): Promise<WorkOutcome> {
  const round = (await deps.store.round(lease.due.channel, lease.due.subject))?.record;
  if (!round?.summary) return { state: 'cancelled' };
  const { themes, smallestGroup, closedAt } = round.summary;
  const late = lateness(closedAt, deps.now(), round.zone);
  if (late !== 'now' && late !== 'tooLate') return { visibleAt: late.at };
  // Nobody who did not answer is asked why.
  const asked = themes.filter((theme) => topicOf(theme, smallestGroup) !== undefined);
  if (late === 'tooLate') {
    for (const { themeId } of asked) await leaveOut(deps, channel, { roundId: round.id, slot: `prompt:${themeId}` });
    return { state: 'skippedLate' };
  }
  const posts = await deps.store.posts(channel, round.id);
  for (const { themeId } of asked) {
    const slot = `prompt:${themeId}` as const;
    const card = cardsOf(posts, themeId).find(({ record }) => record.conversationId !== '')?.record;
    // Without its card a theme has no thread.
    if (!card) await endInterrupted(deps, channel, inSlots(posts, slot));
    else
      await postOnce(deps, { lease, channel, round, slot, posts }, (before) =>
        sendInThread(deps, { channel, thread: card.conversationId, before }, { card: 'dialogue', round, themeId }),
      );
  }
  return { state: 'done' };
}
