import type { Refusal } from '../../usecases/channel/caller.ts';
import type { PostAddress } from '../../usecases/due/due-ports.ts';
import { keepNamedPost } from '../../usecases/privacy/named-posts.ts';
import type { BotContext } from './bot-context.ts';
import type { Pressed } from './pressed.ts';
import type { Card } from './templates.ts';
import type { Verb, VerbData } from './verbs.ts';

/**
 * What a command or a button is answered with. A `personal` card holds what one person said and is shown to nobody else;
 * where a client cannot show a card to one person, `instead` is what the channel may read.
 */
export type Reply =
  | CardReply
  | { kind: 'personal'; card: Card; instead: string; asks?: boolean }
  /** `post`: becomes a post of its own in the thread, once the press was answered. */
  | { kind: 'text'; text: string; post?: CardReply };

/** `posted`: called with the address of the card's post, where the card became one. */
export interface CardReply {
  kind: 'card';
  card: Card;
  posted?(at: PostAddress): Promise<void>;
  /** It asks something, though nothing is filled in on it. */
  asks?: boolean;
}

export type Handler<V extends Verb> = (context: BotContext, data: VerbData<V>, pressed: Pressed) => Promise<Reply>;

/** @param rest what was written after the command. */
export type CommandHandler = (context: BotContext, rest: string) => Promise<Reply>;

export function cardReply(card: Card): Reply {
  return { kind: 'card', card };
}

/** A question in place of a card; while somebody has it open, that card is not edited. */
export function questionReply(card: Card): Reply {
  return { kind: 'card', card, asks: true };
}

/** Templates with something to fill in that open in place of a shared card, which is not edited while one is open. */
export const forms: ReadonlySet<string> = new Set([
  'action-form',
  'agree-form',
  'deadline',
  'decision',
  'drop-form',
  'focus-form',
  'frame-form',
  'invite',
  'new-focus',
  'schedule-form',
]);

/** Whether a card holds its place until it is answered. */
export function isForm({ card: { template }, asks = false }: Pick<CardReply, 'card' | 'asks'>): boolean {
  return asks || forms.has(template);
}

/**
 * A card that names people. Where it becomes a post, that is kept, so that a name can be taken off it again.
 * @param people by their codes in the channel.
 */
export function namingReply({ deps, caller, personal }: BotContext, card: Card, people: readonly string[]): Reply {
  if (personal || people.length === 0) return cardReply(card);
  return { kind: 'card', card, posted: (at) => keepNamedPost(deps, caller.channel, { at, people }) };
}

export function textReply(text: string): Reply {
  return { kind: 'text', text };
}

/** A polite no, in the person's language. */
export function refusal({ texts }: BotContext, { reason }: Refusal): Reply {
  return textReply(texts.t(`refusal.${reason}`));
}

/** Where others would read along, the answer is where to ask instead. */
export async function personalOnly({ personal, texts }: BotContext, reply: () => Promise<Reply>): Promise<Reply> {
  return personal ? reply() : textReply(texts.t('mine.elsewhere'));
}
