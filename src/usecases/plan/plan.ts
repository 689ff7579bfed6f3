import type { Channel } from '../../domain/channel.ts';
import type { Focus } from '../../domain/plan.ts';
import type { ChannelKey } from '../../domain/round.ts';
import type { PostAddress } from '../due/due-ports.ts';
import type { Lease, WorkOutcome } from '../due/lease.ts';
import { changeThen, channelSubject } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { updatePost } from '../posts/show.ts';
import { keepNamedPost } from '../privacy/named-posts.ts';
import { planOf } from './shown-plan.ts';

/** Shows the plan as it is now on its newest post. */
export async function plan(deps: Deps, channel: Channel, { due }: Lease): Promise<WorkOutcome> {
  const post = await deps.store.planPost(channel);
  if (!post) return { state: 'done' };
  const people = await deps.messenger.members(channel).catch(() => undefined);
  const shown = await planOf(deps, channel, people);
  const named = ownersIn(shown.focuses.map(({ focus }) => focus));
  // Before it is shown: a name that is on the post and not kept here could not be taken off it.
  if (named.some((person) => !post.named?.includes(person)))
    await deps.store.savePlanPost(channel, { ...post, named: [...new Set([...(post.named ?? []), ...named])] });
  await updatePost(deps, channel, { post, notice: { card: 'plan', language: channel.language, plan: shown }, due });
  return { state: 'done' };
}

/**
 * Keeps a post as the newest that shows the plan, which it follows from here on. The one before no longer does, and is
 * kept as long as it names somebody.
 */
export async function keepPlanPost(
  deps: Deps,
  key: ChannelKey,
  { conversationId, activityId }: PostAddress,
): Promise<void> {
  const [before, focuses] = await Promise.all([deps.store.planPost(key), deps.store.focuses(key)]);
  const named = ownersIn(focuses);
  if (before && before.activityId !== activityId)
    await keepNamedPost(deps, key, { at: before, people: before.named ?? named });
  await deps.store.savePlanPost(key, { conversationId, activityId, named });
}

/** Who sees to something of a plan, by their codes in the channel. */
export function ownersIn(focuses: readonly Focus[]): string[] {
  return [...new Set(focuses.flatMap(({ content: { owner } }) => owner ?? []))];
}

/** Changes of the plan within this time share one update of its post. */
const shownAfterMs = 400;

/** Makes a change of the plan and has its newest post show it. @returns what `write` did: false where somebody else was first. */
export function changePlan(deps: Deps, key: ChannelKey, write: () => Promise<boolean>): Promise<boolean> {
  return changeThen(deps, { work: 'plan', subject: channelSubject(key), afterMs: shownAfterMs }, write);
}
