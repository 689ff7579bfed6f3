import type { Channel } from '../../domain/channel.ts';
import { type Focus, followUpOccasion, type PlanAction } from '../../domain/plan.ts';
import type { ChannelKey } from '../../domain/round.ts';
import type { Lease, WorkOutcome } from '../due/lease.ts';
import { channelSubject, scheduleDue } from '../due/schedule-due.ts';
import { whenLate } from '../due/work.ts';
import type { Deps } from '../ports.ts';
import { sendInThread, sendOnce } from '../posts/send.ts';
import type { Item, ShownFocus } from './plan-ports.ts';
import { focusesOf } from './shown-plan.ts';

/** Asks in the plan's thread how it went with what is still open though its date has passed. */
export async function followUp(deps: Deps, channel: Channel, lease: Lease): Promise<WorkOutcome> {
  const zone = deps.settings.timeZone;
  const late = whenLate(deps, lease, zone);
  if (late) return late;
  const items = passedOn(await focusesOf(deps, channel, undefined), lease.due.occasion, zone);
  if (items.length === 0) return { state: 'cancelled' };
  const post = await deps.store.planPost(channel);
  const notice = { card: 'followUp', language: channel.language, items } as const;
  return sendOnce(deps, { channel, lease }, (before) =>
    post
      ? sendInThread(deps, { channel, thread: post.conversationId, before }, notice)
      : deps.messenger.post(channel, notice, before),
  );
}

/** What is open and asked about on a day, a plain date; what was done, dropped or moved since is not among it. */
function passedOn(focuses: readonly ShownFocus[], day: string, zone: string): Item[] {
  const asked = ({ status, content: { date } }: Focus | PlanAction) =>
    status === 'open' && date !== undefined && followUpOccasion(date, zone).on === day;
  return focuses.flatMap(({ focus, actions }): Item[] => [
    ...(asked(focus) ? [{ kind: 'focus', focus } as const] : []),
    ...actions.flatMap((action) =>
      focus.status === 'open' && asked(action) ? [{ kind: 'action', action, focus } as const] : [],
    ),
  ]);
}

/** The channel can be written in again: what has yet to be asked about is scheduled anew. */
export async function resumeFollowUps(deps: Deps, channel: Channel): Promise<void> {
  for (const { focus, actions } of await focusesOf(deps, channel, undefined)) {
    for (const { content } of [focus, ...actions]) await scheduleFollowUp(deps, channel, content.date);
  }
}

/**
 * Schedules that it is asked how something went, once its date has passed. What has the same day is asked about together.
 * @param date a plain date; nothing is asked where there is none.
 */
export async function scheduleFollowUp(deps: Deps, key: ChannelKey, date: string | undefined): Promise<void> {
  if (date === undefined) return;
  const { on, at } = followUpOccasion(date, deps.settings.timeZone);
  if (at > deps.now()) await scheduleDue(deps, 'followUp', { subject: channelSubject(key), at, occasion: on });
}
