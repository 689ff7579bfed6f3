import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import type { AdaptiveCard } from '../../src/teams/cards/templates.ts';

const require = createRequire(import.meta.url);
const library = readFileSync(require.resolve('adaptivecards/dist/adaptivecards.js'), 'utf8');
const styles = readFileSync(require.resolve('adaptivecards/dist/adaptivecards.css'), 'utf8');
/** The sizes, spaces and colours that Teams shows cards with, as the Playground has them. */
const hostConfig = readFileSync(new URL('teams-host-config.json', import.meta.url), 'utf8');

/** How wide a card is in a window of this width: Teams puts the sender's picture and a margin beside it. */
const cardWidths = { 320: 244, 400: 324, 1280: 560 } as const;
type WindowWidth = keyof typeof cardWidths;

/** A card as the Adaptive Cards library draws it with Teams' looks, without a bot behind it: one page, many cards. */
export interface DrawnCards {
  /** Shows a card in place of the one before. @param pictures PNGs by their addresses. @returns its height in CSS pixels. */
  show(card: AdaptiveCard, width: WindowWidth, pictures?: ReadonlyMap<string, Uint8Array>): Promise<number>;
  /** Shows a card as in windows of 400 and 1,280 pixels, beside each other. */
  showBoth(card: AdaptiveCard, pictures?: ReadonlyMap<string, Uint8Array>): Promise<void>;
  /** What of the cards shown reaches past them, as it reads. @param buttons left out where a client cuts their words. */
  past(options?: { buttons?: boolean }): Promise<string[]>;
  /** Presses one of its buttons. @returns its height afterwards. */
  press(title: string): Promise<number>;
  picture(path: string): Promise<void>;
  close(): Promise<void>;
}

export async function openDrawnCards(browser: Browser, { scale = 2 } = {}): Promise<DrawnCards> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 1000 },
    deviceScaleFactor: scale,
    locale: 'da-DK',
  });
  const page = await context.newPage();
  await page.setContent(
    `<style>${styles} body { margin: 0; background: #f5f5f5; font-family: 'Segoe UI', 'Open Sans', sans-serif }
    #card { display: flex; gap: 24px; align-items: flex-start; width: max-content; padding: 1px }
    .card { background: #fff; border-radius: 6px; overflow: hidden }
    /* Teams lets buttons go on the next line and shows their titles whole; the library does neither. */
    .ac-actionSet { flex-wrap: wrap; row-gap: 8px }
    .ac-pushButton { flex: 0 0 auto !important; overflow: visible !important; border: 1px solid #d1d1d1; border-radius: 4px; background: #fff; padding: 6px 12px; font: 600 14px 'Open Sans' }
    .ac-pushButton.style-positive { background: #5b5fc7; color: #fff }
    input, select, textarea { font: 14px 'Open Sans'; width: 100%; box-sizing: border-box }
    input[type=radio], input[type=checkbox] { width: auto }</style><div id="card"></div>`,
  );
  await page.addScriptTag({ content: library });
  await page.evaluate(markdown);
  await page.evaluate(asRead);
  const card = page.locator('#card');
  let known: ReadonlyMap<string, Uint8Array> = new Map();
  await page.route(/^https:/, (route) => {
    const body = known.get(route.request().url());
    return body ? route.fulfill({ body: Buffer.from(body), contentType: 'image/png' }) : route.abort();
  });
  return {
    async show(json, width, pictures = new Map()) {
      known = pictures;
      await draw(page, json, [cardWidths[width]]);
      return heightOf(page);
    },
    async showBoth(json, pictures = new Map()) {
      known = pictures;
      await draw(page, json, [cardWidths[400], cardWidths[1280]]);
    },
    past: ({ buttons = true } = {}) => page.evaluate(pastOf(buttons ? '*' : ':not(.ac-pushButton, .ac-pushButton *)')),
    async press(title) {
      await card.getByRole('button', { name: title, exact: true }).click();
      return heightOf(page);
    },
    picture: async (path) => {
      await card.screenshot({ path });
    },
    close: () => context.close(),
  };
}

/** Bold words and links, which are all of Markdown that the texts use; the library leaves both to the client. */
const markdown = String.raw`AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  const plain = document.createElement('span');
  plain.textContent = text;
  result.outputHtml = plain.innerHTML
    .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>')
    .replace(/\[([^\]]+)\]\((https:[^)\s]+)\)/g, '<a href="$2" style="color: #4f52b2; text-decoration: none">$1</a>');
  result.didProcess = true;
}`;

/** Days and hours in the card's language, as in Teams: the browser writes its own in those of the machine. */
const asRead = `globalThis.asRead = (input, { lang }) => {
  const { type, value } = input;
  const given = value && new Date(type === 'date' ? value : '2026-01-01T' + value + 'Z');
  const style = type === 'date' ? { dateStyle: 'long' } : { hour: 'numeric', minute: '2-digit' };
  input.type = 'text';
  input.value = given ? new Intl.DateTimeFormat(lang, { ...style, timeZone: 'UTC' }).format(given) : '';
}`;

async function draw(page: Page, json: AdaptiveCard, widths: readonly number[]): Promise<void> {
  // As text, since the page's own names are not known here.
  await page.evaluate(`(async (json, config, widths) => {
    document.getElementById('card').replaceChildren(...widths.map((width) => {
      const drawn = new AdaptiveCards.AdaptiveCard();
      drawn.hostConfig = new AdaptiveCards.HostConfig(config);
      drawn.parse(json);
      // Choices between which one may choose belong together within a form alone.
      const place = document.createElement('form');
      place.className = 'card';
      place.style.width = width + 'px';
      place.replaceChildren(drawn.render());
      place.querySelectorAll('input[type=date], input[type=time]').forEach((input) => asRead(input, json));
      return place;
    }));
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
  })(${JSON.stringify(json)}, ${hostConfig}, ${JSON.stringify(widths)})`);
}

/** A button's words are cut by clients that have no room for them; anything else must fit. */
const pastOf = (parts: string) => `[...document.querySelectorAll('.card')].flatMap((card) => {
  const edge = card.getBoundingClientRect().right + 1;
  return [...card.querySelectorAll('${parts}')]
    .filter((part) => part.getBoundingClientRect().right > edge)
    .map((part) => (part.textContent || part.tagName).slice(0, 60));
})`;

async function heightOf(page: Page): Promise<number> {
  return (await page.locator('.card').first().boundingBox())?.height ?? 0;
}
