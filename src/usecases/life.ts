import type { Channel } from '../domain/channel.ts';
import { arm } from './arm.ts';
import { resumePlan } from './follow-up.ts';
import type { Outcome } from './lease.ts';
import type { World } from './ports.ts';
import { resumeSchedule } from './reassess.ts';
import { armDeadline } from './reminders.ts';

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
