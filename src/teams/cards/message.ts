import type { Texts } from '../../texts/texts.ts';
import { head } from './parts.ts';
import type { Card, CardAction } from './templates.ts';

export interface Message {
  title?: string;
  lines: string[];
  actions?: CardAction[];
}

/** A few lines of text, with a title where it helps. */
export function message(texts: Texts, { title = '', lines, actions = [] }: Message): Card {
  return { template: 'message', data: { ...head(texts, title || (lines[0] ?? '')), title, lines, actions } };
}
