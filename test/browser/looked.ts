import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { TeamsWindow } from './window.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pages = ['README.md', 'docs/guide.md', 'docs/cards.md']
  .map((page) => readFileSync(join(root, page), 'utf8'))
  .join('\n');

/** Where a picture or a paper is kept. `npm run pictures` makes those of the README, the guide and the gallery anew; all others lie beside. */
export function pictureFile(file: string): string {
  const shown = process.env.MODE === 'pictures' && pages.includes(`pictures/${file}"`);
  const folder = join(root, shown ? 'docs' : 'test-results', 'pictures');
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

/** Takes a picture of a card. Everything that is said to a reader is Danish, whole, and fits its card, on a screen and on a phone. */
export async function looked(window: TeamsWindow, name: string, ...texts: string[]): Promise<void> {
  const { on } = await window.card(...texts);
  const past = async () => {
    const box = await on.boundingBox();
    return box ? Math.max(0, box.x + box.width - (window.page.viewportSize()?.width ?? 0)) : 0;
  };
  const looking = async () => {
    // The page lays its cards out when it has time for it, and tells nobody.
    await expect.poll(past, { message: `${name} reaches past the window` }).toBe(0);
    await window.picture(pictureFile(`${name}.png`), on);
    expect(await on.evaluate((card) => card.scrollWidth <= card.clientWidth + 1), `${name} is cut off`).toBe(true);
    expect(await on.innerText(), name).not.toMatch(/\b(the|you|your|step|answer|round)\b/i);
  };
  const done = new AbortController();
  const goes = gone(on, done.signal).then(() => {
    const instead = window.inPlaceOf(...texts) ?? 'it go while it was looked at';
    throw new Error(`${name}: wanted the card with "${texts.join('" and "')}" to stay, saw ${instead}`);
  });
  await Promise.race([looking(), goes]).finally(() => done.abort());
}

/** Ends as soon as nothing like it has been there for half a second; the page may be drawing it anew. Never where it was told to stop. */
async function gone(on: Locator, stop: AbortSignal): Promise<void> {
  for (let missed = 0; missed < 3; missed = (await on.count()) === 0 ? missed + 1 : 0) {
    await later(200);
    if (stop.aborted) return new Promise(() => undefined);
  }
}
