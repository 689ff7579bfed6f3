import type { Channel } from '../../domain/channel.ts';
import type { Focus, PlanAction, PlannedFocus } from '../../domain/plan.ts';
import type { ChannelKey } from '../../domain/round.ts';
import type { PostAddress } from '../due/due-ports.ts';
import type { Lease, WorkOutcome } from '../due/lease.ts';
import { changeThen, channelSubject } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { onceShown, updatePost } from '../posts/show.ts';
import { keepNamedPost } from '../privacy/named-posts.ts';
import { planOf } from './shown-plan.ts';

/** Shows the plan as it is now on its newest post. */
export async function plan(deps: Deps, channel: Channel, lease: Lease): Promise<WorkOutcome> {
  const post = await deps.store.planPost(channel);
  if (!post) return { state: 'done' };
  const people = await deps.messenger.members(channel).catch(() => undefined);
  const shown = await planOf(deps, channel, people);
  const named = ownersIn(itemsIn(shown.focuses));
  // Before it is shown: a name that is on the post and not kept here could not be taken off it.
  if (named.some((person) => !post.named?.includes(person)))
    await deps.store.savePlanPost(channel, { ...post, named: [...new Set([...(post.named ?? []), ...named])] });
  const notice = { card: 'plan', language: channel.language, plan: shown } as const;
  const isShown = await updatePost(deps, channel, { post, notice, lease });
  return isShown ? onceShown(deps, lease) : { state: 'done' };
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
  const { store } = deps;
  const [before, ...items] = await Promise.all([store.planPost(key), store.focuses(key), store.actions(key)]);
  const named = ownersIn(items.flat());
  if (before && before.activityId !== activityId)
    await keepNamedPost(deps, key, { at: before, people: before.named ?? named });
  await store.savePlanPost(key, { conversationId, activityId, named });
}

/** Who sees to something of a plan, by their codes in the channel. */
export function ownersIn(items: readonly (Focus | PlanAction)[]): string[] {
  return [...new Set(items.flatMap(({ content: { owner } }) => owner ?? []))];
}

/** What a plan holds, its focuses and their actions alike. */
export function itemsIn(plan: readonly PlannedFocus[]): (Focus | PlanAction)[] {
  return plan.flatMap(({ focus, actions }) => [focus, ...actions]);
}

/** Changes of the plan within this time share one update of its post. */
const shownAfterMs = 400;

/** Makes a change of the plan and has its newest post show it. @returns what `write` did: false where somebody else was first. */
export function changePlan(deps: Deps, key: ChannelKey, write: () => Promise<boolean>): Promise<boolean> {
  return changeThen(deps, { work: 'plan', subject: channelSubject(key), afterMs: shownAfterMs }, write);
}
