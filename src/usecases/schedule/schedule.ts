import type { Channel } from '../../domain/channel.ts';
import { type Lease, type Outcome, TryLater } from '../due/lease.ts';
import { dueId } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { upcoming } from './occasions.ts';
import { noticeOf, own } from './reassess.ts';

/** Shows the schedule as it is now on its own card or, for an occasion, on the reminder of that day. */
export async function showOnCard(deps: Deps, channel: Channel, lease: Lease): Promise<Outcome> {
  const { occasion } = lease.due;
  const found = await own(deps, channel, lease);
  if (!found) return { state: 'cancelled' };
  const schedule = found.record;
  const reminder = occasion === '' ? undefined : await deps.store.dueItem(dueId('reassess', schedule.id, occasion));
  const card = occasion === '' ? schedule.card : reminder?.record.post;
  if (!card) return { state: 'cancelled' };
  const plain = {
    card: 'schedule',
    language: channel.language,
    schedule,
    upcoming: upcoming(deps, schedule),
  } as const;
  const notice = occasion === '' ? plain : await noticeOf(deps, channel, schedule, occasion);
  const outcome = await deps.messenger.update(channel, card, notice);
  if (outcome.kind === 'later') throw new TryLater(outcome.afterMs);
  if (outcome.kind === 'unknown') throw new TryLater();
  return { state: outcome.kind === 'refused' ? 'cancelled' : 'done' };
}
