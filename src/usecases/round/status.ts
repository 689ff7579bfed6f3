import type { Round } from '../../domain/round.ts';
import type { CallContext } from '../call-context.ts';
import { channelOf, isThere } from '../channel/access.ts';
import { type Refusal, refused } from '../channel/caller.ts';
import { scheduleAhead, scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { isUpdatable } from '../posts/show.ts';
import { addStray, cardSlot, isStray } from '../posts/strays.ts';
import { ledRound } from './lead.ts';
import type { Delivery, Post, Progress } from './round-ports.ts';
import { latestRound, openRound, progressIn } from './rounds.ts';
import { deliveryOf, isFollowUp, isLost, themeOfPost } from './theme-cards.ts';

/** How far a round is. */
export interface Status extends Progress {
  kind: 'status';
  round: Round;
  delivery: Delivery;
}

/** How many have answered the open round, or one that is named; never who. */
export async function status(context: CallContext, roundId?: string): Promise<Status | Refusal> {
  const { deps, caller } = context;
  if (!(await isThere(context))) return refused('notMember');
  const round =
    roundId === undefined
      ? await openRound(deps, caller.channel)
      : (await deps.store.round(caller.channel, roundId))?.record;
  if (round) return statusOf(deps, round);
  return (roundId === undefined ? await lastWithGaps(context) : undefined) ?? refused('notHere');
}

/** The last round that closed, where something of it may be missing in the channel. */
async function lastWithGaps(context: CallContext): Promise<Status | undefined> {
  const { deps } = context;
  const channel = await channelOf(context);
  const round = channel && (await latestRound(deps, channel));
  const found = round && (await statusOf(deps, round));
  return found && (found.delivery.summary === 'missing' || found.delivery.followUp) ? found : undefined;
}

/** How far a round is, and what of it is in the channel. */
export async function statusOf(deps: Deps, round: Round): Promise<Status> {
  const [progress, posts] = await Promise.all([progressIn(deps, round), deps.store.posts(round.channel, round.id)]);
  return { kind: 'status', round, ...progress, delivery: deliveryOf(posts) };
}

/**
 * Sends again what never surely reached the channel: the cards of an open round, the summary of a closed one and what
 * followed it. A double card leads to the same round and theme.
 */
export async function sendMissing(context: CallContext, roundId: string): Promise<Status | Refusal> {
  const { deps } = context;
  const found = await status(context, roundId);
  if (found.kind === 'refused' || found.round.state === 'closing') return found;
  const { round } = found;
  const open = round.state === 'open';
  // Scheduled first, so that a crash in between leaves no card taken back and never made anew.
  await scheduleAhead(deps, open ? 'open' : 'publish', { subject: round });
  const again = await takeBack(deps, round, (post) =>
    open ? isLost(post) : post.state === 'unknown' && (post.slot === 'summary' || isFollowUp(post)),
  );
  if (open) await scheduleDue(deps, 'open', { subject: round });
  else await sendAgainAfter(deps, round, again);
  return statusOf(deps, round);
}

/** Has the posts of a closed round made anew that were taken back. */
async function sendAgainAfter(deps: Deps, subject: Round, posts: readonly Post[]): Promise<void> {
  await scheduleDue(deps, 'publish', { subject });
  if (posts.some(({ slot }) => slot.startsWith('prompt:'))) await scheduleDue(deps, 'dialogue', { subject });
  if (posts.some(({ slot }) => slot === 'choice' || slot === 'plan')) await scheduleDue(deps, 'choosing', { subject });
}

/**
 * Posts all theme cards anew, for when the first have scrolled out of sight; for a facilitator, since everyone sees
 * them.
 */
export async function sendAgain(context: CallContext, roundId: string): Promise<Status | Refusal> {
  const { deps } = context;
  const found = await ledRound(context, { roundId, states: ['open', 'closing', 'closed'] });
  if (found.kind === 'refused') return found;
  if (found.round.state !== 'open') return refused('notHere');
  await scheduleAhead(deps, 'open', { subject: found.round });
  await takeBack(deps, found.round, (post) => !isStray(post) && themeOfPost(post) !== undefined);
  await scheduleDue(deps, 'open', { subject: found.round });
  return statusOf(deps, found.round);
}

/** Takes posts out of their slots, so that they are made anew; those that are there become strays. @returns them. */
async function takeBack(deps: Deps, { channel, id }: Round, isTakenBack: (post: Post) => boolean): Promise<Post[]> {
  const posts = (await deps.store.posts(channel, id)).filter(({ record }) => isTakenBack(record));
  for (const { record, version } of posts) {
    const slot = cardSlot(record);
    if (slot && isUpdatable(record)) await addStray(deps, { id, channel }, { slot, at: record });
    await deps.store.removePost(channel, record, version);
  }
  return posts.map(({ record }) => record);
}
