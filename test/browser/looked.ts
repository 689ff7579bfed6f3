import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { TeamsWindow } from './window.ts';

/** `npm run pictures` makes those of the README and the guide anew; other runs leave theirs beside. */
const folderName = process.env.MODE === 'pictures' ? 'docs/pictures' : 'test-results/pictures';
const pictures = fileURLToPath(new URL(`../../${folderName}/`, import.meta.url));

/** Takes a picture of a card. Everything that is said to a reader is Danish, whole, and fits its card, on a screen and on a phone. */
export async function looked(window: TeamsWindow, name: string, ...texts: string[]): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  const { on } = await window.card(...texts);
  const past = async () => {
    const box = await on.boundingBox();
    return box ? Math.max(0, box.x + box.width - (window.page.viewportSize()?.width ?? 0)) : 0;
  };
  await expect.poll(past, { message: `${name} reaches past the window` }).toBe(0);
  await window.picture(join(pictures, `${name}.png`), on);
  expect(await on.evaluate((card) => card.scrollWidth <= card.clientWidth + 1), `${name} is cut off`).toBe(true);
  expect(await on.innerText()).not.toMatch(/\b(the|you|your|step|answer|round)\b/i);
}
