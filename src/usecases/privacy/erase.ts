import type { Channel } from '../../domain/channel.ts';
import type { ChannelKey, Round } from '../../domain/round.ts';
import type { CallContext } from '../call-context.ts';
import { asFacilitator } from '../channel/access.ts';
import { type Refusal, refused } from '../channel/caller.ts';
import { changeChannel } from '../channel/channels.ts';
import { type Lease, leaseMs, TryLater, type WorkOutcome } from '../due/lease.ts';
import {
  cancelDue,
  channelSubject,
  dueItemOf,
  onceMore,
  type Subject,
  scheduleAhead,
  scheduleDue,
} from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { updatePost } from '../posts/show.ts';
import type { Post } from '../round/round-ports.ts';
import type { Versioned } from '../versioned.ts';
import { outdateNamedPosts, outdatePost } from './named-posts.ts';

/** What can be deleted in a channel. */
export interface Erasable {
  kind: 'erasable';
  /** Newest first. */
  rounds: Round[];
}

/** What a facilitator can delete in the channel. */
export async function erasable(context: CallContext): Promise<Erasable | Refusal> {
  const { deps, caller } = context;
  const allowed = await asFacilitator(context);
  if (allowed.kind === 'refused') return allowed;
  const rounds = await deps.store.roundsOf(caller.channel);
  return { kind: 'erasable', rounds: rounds.toSorted((a, b) => b.startedAt - a.startedAt) };
}

/** A round that somebody wants to delete who may, with how many have answered it. */
export async function askEraseRound(
  context: CallContext,
  roundId: string,
): Promise<{ kind: 'eraseQuestion'; round: Round; people: number } | Refusal> {
  const { deps, caller } = context;
  const allowed = await asFacilitator(context);
  if (allowed.kind === 'refused') return allowed;
  const round = (await deps.store.round(caller.channel, roundId))?.record;
  if (!round) return refused('notHere');
  const answers = round.summary ? [] : await deps.store.answers(caller.channel, roundId);
  const people = round.summary?.people ?? new Set(answers.map(({ person }) => person)).size;
  return { kind: 'eraseQuestion', round, people };
}

/** Deletes a round for good. Asked for twice it is done once. */
export async function eraseRound(context: CallContext, roundId: string): Promise<{ kind: 'erasedRound' } | Refusal> {
  const { deps, caller } = context;
  const allowed = await asFacilitator(context);
  if (allowed.kind === 'refused') return allowed;
  if (!(await deps.store.round(caller.channel, roundId))) {
    return (await wasErased(deps, caller.channel, roundId)) ? { kind: 'erasedRound' } : refused('notHere');
  }
  const subject = { id: roundId, channel: caller.channel };
  // Scheduled first, so that what was begun is finished, whatever stops in between.
  await scheduleAhead(deps, 'erase', { subject });
  await removeRound(deps, caller.channel, roundId);
  await scheduleDue(deps, 'erase', { subject });
  return { kind: 'erasedRound' };
}

/** Whether a round of this channel was deleted, or is about to be. */
export async function wasErased(deps: Deps, channel: ChannelKey, roundId: string): Promise<boolean> {
  return (await dueItemOf(deps, 'erase', { subject: { id: roundId, channel } })) !== undefined;
}

/** Deletes all that is kept of a channel but the channel itself and who leads it. */
export async function eraseChannel(context: CallContext): Promise<{ kind: 'erasedChannel' } | Refusal> {
  const { deps, caller } = context;
  const allowed = await asFacilitator(context);
  if (allowed.kind === 'refused') return allowed;
  const subject = channelSubject(caller.channel);
  await scheduleAhead(deps, 'erase', { subject, occasion: everything });
  await removeAll(deps, allowed.channel);
  // What comes to be from here on is new, and no longer meant.
  await cancelDue(deps, 'erase', { subject, occasion: everything });
  return { kind: 'erasedChannel' };
}

/** The occasion of the item that is for a whole channel; the others are for a round each. */
const everything = 'everything';

/** Finishes what somebody deleted, and turns its posts into a line that says so. */
export async function erase(deps: Deps, channel: Channel, lease: Lease): Promise<WorkOutcome> {
  const { channel: key, subject, occasion } = lease.due;
  if (occasion === everything) {
    await removeAll(deps, channel);
    return { state: 'done' };
  }
  await removeRound(deps, key, subject);
  if (await atWork(deps, { id: subject, channel: key })) throw new TryLater(retryDelayMs);
  const posts = await deps.store.posts(key, subject);
  const waits = await Promise.all(posts.map((post) => takeDown(deps, { channel, lease }, post)));
  // A post that was under way has arrived meanwhile.
  if ((await deps.store.posts(key, subject)).length > 0) throw new TryLater(Math.max(retryDelayMs, ...waits));
  const again = { subject: { id: subject, channel: key }, occasion: onceMore, at: deps.now() + begunWithinMs };
  if (occasion !== onceMore) await scheduleDue(deps, 'erase', again);
  return { state: 'done' };
}

