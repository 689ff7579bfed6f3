import type { Channel } from '../domain/channel.ts';
import type { WorkOutcome } from './due/lease.ts';
import { scheduleDue } from './due/schedule-due.ts';
import { resumeFollowUps } from './plan/follow-up.ts';
import type { Deps } from './ports.ts';
import { resumeOutdated } from './privacy/named-posts.ts';
import { scheduleDeadline } from './round/deadline.ts';
import { resumeSchedule } from './schedule/reassess.ts';

/**
 * Takes a channel up again that the bot can write in once more, after an uninstall, an archiving or a refusal: what was
 * left undone meanwhile is scheduled anew. A deadline that passed closes its round now.
 */
export async function resume(deps: Deps, channel: Channel): Promise<WorkOutcome> {
  const { openRoundId, latestRoundId } = channel;
  const open = openRoundId === undefined ? undefined : (await deps.store.round(channel, openRoundId))?.record;
  if (open?.state === 'open') {
    await scheduleDue(deps, 'open', { subject: open });
    await scheduleDeadline(deps, open);
  } else if (open) {
    await scheduleDue(deps, 'publish', { subject: open });
  }
  if (latestRoundId !== undefined) {
    const subject = { id: latestRoundId, channel };
    await scheduleDue(deps, 'publish', { subject });
    await scheduleDue(deps, 'choosing', { subject });
  }
  await resumeSchedule(deps, channel);
  await resumeFollowUps(deps, channel);
  await resumeOutdated(deps, channel);
  return { state: 'done' };
}
