import type { Channel } from '../../domain/channel.ts';
import { type Lease, type Outcome, TryLater } from '../due/lease.ts';
import { dueId } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { upcoming } from './occasions.ts';
import { noticeOf, own } from './reassess.ts';

/** Shows the schedule as it is now on its own card or, for an occasion, on the reminder of that day. */
export async function schedule(deps: Deps, channel: Channel, lease: Lease): Promise<Outcome> {
  const { occasion } = lease.due;
  const found = await own(deps, channel, lease);
  if (!found) return { state: 'cancelled' };
  const current = found.record;
  const reminder = occasion === '' ? undefined : await deps.store.dueItem(dueId('reassess', current.id, occasion));
  const card = occasion === '' ? current.card : reminder?.record.post;
  if (!card) return { state: 'cancelled' };
  const { language } = channel;
  const plain = { card: 'schedule', language, schedule: current, upcoming: upcoming(deps, current) } as const;
  const notice = occasion === '' ? plain : await noticeOf(deps, channel, current, occasion);
  const outcome = await deps.messenger.update(channel, card, notice);
  if (outcome.kind === 'later') throw new TryLater(outcome.afterMs);
  if (outcome.kind === 'unknown') throw new TryLater();
  return { state: outcome.kind === 'refused' ? 'cancelled' : 'done' };
}
