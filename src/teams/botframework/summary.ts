import { z } from 'zod';
import type { AdaptiveCard } from '../cards/templates.ts';

const textBlock = z.object({ type: z.literal('TextBlock'), text: z.string(), style: z.string().optional() });

/**
 * What a notification and a list of chats say of a post, and a screen reader reads: its heading, or how it begins.
 * Without it Teams says "Sent a card" of each (MicrosoftDocs/msteams-docs issue 4405).
 */
export function summaryOf({ body }: AdaptiveCard): string {
  const texts = [...textsIn(body)];
  const { text } = texts.find(({ style }) => style === 'heading') ?? texts[0] ?? { text: '' };
  return plain(text);
}

function* textsIn(node: unknown): Generator<z.infer<typeof textBlock>> {
  if (typeof node !== 'object' || node === null) return;
  const { data } = textBlock.safeParse(node);
  if (data) yield data;
  else for (const each of Object.values(node)) yield* textsIn(each);
}

/** Nothing reads marks there. */
function plain(text: string): string {
  return text
    .replaceAll(/\[((?:[^[\]\\]|\\.)*)\]\([^)\s]*\)/g, '$1')
    .replaceAll('**', '')
    .replaceAll(/\\([\\`*_[\]])/g, '$1')
    .replaceAll('\u2060', '');
}