const retryDelayMs = 1_000;
/** Whoever had read the round before it went holds its work for no longer, and so begins no post of it after that. */
const begunWithinMs = 2 * leaseMs;
/** So many tries later a post that is still said to be under way was left behind by a crash. */
const mostTries = 7;

async function removeAll(deps: Deps, channel: Channel): Promise<void> {
  await outdateOwnPosts(deps, channel);
  await deps.store.eraseAllButRounds(channel);
  // With the plan gone, so that its post is not taken for one that shows it.
  for (const round of await deps.store.roundsOf(channel)) await scheduleDue(deps, 'erase', { subject: round });
}

/** The channel's posts that belong to no round become a line. */
async function outdateOwnPosts(deps: Deps, channel: Channel): Promise<void> {
  const [plan, schedule] = await Promise.all([deps.store.planPost(channel), deps.store.schedule(channel)]);
  const { card, older = [] } = schedule?.record ?? {};
  for (const post of [plan, card, ...older]) if (post) await outdatePost(deps, channel, post);
  await outdateNamedPosts(deps, channel);
}

async function removeRound(deps: Deps, key: ChannelKey, roundId: string): Promise<void> {
  const pictureId = (await deps.store.round(key, roundId))?.record.summary?.pictureId;
  if (pictureId !== undefined) await deps.store.removePicture(pictureId);
  for (const { id } of await deps.store.invitations(key, roundId)) await deps.store.removeInvitationPlace(id);
  await deps.store.eraseRound(key, roundId);
  const left = (await deps.store.roundsOf(key)).filter(({ state }) => state === 'closed');
  const newest = left.toSorted((a, b) => (b.summary?.closedAt ?? 0) - (a.summary?.closedAt ?? 0))[0];
  await changeChannel(deps, key, (channel) => withoutRound(channel, roundId, newest?.id));
}

function withoutRound(channel: Channel, roundId: string, newest: string | undefined): Channel {
  const { openRoundId, latestRoundId, ...rest } = channel;
  if (openRoundId !== roundId && latestRoundId !== roundId) return channel;
  const latest = latestRoundId === roundId ? newest : latestRoundId;
  return {
    ...rest,
    ...(openRoundId !== undefined && openRoundId !== roundId && { openRoundId }),
    ...(latest !== undefined && { latestRoundId: latest }),
  };
}

/** Cancels what else is to be done with the round's cards. @returns whether some of it may be under way. */
async function atWork(deps: Deps, subject: Subject): Promise<boolean> {
  let busy = false;
  for (const work of ['open', 'recount', 'publish', 'dialogue', 'choosing'] as const) {
    const item = (await dueItemOf(deps, work, { subject }))?.record;
    busy ||= item?.state === 'waiting' && item.attempts > 0;
    await cancelDue(deps, work, { subject });
  }
  return busy;
}

/** @returns after how many milliseconds it is to be done again, where an update that was begun before may land until then. */
async function takeDown(
  deps: Deps,
  { channel, lease }: { channel: Channel; lease: Lease },
  { record, version }: Versioned<Post>,
): Promise<number> {
  if (record.state === 'sending' && lease.due.attempts < mostTries) return 0;
  if (await showsPlan(deps, record, lease.due.channel)) {
    await scheduleDue(deps, 'plan', { subject: channelSubject(lease.due.channel) });
  } else if (record.state === 'sent' && channel.active) {
    const isThere = await updatePost(deps, channel, {
      post: record,
      notice: { card: 'erase', language: channel.language },
    });
    const landsUntil = record.uncertain?.until ?? 0;
    if (isThere && landsUntil > deps.now()) return landsUntil - deps.now();
  }
  await deps.store.removePost(lease.due.channel, record, version);
  return 0;
}

/** Whether it is the newest post of the plan, which is the channel's and stays when a round that it came from goes. */
async function showsPlan(deps: Deps, { slot, activityId }: Post, key: ChannelKey): Promise<boolean> {
  return slot === 'plan' && activityId !== '' && (await deps.store.planPost(key))?.activityId === activityId;
}
