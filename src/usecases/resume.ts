import type { Channel } from '../domain/channel.ts';
import type { Outcome } from './due/lease.ts';
import { arm } from './due/schedule-due.ts';
import { resumePlan } from './plan/follow-up.ts';
import type { World } from './ports.ts';
import { armDeadline } from './round/reminders.ts';
import { resumeSchedule } from './schedule/reassess.ts';

/**
 * The bot can write in a channel again, after an uninstall, an archiving or a refusal: what was let go meanwhile is
 * noted anew. A deadline that passed closes its round now.
 */
export async function resume(world: World, channel: Channel): Promise<Outcome> {
  const { openRoundId, latestRoundId } = channel;
  const open = openRoundId === undefined ? undefined : (await world.store.round(channel, openRoundId))?.record;
  if (open?.state === 'open') {
    await arm(world, 'open', open, 0);
    await armDeadline(world, open);
  } else if (open) {
    await arm(world, 'publish', open, 0);
  }
  if (latestRoundId !== undefined) {
    await arm(world, 'publish', { id: latestRoundId, channel }, 0);
    await arm(world, 'choice', { id: latestRoundId, channel }, 0);
  }
  await resumeSchedule(world, channel);
  await resumePlan(world, channel);
  return { state: 'done' };
}
