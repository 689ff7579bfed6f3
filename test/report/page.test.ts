import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/usecases/results/report.ts';
import { launchChromium } from '../browser/chromium.ts';
import { violations } from '../browser/violations.ts';
import { everyList, longComments, type Setting, type State, states } from '../cards/rounds.ts';
import { documentOf, everyPart, reportOn, roundBefore, sammenhaeng, settingIn } from './reports.ts';

/** The page in a real browser, as it is served: with its policy, and with nothing else to be had. */

const address = 'http://hjulet.example/reports/x/da.html';
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

interface Shown {
  page: Page;
  /** Everything that the page asked for, and everything it was not let do. */
  asked: string[];
  refused: string[];
}

async function open(report: Report, setting: Setting, width = 1000): Promise<Shown> {
  const { language } = setting.cardTexts.wheel;
  const { body, type, policy = '' } = await documentOf(report, setting, { language, format: 'html' });
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const shown: Shown = { page, asked: [], refused: [] };
  await page.route('**/*', (route) => {
    shown.asked.push(route.request().url());
    return route.fulfill({ body, contentType: type, headers: { 'content-security-policy': policy } });
  });
  page.on('console', (message) => shown.refused.push(message.text()));
  page.on('dialog', (dialog) => shown.refused.push(dialog.message()));
  await page.goto(address);
  return shown;
}

const many = states['many answered'] as State;
const cases: [string, Setting, State, boolean][] = [
  ...(['da', 'en'] as const).flatMap((language): typeof cases => [
    [
      `everything, in ${language}`,
      settingIn(language, 'sammenhaengshjulet', 'deep', 'confidential'),
      { ...everyList, comment: longComments.danish },
      true,
    ],
    [`an open round, in ${language}`, settingIn(language, 'positiv-destination', 'deep', 'open'), many, true],
  ]),
  [
    'few answers',
    settingIn('en', 'faelles-kultur', 'screening', 'confidential'),
    states['a few answered'] as State,
    false,
  ],
  ['no answers', sammenhaeng('screening'), states['nobody answered'] as State, false],
];
const report = (setting: Setting, state: State, parts: boolean) =>
  parts ? reportOn(setting, state, everyPart(setting), roundBefore(setting)) : reportOn(setting, state);

describe.each(cases)('the page with %s', (_, setting, state, parts) => {
  it('keeps to the rules of accessibility that axe knows, on a screen and on a phone', async () => {
    for (const width of [1000, 320]) {
      const { page } = await open(report(setting, state, parts), setting, width);
      expect(await violations(page)).toEqual([]);
      await page.close();
    }
  });

  it('asks for nothing but itself, runs nothing, and breaks no rule of its policy', async () => {
    const { page, asked, refused } = await open(report(setting, state, parts), setting);
    expect(asked.filter((url) => url !== address && !url.endsWith('/favicon.ico'))).toEqual([]);
    expect(refused).toEqual([]);
    expect(await page.locator('script, img, iframe, object, link, [style], [onload], form').count()).toBe(0);
    await page.close();
  });

  it('scrolls its tables on a phone, never itself', async () => {
    const { page } = await open(report(setting, state, parts), setting, 320);
    expect(await page.locator(':root').evaluate((root) => root.scrollWidth)).toBeLessThanOrEqual(320);
    await page.close();
  });

  it('cuts no table on paper, and prints black on white', async () => {
    // What is left of an A4 page between its margins, in CSS pixels.
    const paper = Math.floor((180 / 25.4) * 96);
    const { page } = await open(report(setting, state, parts), setting, paper);
    await page.emulateMedia({ media: 'print' });
    const cut = await page
      .locator('table, svg, h1, p, li')
      .evaluateAll(
        (all, width) =>
          all
            .filter((each) => each.getBoundingClientRect().right > width + 1)
            .map((each) => each.outerHTML.slice(0, 200)),
        paper,
      );
    expect(cut).toEqual([]);
    const colours = await page.locator('body :not(svg, svg *, .skip, nav, nav *)').evaluateAll((all) =>
      all.map((each) => {
        const { color, backgroundColor } = each.ownerDocument.defaultView.getComputedStyle(each);
        return `${color} on ${backgroundColor}`;
      }),
    );
    const allowed = ['rgb(0, 0, 0) on rgb(255, 255, 255)', 'rgb(0, 0, 0) on rgba(0, 0, 0, 0)'];
    expect(colours.filter((each) => !allowed.includes(each))).toEqual([]);
    await page.close();
  });

  it('repeats the headings of a table on every printed page, and has a heading for every row and column', async () => {
    const { page } = await open(report(setting, state, parts), setting);
    await page.emulateMedia({ media: 'print' });
    const tables = await page.locator('table').evaluateAll((all) =>
      all.map((table) => ({
        caption: table.querySelector('caption')?.textContent,
        head: table.ownerDocument.defaultView.getComputedStyle(table.querySelector('thead')).display,
        rows: [...table.querySelectorAll('tbody tr')].every((row) => row.firstElementChild?.matches('th[scope]')),
        columns: [...table.querySelectorAll('thead th')].every((cell) => cell.matches('[scope=col], [scope=colgroup]')),
      })),
    );
    // There are no figures to show where nobody answered.
    if (state !== states['nobody answered']) expect(tables).not.toEqual([]);
    for (const table of tables)
      expect(table).toEqual({
        caption: expect.stringMatching(/\p{L}{3}/u),
        head: 'table-header-group',
        rows: true,
        columns: true,
      });
    await page.close();
  });
});

