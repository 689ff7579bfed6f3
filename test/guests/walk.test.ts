import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { launchChromium } from '../browser/chromium.ts';
import { pictureFile } from '../browser/looked.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { parts, textOf } from '../support/cards.ts';
import type { Shown } from '../support/connector.ts';
import { byLink } from '../support/guests.ts';
import { cardOf, invited } from '../support/links.ts';
import { allScores, anders, cardThat, fatima, lars, mette, nameOf, pressTwo } from '../support/rounds.ts';
import { here } from '../support/time.ts';

/** A whole round with people in Teams and without: from the invitation to the printed report. */

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const phone = { viewport: { width: 400, height: 800 } };

/** A browser of somebody's own, without scripts. */
async function openBrowser(options: BrowserContextOptions = phone): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'da-DK', ...options });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(10_000);
  return context.newPage();
}

async function answerOnPage(page: Page, steps: readonly string[]): Promise<void> {
  await page.getByRole('link', { name: 'Begynd' }).click();
  for (const step of steps) {
    await page.locator(`input[type="radio"][value="${step}"]`).check();
    await page.getByRole('button', { name: 'Gem og gå videre' }).click();
  }
  await page.getByRole('heading', { name: 'Tak for dit svar' }).waitFor();
}

async function answerInTeams(harness: Harness, person: string, themes: readonly Shown[], steps: readonly string[]) {
  for (const [i, theme] of themes.entries()) {
    const reply = await harness.press(person, theme, 'Gem min vurdering', allScores(theme, steps[i] ?? '3'));
    if (i > 0) continue;
    await harness.press(person, { ...theme, cardNow: cardOf(reply) }, 'Gem, hvem jeg svarer som', {
      answersAs: 'kommunen',
    });
  }
}

it('is scored by four in Teams, three on phones and two on paper, and says what the groups see differently', async () => {
  const harness = await startHarness();
  const round = await invited(harness, { answersAs: 'unge', plain: 'true' }, { perspectives: 'true', expected: '4' });
  const { address, id, setup, themes } = round;
  for (const person of [mette, anders, fatima, lars])
    await answerInTeams(harness, person, themes, ['3', '4', '3', '3']);

  const phones = await Promise.all(Array.from({ length: 3 }, () => openBrowser()));
  for (const page of phones) {
    await page.goto(address);
    expect(await page.locator('main').innerText()).toContain('Du svarer som: Unge');
    await answerOnPage(page, ['3', '1', '2', '4']);
  }
  const [first, , late] = phones;
  if (!first || !late) throw new Error('There are three phones');
  // One corrects the last theme, which counts as one answer still.
  await first.getByRole('link', { name: 'Ret Unge som medskabere' }).click();
  await first.locator('input[type="radio"][value="3"]').check();
  await first.getByRole('button', { name: 'Gem og gå videre' }).click();
  await first.screenshot({ path: pictureFile('link-tak.png'), fullPage: true });

  // Somebody types the two paper forms in, one after the other, on one screen.
  const desk = await openBrowser({ viewport: { width: 1280, height: 800 } });
  await desk.goto(`${address}/da/paper`);
  expect(await desk.locator('main').innerText()).toContain('Sæt ét kryds');
  await desk.getByRole('link', { name: 'Svar på skærmen' }).click();
  for (const steps of [
    ['2', '2', '2', '3'],
    ['3', '1', '3', '4'],
  ]) {
    await answerOnPage(desk, steps);
    await desk.getByRole('button', { name: 'Næste person' }).click();
  }
  await late.getByRole('link', { name: 'Ret Bæredygtigt samarbejde' }).click();

  expect(new Set((await byLink(harness, id)).map(({ person }) => person)).size).toBe(5);
  await harness.execute(mette, setup, 'status', { round: id });
  await harness.eventually(() =>
    textOf(setup.cardNow).includes('4 af 4 i kanalen og 5 via link har svaret på alle temaer.'),
  );
  await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
  const summary = textOf((await cardThat(harness, 'Overblik')).cardNow);
  expect(summary).toContain('Størst forskel: Sammenhæng i overgange. Unge ligger 2,8 trin lavere end Kommunen.');
  expect(summary).toContain('Kommunen 4,0 · Unge 1,2');
  const kept = (await harness.store.round(here, id))?.record.summary;
  expect(kept).toMatchObject({ people: 9, byLink: 5 });

  // The link is dead: for who has the page open, and for who comes.
  await late.locator('input[type="radio"][value="1"]').check();
  await late.getByRole('button', { name: 'Gem og gå videre' }).click();
  expect(await late.locator('h1').textContent()).toBe('Runden er lukket');
  const comer = await openBrowser();
  expect((await comer.goto(address))?.status()).toBe(410);
  expect((await harness.store.round(here, id))?.record.summary).toEqual(kept);

  const before = harness.connector.shown.length;
  await harness.say(mette, 'eksport');
  const offer = await cardThat(harness, 'Tag resultatet med', before);
  const { card } = await harness.press(mette, offer, 'Vis links');
  const report = String(parts(card).find(({ title }) => title === 'Åbn rapporten')?.url);
  const office = await openBrowser({ viewport: { width: 1280, height: 800 } });
  await office.goto(report);
  const read = (await office.locator('main').innerText()).replaceAll('\u00a0', ' ');
  expect(read).toContain('Grupperne hver for sig');
  expect(read).toContain('Unge ligger 2,8 trin lavere end Kommunen');
  expect(read).not.toContain(nameOf(anders));
  const pdf = await office.pdf({ path: pictureFile('link-rapport.pdf'), preferCSSPageSize: true });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
});
