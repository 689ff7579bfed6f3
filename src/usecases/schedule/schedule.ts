import type { Channel } from '../../domain/channel.ts';
import type { Lease, WorkOutcome } from '../due/lease.ts';
import { dueItemOf, onceMore } from '../due/schedule-due.ts';
import type { Deps, Notice } from '../ports.ts';
import { landsWithinMs, onceShown, updatePost } from '../posts/show.ts';
import type { Versioned } from '../versioned.ts';
import { changeSchedule, lastOf, upcoming } from './occasions.ts';
import { reminderOf, scheduleOf } from './reassess.ts';
import type { OlderCard, Schedule } from './schedule-ports.ts';

/** Shows the schedule as it is now on its own card or, for an occasion, on the reminder of that day. */
export async function schedule(deps: Deps, channel: Channel, lease: Lease): Promise<WorkOutcome> {
  const { occasion } = lease.due;
  const day = occasion === onceMore ? '' : occasion;
  const kept = await scheduleOf(deps, channel, lease);
  const found = kept?.record;
  if (!found) return { state: 'cancelled' };
  const card =
    day === '' ? found.card : (await dueItemOf(deps, 'reassess', { subject: found, occasion: day }))?.record.post;
  if (!card) return { state: 'cancelled' };
  const { language } = channel;
  const notice: Notice =
    day === ''
      ? { card: 'schedule', language, schedule: found, upcoming: upcoming(deps, found), ...(await lastOf(deps, found)) }
      : await reminderOf(deps, channel, { schedule: found, day });
  const shown = await updatePost(deps, channel, { post: card, notice, lease });
  const again = day === '' && found.older ? await tellOlder(deps, channel, { kept, lease }) : undefined;
  if (again !== undefined) return { visibleAt: again, anew: true };
  return shown ? onceShown(deps, lease) : { state: 'cancelled' };
}

/**
 * Has the cards that showed the schedule before say that another does, twice: another instance may be about to show the
 * schedule there. @returns when to come again, epoch milliseconds; undefined once all are told.
 */
async function tellOlder(
  deps: Deps,
  channel: Channel,
  { kept, lease }: { kept: Versioned<Schedule>; lease: Lease },
): Promise<number | undefined> {
  const { older = [] } = kept.record;
  const notice: Notice = {
    ...{ card: 'scheduleElsewhere', language: channel.language },
    ...{ schedule: kept.record, upcoming: [] },
  };
  const began = deps.now();
  const left: OlderCard[] = [];
  for (const post of older) {
    const isThere = await updatePost(deps, channel, { post, notice, lease });
    const { until = deps.now() + landsWithinMs } = post;
    if (isThere && until > began) left.push({ ...post, until });
  }
  const after = await changeSchedule(deps, kept, (now) => {
    const { older: listed = [], ...rest } = now;
    const others = listed.filter(({ activityId }) => !older.some((each) => each.activityId === activityId));
    const stay = left.filter(({ activityId }) => listed.some((each) => each.activityId === activityId));
    const all = [...stay, ...others];
    return { ...rest, ...(all.length > 0 && { older: all }) };
  });
  return after.older && Math.max(...after.older.map(({ until = deps.now() }) => until));
}
