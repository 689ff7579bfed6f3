import { Resvg } from '@resvg/resvg-js';
import { default as readCode } from 'jsqr';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launchChromium } from '../browser/chromium.ts';
import { pictureFile } from '../browser/looked.ts';
import { violations } from '../browser/violations.ts';
import { startHarness } from '../support/app.ts';
import { byLink, createPhone } from '../support/guests.ts';
import { cardOf, invited } from '../support/links.ts';
import { mette } from '../support/rounds.ts';

/** The pages as a phone shows them: without scripts, narrow and wide, by keyboard, on paper. */

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/**
 * A phone of this width. Axe runs where scripts may; none comes with a page, and its policy would not let it run.
 * @param refused what the browser was not let do.
 */
async function phoneOf(
  width: number,
  { scripts = false, refused = [] }: { scripts?: boolean; refused?: string[] } = {},
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    javaScriptEnabled: scripts,
    locale: 'da-DK',
  });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.on('console', (message) => refused.push(message.text()));
  return { page, context };
}

const overflow = (page: Page) =>
  page.locator('html').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);

const save = 'Gem og gå videre';
/** Answers the theme on the page. */
async function answer(page: Page, step: string): Promise<void> {
  for (const group of await page.locator('fieldset').all()) await group.locator(`input[value="${step}"]`).check();
  await page.getByRole('button', { name: save }).click();
}

describe('the pages of a link in a browser', () => {
  it.each([320, 400, 1280])(
    'keep to WCAG 2.2 AA and fit %i px, every one of them, in both languages',
    async (width) => {
      const harness = await startHarness();
      const { address, setup } = await invited(
        harness,
        { plain: 'true', most: '1' },
        { depth: width === 400 ? 'deep' : 'screening' },
      );
      const refused: string[] = [];
      const { page } = await phoneOf(width, { scripts: true, refused });
      const looked = async (name: string) => {
        expect(await violations(page), name).toEqual([]);
        expect(await page.locator('script').count(), name).toBe(0);
        expect(await overflow(page), name).toBeLessThanOrEqual(0);
        await page.screenshot({ path: pictureFile(`link-${name}-${width}.png`), fullPage: true });
      };
      await page.goto(address);
      await looked('welcome');
      await page.getByRole('link', { name: 'Begynd' }).click();
      await looked('theme');
      await page.getByRole('button', { name: save }).click();
      await looked('fault');
      for (let theme = 1; theme <= 4; theme++) await answer(page, '3');
      await looked('done');
      await page.getByRole('link', { name: 'English' }).click();
      await looked('done-en');
      for (const name of ['poster', 'paper']) {
        await page.goto(`${address}/da/${name}`);
        await looked(name);
      }
      const { page: other } = await phoneOf(width, { scripts: true });
      await other.goto(address);
      expect(await other.locator('h1').textContent()).toBe('Linket er fuldt');
      expect(await violations(other)).toEqual([]);
      await other.goto(`${address.slice(0, -1)}!`);
      expect(await violations(other)).toEqual([]);
      const question = cardOf(await harness.press(mette, setup, 'Luk runden'));
      await harness.press(mette, { ...setup, cardNow: question }, 'Luk, og vis tallene via linket');
      await page.goto(address);
      await looked('results');
      expect(refused.filter((line) => !line.includes('422'))).toEqual([]);
    },
  );

  it('can be answered by keyboard alone, with what was saved said aloud', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    const { page } = await phoneOf(400);
    await page.goto(`${address}/da/start`);
    const focused = async () => (await page.locator(':focus').allTextContents()).join('').trim();
    const tabTo = async (label: string) => {
      for (let i = 0; i < 30 && (await focused()) !== label; i++) await page.keyboard.press('Tab');
      expect(await focused()).toBe(label);
    };
    await tabTo('Begynd');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: save }).waitFor();
    await page.getByRole('radio').first().focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await tabTo(save);
    await page.keyboard.press('Enter');
    await page.getByRole('status').waitFor();
    expect(await page.getByRole('status').textContent()).toContain('Bæredygtigt samarbejde er gemt');
    expect((await byLink(harness, id)).map(({ scores }) => Object.values(scores))).toEqual([[2]]);
  });

  it('says what is wrong first, and leads to it', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness, {}, { depth: 'deep' });
    const { page } = await phoneOf(320);
    await page.goto(`${address}/da/1`);
    await page.getByRole('button', { name: save }).click();
    expect(await page.title()).toMatch(/^Fejl: /);
    await page.getByRole('alert').getByRole('link').first().click();
    const field = await page.getByRole('radio').first().getAttribute('id');
    expect(new URL(page.url()).hash).toBe(`#${field}`);
  });

  it('prints a poster on one side of A4, with a code that a reader reads, and a form on a few', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness, { plain: 'true' });
    const { page } = await phoneOf(1280);
    const pages = async (name: string) => {
      await page.goto(`${address}/da/${name}`);
      const pdf = await page.pdf({ path: pictureFile(`link-${name}.pdf`), preferCSSPageSize: true });
      return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    };
    expect(await pages('poster')).toBe(1);
    expect(await pages('paper')).toBeLessThanOrEqual(3);
    const poster = await createPhone(address).open(`${address}/da/poster`);
    const svg = /<svg[\s\S]*?<\/svg>/.exec(poster.html)?.[0] ?? '';
    const drawn = new Resvg(svg, { background: 'white', fitTo: { mode: 'width', value: 600 } }).render();
    expect(readCode.default(new Uint8ClampedArray(drawn.pixels), drawn.width, drawn.height)?.data).toBe(address);
  });
});
