import { z } from 'zod';
import { compiled } from '../../domain/compiled.ts';
import type { Press } from '../../usecases/posts/presses.ts';
import type { CardSlot } from '../../usecases/round/round-ports.ts';
import { id, themeId } from '../cards/ids.ts';
import type { Activity } from './activity.ts';

/** Buttons that only posts of one kind have, and the views that take such a post's place for one person. */
const onTheme = new Set(['answer', 'mine', 'edit', 'refresh']);
const onStatus = new Set(['status', 'sendMissing', 'sendAgain', 'askClose', 'close', 'nudge', 'askExtend', 'extend']);
const onChoice = new Set(['vote', 'myVote', 'editVote', 'askEndChoosing', 'goOnChoosing']);
const onSummary = new Set(['choose']);
const onPlan = new Set(['showPicked', 'finishPicked', 'newAction', 'newFocus']);

const named = z.object({ round: id, theme: themeId.optional() });

/** What a press tells of the card that it was on. */
export function pressOn(
  { channel, thread, seenChannel, postId: activityId }: Activity,
  { verb, data }: { verb?: unknown; data: unknown },
): Press {
  if (typeof verb !== 'string' || !activityId) return { seenChannel };
  const { round: roundId, theme } = compiled(named).safeParse(data).data ?? {};
  const at = { conversationId: thread, activityId };
  const slot = slotOf(verb, theme);
  if (slot && roundId !== undefined) return { seenChannel, card: { channel, roundId, slot, at } };
  if (onSummary.has(verb) && roundId !== undefined)
    return { seenChannel, post: { channel, slot: 'summary', roundId, at } };
  return onPlan.has(verb) ? { seenChannel, post: { channel, slot: 'plan', at } } : { seenChannel };
}

function slotOf(verb: string, theme: string | undefined): CardSlot | undefined {
  if (onTheme.has(verb) && theme !== undefined) return `theme:${theme}`;
  if (onStatus.has(verb)) return 'status';
  return onChoice.has(verb) ? 'choice' : undefined;
}
