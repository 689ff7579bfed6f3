import type { Texts } from '../../texts/texts.ts';
import { head } from './parts.ts';
import type { Card, CardAction } from './templates.ts';

/** A few lines of text, with a title where it helps. */
export function message(texts: Texts, lines: string[], title = '', actions: CardAction[] = []): Card {
  return { template: 'message', data: { ...head(texts, title || (lines[0] ?? '')), title, lines, actions } };
}
