import type { Page, Response } from 'playwright-core';
import { z } from 'zod';
import { textOf } from '../support/cards.ts';
import type { Frame } from './frames.ts';

const pressSchema = z.object({ replyToId: z.string() });
const cardSchema = z.object({ type: z.literal('application/vnd.microsoft.card.adaptive'), value: z.unknown() });

interface Presses {
  /** The window is told of a message that came or changed. */
  updated(frame: Frame): void;
  inPlaceOf(...texts: string[]): string | undefined;
}

const presses = /\/_conversation\/v1\/(invoke|submit)$/;

/** Every window of the Playground is the same person's. What is pressed in this one comes from somebody else. */
export async function signPresses(page: Page, personId: string): Promise<void> {
  await page.route(presses, (route, request) => {
    const press: unknown = request.postDataJSON();
    return route.continue({ postData: JSON.stringify(Object.assign({}, press, { from: { id: personId } })) });
  });
}

/**
 * Follows what becomes of the cards that presses in a window are answered with. Such a card stands in the post's place
 * for the one who pressed, until the post itself changes: then what they were about to fill in is gone.
 */
export function followPresses(page: Page): Presses {
  /** What the last press on each post was answered with, and what took its place. */
  const answers = new Map<string, { words: string; instead?: string }>();
  page.on('response', async (response) => {
    const press = readPress(response);
    if (!press) return;
    // Kept before its words are there: the update may come meanwhile.
    const answer = { words: '' };
    answers.set(press.replyToId, answer);
    const read = cardSchema.safeParse(await response.json().catch(() => undefined));
    if (read.success) answer.words = textOf(read.data.value);
  });
  return {
    updated({ message }) {
      const answer = message && answers.get(message.messageId);
      if (answer) answer.instead ??= textOf(message.attachments[0]?.content);
    },
    inPlaceOf(...texts) {
      const isWanted = (words: string) => texts.every((text) => words.includes(text));
      // What took its place may be what is wanted too, and not be drawn yet.
      const lost = [...answers.values()].find(
        ({ words, instead }) => instead !== undefined && isWanted(words) && !isWanted(instead),
      );
      const words = lost?.instead?.replaceAll('\n', ' / ').slice(0, 200);
      return lost && `it being taken away by an update of its post, which says "${words}"`;
    },
  };
}

function readPress(response: Response): { replyToId: string } | undefined {
  if (!response.url().endsWith('/_conversation/v1/invoke')) return undefined;
  return pressSchema.safeParse(response.request().postDataJSON()).data;
}
