import type { Channel } from '../../domain/channel.ts';
import { deadlineOf, type Round } from '../../domain/round.ts';
import { daytime, nudgeTimes } from '../../domain/schedule.ts';
import type { Lease, WorkOutcome } from '../due/lease.ts';
import { cancelDue, scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { closeRound } from './close.ts';
import { openNow } from './rounds.ts';

/** Schedules when an open round closes by itself, and when its channel and its people are reminded of it. */
export async function scheduleDeadline(deps: Deps, round: Round): Promise<void> {
  const occasion = occasionOf(round);
  await scheduleDue(deps, 'deadline', { subject: round, at: deadlineOf(round), occasion });
  const times = nudgeTimes(round.startedAt, deadlineOf(round), round.zone);
  const isAhead = (at: number | undefined): at is number => at !== undefined && at > deps.now();
  if (round.personalReminders && isAhead(times.lastWorkday))
    await scheduleDue(deps, 'personalReminder', { subject: round, at: times.lastWorkday, occasion });
  if (!round.nudges) return;
  for (const name of nudgeNames) {
    const at = times[name];
    if (isAhead(at)) await scheduleDue(deps, 'nudge', { subject: round, at, occasion: `${name}:${occasion}` });
  }
}

/** Cancels what `scheduleDeadline` scheduled for a deadline that was moved. */
export async function cancelDeadline(deps: Deps, round: Round): Promise<void> {
  const occasion = occasionOf(round);
  await cancelDue(deps, 'deadline', { subject: round, occasion });
  await cancelDue(deps, 'personalReminder', { subject: round, occasion });
  for (const name of nudgeNames) await cancelDue(deps, 'nudge', { subject: round, occasion: `${name}:${occasion}` });
}

const nudgeNames = ['halfway', 'lastWorkday'] as const;

/** Names a deadline, so that one that was moved does nothing at its old time. */
export function occasionOf({ deadline, deadlineTime }: Pick<Round, 'deadline' | 'deadlineTime'>): string {
  return `${deadline}T${deadlineTime}`;
}

/** Closes a round whose deadline has come, by day where the bot was down at the time itself. */
export async function deadline(deps: Deps, channel: Channel, { due }: Lease): Promise<WorkOutcome> {
  const round = await openNow(deps, channel, due.subject);
  if (!round || due.occasion !== occasionOf(round)) return { state: 'cancelled' };
  const at = daytime(due.dueAt, deps.now(), round.zone);
  if (at > deps.now()) return { visibleAt: at };
  await closeRound(deps, round, 'deadline');
  return { state: 'done' };
}
