import { unmarked } from '../../texts/marks.ts';
import type { Texts } from '../../texts/texts.ts';
import type { SendOutcome } from '../../usecases/ports.ts';
import type { BotContext } from '../cards/bot-context.ts';
import { message } from '../cards/message.ts';
import type { Reply } from '../cards/reply.ts';
import type { AdaptiveCard, Card } from '../cards/templates.ts';
import type { Outbox } from './messenger.ts';
import type { TeamsEndpoint } from './teams-client.ts';

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
  toMessage(context: BotContext, place: SpokenIn, reply: Reply): Promise<HttpReply>;
}

/** The channel or chat of a message. */
type SpokenIn = TeamsEndpoint & { conversationId: string };

/**
 * Says something where somebody spoke. A thread may be gone, and those of group chats are new in Teams: it is said in the
 * conversation itself where Teams finds no such thread, or takes nothing in one of a chat.
 */
async function sayInThread(
  { outbox, context: { thread, kind } }: { outbox: Outbox; context: Pick<BotContext, 'thread' | 'kind'> },
  place: SpokenIn,
  card: Card,
): Promise<SendOutcome> {
  const outcome = await outbox.say(place, thread, card);
  if (thread === place.conversationId) return outcome;
  if (outcome.kind === 'refused' && (outcome.status === 404 || (kind === 'group' && outcome.status !== 413)))
    return outbox.say(place, place.conversationId, card);
  // A chat's posts are known by the chat, whichever thread they are in.
  return outcome.kind === 'accepted' && kind === 'group'
    ? { ...outcome, conversationId: place.conversationId }
    : outcome;
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
    async toMessage(context, place, given) {
      const { texts, deps } = context;
      const reply = given.kind === 'text' && given.post ? given.post : given;
      const outcome = await sayInThread({ outbox, context }, place, postedCard(texts, reply));
      if (reply.kind === 'card' && outcome.kind === 'accepted') await reply.posted?.(outcome);
      if (outcome.kind === 'refused')
        deps.log.warn(
          { status: outcome.status },
          'Teams refused the answer to a message: a channel may have to allow bots',
        );
      else if (outcome.kind !== 'accepted')
        deps.log.warn({ outcome: outcome.kind }, 'the answer to a message may not have come');
      return { status: 200 };
    },
  };
}

/** A reply as a post, which everybody in the conversation reads, so it holds nothing personal. */
export function postedCard(texts: Texts, reply: Reply): Card {
  if (reply.kind === 'card') return reply.card;
  return message(texts, { lines: [reply.kind === 'text' ? reply.text : reply.instead] });
}
