import { z } from 'zod';

/** What the Playground tells its window: a message came, a message changed, the bot is typing. */
const frameSchema = z.looseObject({
  action: z.string(),
  actionConversationId: z.string(),
  message: z
    .looseObject({
      messageId: z.string(),
      postConversationId: z.string().optional(),
      text: z.string().optional(),
      attachments: z.array(z.looseObject({ content: z.unknown() })).default([]),
    })
    .optional(),
});
export type Frame = z.infer<typeof frameSchema>;

/** A message from the bot, or from someone in others.ts, as the window was told it last. */
export interface Delivered {
  /** In a channel the thread, `19:…@thread.tacv2;messageid=…`, for the first post in it as well. */
  readonly conversationId: string;
  readonly messageId: string;
  readonly text: string;
  /** The first card, parsed from JSON. */
  readonly card: unknown;
}

export function readFrame(data: string): Frame {
  return frameSchema.parse(JSON.parse(data));
}

/** Keeps the latest state of every message, oldest first. */
export function note(delivered: Map<string, Delivered>, frame: Frame): void {
  const { message } = frame;
  if (!message) return;
  const { messageId, text = '', attachments } = message;
  // An update of a post names the channel, not the thread.
  const conversationId =
    delivered.get(messageId)?.conversationId ?? message.postConversationId ?? frame.actionConversationId;
  delivered.set(messageId, { conversationId, messageId, text, card: attachments[0]?.content });
}

/**
 * The frame as the window can take it, or undefined for one that breaks it.
 * "Typing" in a thread throws in version 0.2.28, and what comes in the next second is lost.
 * `refresh` is not supported and puts a remark about that under the card, which belongs in no picture.
 */
export function forWindow(frame: Frame): string | undefined {
  if (frame.action === 'typing' && frame.actionConversationId.includes(';messageid=')) return undefined;
  const { message } = frame;
  if (!message) return JSON.stringify(frame);
  const attachments = message.attachments.map((each) => ({ ...each, content: withoutRefresh(each.content) }));
  return JSON.stringify({ ...frame, message: { ...message, attachments } });
}

/**
 * Tells which frames a window can take where several are open. Then the Playground tells each of every message twice, and its page breaks
 * on the second; and on what follows from a post that was written in another window, which it was not told of.
 * @param writes whether posts are written in this window.
 */
export function takenOnce({ writes }: { writes: boolean }): (frame: Frame) => boolean {
  const known = new Set<string>();
  return ({ action, actionConversationId, message }) => {
    if (!message) return true;
    const { messageId, postConversationId = actionConversationId } = message;
    if (action !== 'createMessage') return writes || known.has(messageId);
    const [, thread = messageId] = postConversationId.split(';messageid=');
    if (known.has(messageId) || !(writes || thread === messageId || known.has(thread))) return false;
    known.add(messageId);
    return true;
  };
}

function withoutRefresh(card: unknown): unknown {
  if (typeof card !== 'object' || card === null) return card;
  return { ...card, refresh: undefined };
}

/** A message that a person wrote to the bot, told like one from the bot. As plain text the mention would show its tags. */
export function personalFrame(message: {
  conversationId: string;
  thread: string | undefined;
  messageId: string;
  timestamp: number;
  from: string;
  text: string;
}): string {
  const { conversationId, thread, from, ...rest } = message;
  return JSON.stringify({
    action: 'createMessage',
    actionConversationId: conversationId,
    message: { ...rest, from: { id: from }, textFormat: 'markdown', attachments: [], postConversationId: thread },
  });
}
