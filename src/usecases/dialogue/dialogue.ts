import type { Channel } from '../../domain/channel.ts';
import { topicOf } from '../../domain/dialogue.ts';
import { lateness } from '../../domain/schedule.ts';
import type { Lease, Outcome } from '../due/lease.ts';
import { endInterrupted, postOnce } from '../due/posts.ts';
import type { Deps } from '../ports.ts';
import { themeOfPost } from '../round/theme-cards.ts';

/** Asks each theme's thread something to talk about, once. Long after the round closed the talk has been had, or not. */
export async function dialogue(deps: Deps, channel: Channel, lease: Lease): Promise<Outcome> {
  const round = (await deps.store.round(lease.due.channel, lease.due.subject))?.record;
  if (!round?.summary) return { state: 'cancelled' };
  const late = lateness(round.summary.closedAt, deps.now(), round.zone);
  if (late !== 'now' && late !== 'tooLate') return { visibleAt: late.at };
  const posts = await deps.store.posts(channel, round.id);
  if (late === 'tooLate') {
    await endInterrupted(deps, channel, posts, 'prompt:');
    return { state: 'skippedLate' };
  }
  for (const theme of round.summary.themes) {
    const { themeId } = theme;
    const card = posts.find(({ record }) => record.state === 'sent' && themeOfPost(record) === themeId)?.record;
    // Without its card a theme has no thread; and nobody who did not answer is asked why.
    if (!card || topicOf(theme, round.summary.smallestGroup) === undefined) continue;
    await postOnce(deps, lease, { channel, round, slot: `prompt:${themeId}`, posts }, () =>
      deps.messenger.reply(channel, card.conversationId, { card: 'prompt', round, themeId }),
    );
  }
  return { state: 'done' };
}
