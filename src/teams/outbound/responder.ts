import { unmarked } from '../../texts/marks.ts';
import type { Texts } from '../../texts/texts.ts';
import type { BotContext } from '../cards/bot-context.ts';
import { message } from '../cards/message.ts';
import type { Reply } from '../cards/reply.ts';
import type { AdaptiveCard, Card } from '../cards/templates.ts';
import type { Outbox } from './messenger.ts';

/** What a request is answered with; only an invoke's answer has a body. */
export interface HttpReply {
  status: number;
  body?: unknown;
}

/** The one place where a reply becomes an answer that Teams knows. */
export interface Responder {
  /** The answer to a press; whoever pressed sees it alone. */
  toPress(reply: Reply): HttpReply;
  /** The answer to an invoke that no card of the bot leads to. @param name what was invoked. */
  toOther(name: string, texts: Texts): HttpReply;
  /** The answer to a message: a post in its thread. */
  toMessage(context: BotContext, place: Parameters<Outbox['say']>[0], reply: Reply): Promise<HttpReply>;
}

export function createResponder({ outbox, fill }: { outbox: Outbox; fill(card: Card): AdaptiveCard }): Responder {
  return {
    toPress: (reply) => ({
      status: 200,
      body:
        reply.kind === 'text'
          ? { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: unmarked(reply.text) }
          : { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: fill(reply.card) },
    }),
    toOther(name, { t }) {
      const words = unmarked(t('refusal.notHere'));
      if (name.startsWith('task/')) return { status: 200, body: { task: { type: 'message', value: words } } };
      if (name.startsWith('composeExtension/'))
        return { status: 200, body: { composeExtension: { type: 'message', text: words } } };
      return { status: 200 };
    },
    async toMessage({ texts, thread, deps: { log } }, place, given) {
      const reply = given.kind === 'text' && given.post ? given.post : given;
      const outcome = await outbox.say(place, thread, postedCard(texts, reply));
      if (reply.kind === 'card' && outcome.kind === 'accepted') await reply.posted?.(outcome);
      if (outcome.kind === 'refused')
        log.warn({ status: outcome.status }, 'Teams refused the answer to a message: a channel may have to allow bots');
      else if (outcome.kind !== 'accepted')
        log.warn({ outcome: outcome.kind }, 'the answer to a message may not have come');
      return { status: 200 };
    },
  };
}

/** A reply as a post, which everybody in the conversation reads, so it holds nothing personal. */
export function postedCard(texts: Texts, reply: Reply): Card {
  if (reply.kind === 'card') return reply.card;
  return message(texts, { lines: [reply.kind === 'text' ? reply.text : reply.instead] });
}
