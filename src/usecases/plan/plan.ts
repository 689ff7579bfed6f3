import type { Channel } from '../../domain/channel.ts';
import type { ChannelKey } from '../../domain/round.ts';
import type { WorkOutcome } from '../due/lease.ts';
import { updatePost } from '../due/posts.ts';
import { changeThen, channelSubject } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { planOf } from './shown-plan.ts';

/** Shows the plan as it is now on its newest post. */
export async function plan(deps: Deps, channel: Channel): Promise<WorkOutcome> {
  const post = await deps.store.planPost(channel);
  if (!post) return { state: 'done' };
  const people = await deps.messenger.members(channel).catch(() => undefined);
  const shown = await planOf(deps, channel, people);
  await updatePost(deps, channel, { post, notice: { card: 'plan', language: channel.language, plan: shown } });
  return { state: 'done' };
}

/** Changes of the plan within this time share one update of its post. */
const shownAfterMs = 400;

/** Makes a change of the plan and has its newest post show it. @returns what `write` did: false where somebody else was first. */
export function changePlan(deps: Deps, key: ChannelKey, write: () => Promise<boolean>): Promise<boolean> {
  return changeThen(deps, { work: 'plan', subject: channelSubject(key), afterMs: shownAfterMs }, write);
}
