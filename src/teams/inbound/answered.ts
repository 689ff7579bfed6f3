import { isBare, parse } from '../vocabulary.ts';
import type { Activity } from './activity.ts';
import { writtenText } from './written-text.ts';

/**
 * Whether what somebody wrote is answered. Some teams let the bot read every message; there it speaks only when it is
 * spoken to, or on a command and nothing more. See docs/decisions/0023-which-messages-are-answered.md.
 */
export function isAnswered(activity: Activity): boolean {
  const { type, kind, event, press, mentionsBot, targeted, isFromBot } = activity;
  // The answer would be a post that everybody reads.
  if (targeted || isFromBot) return false;
  const text = writtenText(activity.text);
  const addressed = kind === 'personal' || press !== undefined || mentionsBot || isBare(text);
  if (type === 'message') return addressed;
  const isCommand = text.trim() !== '' && parse(text).reading.command !== undefined;
  return type === 'messageUpdate' && event === 'editMessage' && addressed && isCommand;
}
