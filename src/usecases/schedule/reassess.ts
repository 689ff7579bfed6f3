import type { Channel } from '../../domain/channel.ts';
import { lateness } from '../../domain/schedule.ts';
import { type Lease, type Outcome, sendOnce, TryLater } from '../due/lease.ts';
import { refusedBy } from '../due/posts.ts';
import { dueId } from '../due/schedule-due.ts';
import { focusesOf } from '../plan/plan.ts';
import type { Schedule, Versioned, World } from '../ports.ts';
import { openRound } from '../round/rounds.ts';
import { armNext, change, following, upcoming } from './schedule.ts';

/** It is time to score again: what the last round came to, and a button to start. */
export async function reassess(world: World, channel: Channel, lease: Lease): Promise<Outcome> {
  const found = await own(world, channel, lease);
  if (!found) return { state: 'cancelled' };
  // The next time is noted before this one is made, so that a crash in between does not end the row.
  const schedule = await moveOn(world, found, lease.due.dueAt, lease.due.occasion);
  return remind(world, channel, lease, schedule);
}

async function remind(world: World, channel: Channel, lease: Lease, schedule: Schedule): Promise<Outcome> {
  const late = lateness(lease.due.dueAt, world.now(), schedule.rule.zone);
  if (late === 'tooLate') return { state: 'skippedLate' };
  if (late !== 'now') return { visibleAt: late.at };
  // People who are scoring already need no reminder to.
  if (await openRound(world, channel)) return { state: 'cancelled' };
  const notice = await noticeOf(world, channel, schedule, lease.due.occasion);
  const sent = await sendOnce(lease, () => world.messenger.post(channel, notice));
  if (sent.refused !== undefined) await refusedBy(world, channel, sent.refused);
  return sent;
}

/** Shows the schedule as it is now on its own card or, for an occasion, on the reminder of that day. */
export async function showOnCard(world: World, channel: Channel, lease: Lease): Promise<Outcome> {
  const { occasion } = lease.due;
  const found = await own(world, channel, lease);
  if (!found) return { state: 'cancelled' };
  const schedule = found.record;
  const reminder = occasion === '' ? undefined : await world.store.dueItem(dueId('reassess', schedule.id, occasion));
  const card = occasion === '' ? schedule.card : reminder?.record.post;
  if (!card) return { state: 'cancelled' };
  const plain = {
    card: 'schedule',
    language: channel.language,
    schedule,
    upcoming: upcoming(world, schedule),
  } as const;
  const notice = occasion === '' ? plain : await noticeOf(world, channel, schedule, occasion);
  const outcome = await world.messenger.update(channel, card, notice);
  if (outcome.kind === 'later') throw new TryLater(outcome.afterMs);
  if (outcome.kind === 'unknown') throw new TryLater();
  return { state: outcome.kind === 'refused' ? 'cancelled' : 'done' };
}

/** The channel can be written to again: a time that passed meanwhile is let go, and the next is noted. */
export async function resumeSchedule(world: World, channel: Channel): Promise<void> {
  const found = await world.store.schedule(channel);
  if (found && !found.record.stopped) await moveOn(world, found, world.now());
}

async function noticeOf(world: World, channel: Channel, schedule: Schedule, day: string) {
  const { language, latestRoundId } = channel;
  const round = latestRoundId === undefined ? undefined : (await world.store.round(channel, latestRoundId))?.record;
  const plan = await focusesOf(world, channel, round);
  const notice = { card: 'reassess', language, schedule, day, upcoming: upcoming(world, schedule) } as const;
  return { ...notice, ...(round && { round }), ...(plan.length > 0 && { plan }) };
}

/**
 * Lets the times up to `at` go, and notes the next one; where that has passed as well it is not too late for it yet.
 * @param on the day that has come.
 */
async function moveOn(world: World, found: Versioned<Schedule>, at: number, on = ''): Promise<Schedule> {
  const after = await change(world, found, (schedule) => {
    const { next: passed, last = '', ...rest } = schedule;
    const come = on > last ? { last: on } : { ...(last && { last }) };
    if (!passed || passed.at > at) return on > last ? { ...schedule, ...come } : schedule;
    const [next] = following(schedule.rule, { ...passed, at }, 1);
    return { ...rest, ...come, ...(next && { next }) };
  });
  await armNext(world, after);
  return after;
}

/** The schedule that a due item is for, unless another has taken its place or it was stopped. */
async function own(world: World, channel: Channel, { due }: Lease): Promise<Versioned<Schedule> | undefined> {
  const found = await world.store.schedule(channel);
  return found?.record.id === due.subject && !(due.work === 'reassess' && found.record.stopped) ? found : undefined;
}
