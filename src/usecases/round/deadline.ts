import type { Channel } from '../../domain/channel.ts';
import { deadlineOf, type Round } from '../../domain/round.ts';
import { daytime, nudgeTimes } from '../../domain/schedule.ts';
import type { Lease, Outcome } from '../due/lease.ts';
import { cancelDue, dueId, scheduleDueAt } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { closeRound } from './close.ts';
import { openNow } from './rounds.ts';

/** Notes when an open round closes by itself, and when its channel is reminded of it. */
export async function scheduleDeadline(deps: Deps, round: Round): Promise<void> {
  const occasion = occasionOf(round);
  await scheduleDueAt(deps, 'deadline', round, deadlineOf(round), occasion);
  if (!round.nudges) return;
  const { halfway, lastWorkday } = nudgeTimes(round.startedAt, deadlineOf(round), round.zone);
  const now = deps.now();
  if (halfway !== undefined && halfway > now) await scheduleDueAt(deps, 'nudge', round, halfway, `halfway:${occasion}`);
  if (lastWorkday !== undefined && lastWorkday > now) {
    await scheduleDueAt(deps, 'nudge', round, lastWorkday, `lastWorkday:${occasion}`);
  }
}

export async function disarmDeadline(deps: Deps, round: Round): Promise<void> {
  const occasion = occasionOf(round);
  await cancelDue(deps, dueId('deadline', round.id, occasion));
  await cancelDue(deps, dueId('nudge', round.id, `halfway:${occasion}`));
  await cancelDue(deps, dueId('nudge', round.id, `lastWorkday:${occasion}`));
}

/** Names a deadline, so that one that was moved does nothing at its old time. */
export function occasionOf({ deadline, deadlineTime }: Pick<Round, 'deadline' | 'deadlineTime'>): string {
  return `${deadline}T${deadlineTime}`;
}

/** The deadline has come: the round closes, by daylight where the bot was down at the time itself. */
export async function deadline(deps: Deps, channel: Channel, { due }: Lease): Promise<Outcome> {
  const round = await openNow(deps, channel, due.subject);
  if (!round || due.occasion !== occasionOf(round)) return { state: 'cancelled' };
  const at = daytime(due.dueAt, deps.now(), round.zone);
  if (at > deps.now()) return { visibleAt: at };
  await closeRound(deps, channel, round.id, 'deadline');
  return { state: 'done' };
}
