import { z } from 'zod';
import type { Press } from '../../usecases/posts/presses.ts';
import type { CardSlot } from '../../usecases/round/round-ports.ts';
import { id, themeId } from '../cards/ids.ts';
import type { Activity } from './activity.ts';

/** Buttons that only cards of one kind have, and the views that take such a card's place for one person. */
const onTheme = new Set(['answer', 'mine', 'edit', 'refresh']);
const onStatus = new Set(['status', 'sendMissing', 'sendAgain', 'askClose', 'close', 'nudge', 'askExtend', 'extend']);
const onChoice = new Set(['vote', 'myVote', 'editVote', 'askEndChoosing', 'goOnChoosing']);

const named = z.object({ round: id, theme: themeId.optional() });

/** What a press tells of the card that it was on. */
export function pressOn(
  { channel, thread, seenChannel, postId: activityId }: Activity,
  { verb, data }: { verb?: unknown; data: unknown },
): Press {
  const said = named.safeParse(data);
  const slot = said.success ? slotOf(verb, said.data.theme) : undefined;
  if (!said.success || !slot || !activityId) return { seenChannel };
  return {
    seenChannel,
    card: { channel, roundId: said.data.round, slot, at: { conversationId: thread, activityId } },
  };
}

function slotOf(verb: unknown, theme: string | undefined): CardSlot | undefined {
  if (typeof verb !== 'string') return undefined;
  if (onTheme.has(verb) && theme !== undefined) return `theme:${theme}`;
  if (onStatus.has(verb)) return 'status';
  return onChoice.has(verb) ? 'choice' : undefined;
}
