import { Temporal } from 'temporal-polyfill';
import type { Channel } from '../domain/channel.ts';
import type { ChannelKey } from '../domain/round.ts';
import { lateness } from '../domain/schedule.ts';
import { dueId } from './arm.ts';
import { type Lease, type Outcome, sendOnce, TryLater } from './lease.ts';
import { focusesOf } from './plan.ts';
import type { Due, DueEnd, Schedule, Versioned, World } from './ports.ts';
import { refusedBy } from './posts.ts';
import { openRound } from './rounds.ts';
import { armNext, change, following, upcoming } from './schedule.ts';

/** It is time to score again: what the last round came to, and a button to start. */
export async function reassess(world: World, channel: Channel, lease: Lease): Promise<Outcome> {
  const found = await own(world, channel, lease);
  if (!found) return { state: 'cancelled' };
  // The next time is noted before this one is made, so that a crash in between does not end the row.
  const schedule = await moveOn(world, found, lease.due.dueAt);
  return remind(world, channel, lease, schedule);
}

/** Keeps how a reminder ended, since the status tells of one that was skipped or may not have come. */
export async function noteEnd(world: World, { work, channel, subject, dueAt }: Due, end: DueEnd): Promise<void> {
  if (work !== 'reassess') return;
  await changeOwn(world, channel, subject, (schedule) => {
    const { last, rule } = schedule;
    const on = Temporal.Instant.fromEpochMilliseconds(dueAt).toZonedDateTimeISO(rule.zone).toPlainDate().toString();
    // Two instances may tell: of a later one, or what became of a post that the other could only call unknown.
    const known = last && (last.on > on || (last.on === on && last.end === 'sent'));
    return known ? schedule : { ...schedule, last: { on, end } };
  });
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

/** Lets the times up to `at` go, and notes the next one; where that has passed as well it is not too late for it yet. */
async function moveOn(world: World, found: Versioned<Schedule>, at: number): Promise<Schedule> {
  const after = await change(world, found, (schedule) => {
    const { next: passed, ...rest } = schedule;
    if (!passed || passed.at > at) return schedule;
    const [next] = following(schedule.rule, { ...passed, at }, 1);
    return next ? { ...rest, next } : rest;
  });
  await armNext(world, after);
  return after;
}

/** The schedule that a due item is for, unless another has taken its place or it was stopped. */
async function own(world: World, channel: Channel, { due }: Lease): Promise<Versioned<Schedule> | undefined> {
  const found = await world.store.schedule(channel);
  return found?.record.id === due.subject && !(due.work === 'reassess' && found.record.stopped) ? found : undefined;
}

async function changeOwn(
  world: World,
  channel: ChannelKey,
  scheduleId: string,
  by: (schedule: Schedule) => Schedule,
): Promise<void> {
  const found = await world.store.schedule(channel);
  if (found?.record.id === scheduleId) await change(world, found, by);
}
