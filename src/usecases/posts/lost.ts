import type { ChannelKey } from '../../domain/round.ts';
import type { PostAddress } from '../due/due-ports.ts';
import { channelSubject, scheduleDue } from '../due/schedule-due.ts';
import { keepPlanPost } from '../plan/plan.ts';
import type { Deps } from '../ports.ts';
import { isPlain } from './plain-ids.ts';
import { afterWriting, found } from './strays.ts';

/** A summary or a plan that somebody pressed on. The buttons of a plan do not say of which round it is: it is the latest then. */
export interface PressedPost {
  channel: ChannelKey;
  slot: 'summary' | 'plan';
  roundId?: string | undefined;
  at: PostAddress;
}

/** Takes in the summary or the plan of a round that Teams said nothing of when it was posted: whoever presses on it sees it. */
export async function adoptLost(deps: Deps, { channel, slot, roundId, at }: PressedPost): Promise<void> {
  const id = roundId ?? (await deps.store.channel(channel))?.record.latestRoundId;
  if (id === undefined || !isPlain(at.activityId)) return;
  const post = await deps.store.post(channel, id, slot);
  if (post?.record.state !== 'unknown' || post.record.activityId !== '') return;
  const [plan, posts] = await Promise.all([deps.store.planPost(channel), deps.store.posts(channel, id)]);
  const known = [plan, ...posts.map(({ record }) => record)];
  if (known.some((each) => each?.activityId === at.activityId)) return;
  const round = { id, channel };
  if (!(await found(deps, channel, { post, at })) || !(await afterWriting(deps, round))) return;
  if (slot === 'plan') {
    await keepPlanPost(deps, channel, at);
    await scheduleDue(deps, 'plan', { subject: channelSubject(channel) });
  }
  await scheduleDue(deps, 'recount', { subject: round });
}