describe('the page', () => {
  const setting = sammenhaeng();

  it('begins with what the round came to and its figures, and tells the frame after them', async () => {
    const { page } = await open(reportOn(setting, everyList, everyPart(setting)), setting);
    const titles = await page.locator('main h2').allTextContents();
    const { t } = setting.cardTexts.texts;
    expect(titles.slice(0, 3)).toEqual([t('report.wheel'), t('report.figures'), t('frame.title')]);
    await page.close();
  });

  it('says over the ways of a suggestion what they are', async () => {
    const { page } = await open(reportOn(setting, everyList), setting);
    const ways = await page.locator('.ways').count();
    expect(ways).toBeGreaterThan(0);
    const title = page.locator('.strengthen:has(+ .ways)');
    expect(await title.allTextContents()).toEqual(Array(ways).fill('Sådan kan I styrke det'));
    await page.close();
  });

  it('tells what the wheel is about before its steps', async () => {
    const { page } = await open(reportOn(setting, everyList), setting);
    const about = page.locator('p:has(+ h3)', { hasText: setting.cardTexts.wheel.about });
    expect(await about.locator('+ h3').allTextContents()).toEqual(['De fire trin']);
    await page.close();
  });

  it('tells the wheel in words', async () => {
    const { page } = await open(reportOn(setting, everyList), setting);
    const label = await page.getByRole('img').getAttribute('aria-label');
    for (const { name } of setting.cardTexts.wheel.themes) expect(label).toContain(name);
    expect(label).toContain('2,7');
    await page.close();
  });

  it('shows the wheel’s words in the font they were measured in', async () => {
    const { page } = await open(reportOn(setting, everyList), setting);
    const fonts = await page.locator(':root').evaluate(async ({ ownerDocument: { fonts: known } }) => {
      await known.ready;
      return [...known].map(({ family, weight, status }) => `${family} ${weight} ${status}`.replaceAll('"', ''));
    });
    expect(fonts.sort()).toEqual(['IBM Plex Sans Condensed 500 loaded', 'IBM Plex Sans Condensed 700 loaded']);
    await page.close();
  });

  it('leads to its content by its first link', async () => {
    const { page } = await open(reportOn(setting, everyList), setting);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Gå til indholdet');
    await page.keyboard.press('Enter');
    expect(await page.locator(':focus').getAttribute('id')).toBe('main');
    await page.close();
  });

  it('shows what people wrote as they wrote it, whatever it is', async () => {
    const sly = '<img src=x onerror=alert(1)> </li></ul><script>alert(2)</script> &amp; "\u202eagnik" ${1}';
    const { page, asked, refused } = await open(reportOn(setting, { ...everyList, comment: sly }), setting);
    expect(await page.locator('.comments li').first().textContent()).toBe(sly);
    expect([asked.filter((url) => url !== address && !url.endsWith('/favicon.ico')), refused]).toEqual([[], []]);
    await page.close();
  });

  it('prints to A4', async () => {
    const { page } = await open(reportOn(setting, everyList, everyPart(setting)), setting);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => [
      Math.round(Number(width)),
      Math.round(Number(height)),
    ]);
    expect(boxes.length).toBeGreaterThan(2);
    // 210 × 297 mm in points of 1/72 inch.
    for (const box of boxes) expect(box).toEqual([595, 842]);
    await page.close();
  });
});
