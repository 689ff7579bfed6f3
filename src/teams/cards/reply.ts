import type { Caller, Refusal } from '../../usecases/channel/caller.ts';
import type { BotContext } from './bot-context.ts';
import { message } from './message.ts';
import type { Pressed } from './pressed.ts';
import type { Card } from './templates.ts';
import type { Verb, VerbData } from './verbs.ts';

/** Who pressed a button, and on which post. */
export interface Press {
  caller: Caller;
  /** The conversation with its thread. */
  thread: string;
  /** The post that the button is on, where Teams tells. */
  activityId?: string;
  /** In somebody's own chat with the bot, where nobody else reads. */
  personal: boolean;
}

/**
 * What a press is answered with. `personal` cards hold what one person said and are shown to nobody else; where a
 * client cannot show a card to one person, `instead` is what the channel may read.
 */
export type Reply =
  | { kind: 'card'; card: Card }
  | { kind: 'personal'; card: Card; instead: string }
  | { kind: 'text'; text: string };

export type Handler<V extends Verb> = (
  context: BotContext,
  press: Press,
  data: VerbData<V>,
  pressed: Pressed,
) => Promise<Reply>;

/** What a command is answered with: a card, whatever it was. */
export function asCard({ render }: BotContext, { caller }: Press, reply: Reply): Card {
  if (reply.kind === 'card') return reply.card;
  return message(render.texts[caller.language], [reply.kind === 'text' ? reply.text : reply.instead]);
}

/** A polite no, in the person's language. */
export function refusal({ render }: BotContext, { caller }: Press, { reason }: Refusal): Reply {
  return { kind: 'text', text: render.texts[caller.language].t(`refusal.${reason}`) };
}
