import type { Channel } from '../../domain/channel.ts';
import type { ChannelKey } from '../../domain/round.ts';
import type { Outcome } from '../due/lease.ts';
import { updatePost } from '../due/posts.ts';
import { crashFallbackDelayMs, scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { planOf } from './shown-plan.ts';

/** Shows the plan as it is now on its newest post. */
export async function plan(deps: Deps, channel: Channel): Promise<Outcome> {
  const post = await deps.store.planPost(channel);
  if (!post) return { state: 'done' };
  const people = await deps.messenger.members(channel).catch(() => undefined);
  const shown = await planOf(deps, channel, people);
  await updatePost(deps, channel, post, { card: 'plan', language: channel.language, plan: shown });
  return { state: 'done' };
}

/** Changes of the plan within this time share one update of its post. */
const shownAfterMs = 400;

/** Makes a change of the plan and has its newest post show it; noted first, so that a crash in between loses neither. */
export async function changing(deps: Deps, key: ChannelKey, write: () => Promise<boolean>): Promise<boolean> {
  await scheduleDue(deps, 'plan', subjectOf(key), crashFallbackDelayMs);
  const written = await write();
  if (written) await scheduleDue(deps, 'plan', subjectOf(key), shownAfterMs);
  return written;
}

export function subjectOf({ tenantId, conversationId }: ChannelKey) {
  return { id: conversationId, channel: { tenantId, conversationId } };
}
