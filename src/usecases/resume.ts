import type { Channel } from '../domain/channel.ts';
import type { Outcome } from './due/lease.ts';
import { scheduleDue } from './due/schedule-due.ts';
import { resumePlan } from './plan/follow-up.ts';
import type { Deps } from './ports.ts';
import { scheduleDeadline } from './round/deadline.ts';
import { resumeSchedule } from './schedule/reassess.ts';

/**
 * The bot can write in a channel again, after an uninstall, an archiving or a refusal: what was let go meanwhile is
 * noted anew. A deadline that passed closes its round now.
 */
export async function resume(deps: Deps, channel: Channel): Promise<Outcome> {
  const { openRoundId, latestRoundId } = channel;
  const open = openRoundId === undefined ? undefined : (await deps.store.round(channel, openRoundId))?.record;
  if (open?.state === 'open') {
    await scheduleDue(deps, 'open', open, 0);
    await scheduleDeadline(deps, open);
  } else if (open) {
    await scheduleDue(deps, 'publish', open, 0);
  }
  if (latestRoundId !== undefined) {
    await scheduleDue(deps, 'publish', { id: latestRoundId, channel }, 0);
    await scheduleDue(deps, 'choosing', { id: latestRoundId, channel }, 0);
  }
  await resumeSchedule(deps, channel);
  await resumePlan(deps, channel);
  return { state: 'done' };
}
