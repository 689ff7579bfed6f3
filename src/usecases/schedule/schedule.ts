import type { Channel } from '../../domain/channel.ts';
import type { Lease, WorkOutcome } from '../due/lease.ts';
import { dueItemOf, onceMore } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { onceShown, updatePost } from '../posts/show.ts';
import { upcoming } from './occasions.ts';
import { reminderOf, scheduleOf } from './reassess.ts';

/** Shows the schedule as it is now on its own card or, for an occasion, on the reminder of that day. */
export async function schedule(deps: Deps, channel: Channel, lease: Lease): Promise<WorkOutcome> {
  const { occasion } = lease.due;
  const day = occasion === onceMore ? '' : occasion;
  const found = (await scheduleOf(deps, channel, lease))?.record;
  if (!found) return { state: 'cancelled' };
  const card =
    day === '' ? found.card : (await dueItemOf(deps, 'reassess', { subject: found, occasion: day }))?.record.post;
  if (!card) return { state: 'cancelled' };
  const { language } = channel;
  const own = { card: 'schedule', language, schedule: found, upcoming: upcoming(deps, found) } as const;
  const notice = day === '' ? own : await reminderOf(deps, channel, { schedule: found, day });
  const shown = await updatePost(deps, channel, { post: card, notice, lease });
  return shown ? onceShown(deps, lease) : { state: 'cancelled' };
}
