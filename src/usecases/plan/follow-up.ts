import type { Channel } from '../../domain/channel.ts';
import { type Focus, followUpOccasion, type PlanAction } from '../../domain/plan.ts';
import type { ChannelKey } from '../../domain/round.ts';
import { lateness } from '../../domain/schedule.ts';
import { type Lease, type Outcome, sendOnce } from '../due/lease.ts';
import { refusedBy } from '../due/posts.ts';
import { scheduleDueAt } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { subjectOf } from './plan.ts';
import type { Item, ShownFocus } from './plan-ports.ts';
import { focusesOf } from './shown-plan.ts';

/** Asks in the plan's thread how it went with what is still open though its date has passed. */
export async function followUp(deps: Deps, channel: Channel, lease: Lease): Promise<Outcome> {
  const { due } = lease;
  const zone = deps.settings.timeZone;
  const late = lateness(due.dueAt, deps.now(), zone);
  if (late === 'tooLate') return { state: 'skippedLate' };
  if (late !== 'now') return { visibleAt: late.at };
  const items = passedOn(await focusesOf(deps, channel, undefined), due.occasion, zone);
  if (items.length === 0) return { state: 'cancelled' };
  const post = await deps.store.planPost(channel);
  const notice = { card: 'followUp', language: channel.language, items } as const;
  const sent = await sendOnce(lease, () =>
    post ? deps.messenger.reply(channel, post.conversationId, notice) : deps.messenger.post(channel, notice),
  );
  if (sent.refused !== undefined) await refusedBy(deps, channel, sent.refused);
  return sent;
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

/** The channel can be written to again: what has yet to be asked about is noted anew. */
export async function resumePlan(deps: Deps, channel: Channel): Promise<void> {
  for (const { focus, actions } of await focusesOf(deps, channel, undefined)) {
    for (const { content } of [focus, ...actions]) await scheduleFollowUp(deps, channel, content.date);
  }
}

/** Notes that it is asked how something went, once its date has passed. What has the same day is asked about together. */
export async function scheduleFollowUp(deps: Deps, key: ChannelKey, date: string | undefined): Promise<void> {
  if (date === undefined) return;
  const { on, at } = followUpOccasion(date, deps.settings.timeZone);
  if (at > deps.now()) await scheduleDueAt(deps, 'followUp', subjectOf(key), at, on);
}
