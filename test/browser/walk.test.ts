import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startProcess } from '../support/process.ts';
import { launchChromium } from './chromium.ts';
import { looked } from './looked.ts';
import { executeAs, messageWith, pressAs, writeAs } from './others.ts';
import { startPlayground } from './playground.ts';
import { explained } from './scoring.ts';
import { openWindow } from './window.ts';

const themes = [
  { id: 'baeredygtigt-samarbejde', name: 'Bæredygtigt samarbejde', mette: 1, others: ['2', '1', '2', '1'] },
  { id: 'sammenhaeng-i-overgange', name: 'Sammenhæng i overgange', mette: 3, others: ['3', '4', '3', '3'] },
  { id: 'faelles-ansvar-og-retning', name: 'Fælles ansvar og retning', mette: 0, others: ['1', '4', '1', '1'] },
  { id: 'unge-som-medskabere', name: 'Unge som medskabere', mette: 2, others: ['2', '3', '2', '3'] },
] as const;
const others = ['Søren Østergaard', 'Amina Hassan', 'Åse Bjerregård', 'Lone Væver'];

it('walks from the welcome to the summary in a browser, and after a restart the summary is there again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hjulet-walk-'));
  let bot = await startProcess({ HJULET_DATA: folder });
  const playground = await startPlayground({ botEndpoint: `http://127.0.0.1:${bot.port}/api/messages` });
  const browser = await launchChromium();
  const window = await openWindow(browser, playground, { scale: 2 });
  onTestFinished(async () => {
    await window.close();
    await browser.close();
    await playground.stop();
    await bot.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });
  await looked(window, 'velkomst', 'Hej, jeg er Hjulet');
  await window.say('start');
  await looked(window, 'opsaetning', 'Ny runde', 'Hvor mange skal svare?');
  const setup = await window.card('Ny runde', 'Hvor mange skal svare?');
  await setup.send('Start runden', { 'Hvor mange skal svare?': 5 });
  for (const { name } of themes) await window.card(name, 'Gem min vurdering');
  await looked(window, 'tema', 'Tema 1 af 4', 'Gem min vurdering');

  for (const [i, { id, name, mette, others: steps }] of themes.entries()) {
    // The Playground shows a person's own view until the count on the shared card changes, as it cannot refresh.
    await window.undisturbed(async () => {
      const theme = await window.card(name, 'Gem min vurdering');
      const given = { 'Hvor langt er I?': explained[mette] ?? '', 'Kommentar (valgfri)': 'Et eksempel' };
      await theme.send('Gem min vurdering', given);
      if (i === 0) await looked(window, 'egen-vurdering', 'Din vurdering er gemt', 'Du har svaret på 1 af 4 temaer.');
    });
    for (const [p, step] of steps.entries()) {
      if (i === 3 && p === 3) continue;
      const person = others[p] ?? '';
      const answer = await pressAs(
        playground,
        person,
        messageWith(playground, name, 'Gem min vurdering'),
        'Gem min vurdering',
        {
          [`s_${id}`]: step,
        },
      );
      expect(JSON.stringify(answer)).toContain('Din vurdering er gemt');
    }
  }
  await window.card('Runden er i gang', '4 af 5 har svaret');
  await writeAs(playground, 'Søren Østergaard', 'status');
  await window
    .text(/^Runden er i gang$/)
    .nth(1)
    .waitFor();
  expect(await window.text(/^Runden er i gang$/).count()).toBe(2);
  await looked(window, 'status', 'Runden er i gang');

  const status = await window.card('Runden er i gang');
  await status.send('Luk runden');
  await looked(window, 'luk', 'Luk runden nu?');
  await (await window.card('Luk runden nu?')).send('Luk nu');
  await window.card('Overblik', 'Begynd her');
  await window.card('Sammenhæng i overgange', 'har svaret på temaet');
  await looked(window, 'resultat', 'Tema 1 af 4', 'har svaret på temaet');
  await window.page.waitForLoadState('networkidle');
  await looked(window, 'overblik', 'Overblik', 'Tal om det først');
  const shown = await window.card('Overblik', 'Begynd her');
  await shown.press('Vis/skjul forslag');
  await looked(window, 'overblik-forslag', 'Overblik', 'På kort sigt');
  const summary = (await shown.on.innerText()).replaceAll('\u00a0', ' ');
  expect(summary).toContain(
    'Bæredygtigt samarbejde ligger på 1,4 i gennemsnit (5 vurderinger), og alle vurderinger er trin 1 eller 2',
  );
  expect(summary).toContain(
    'Fælles ansvar og retning ligger på 1,8 i gennemsnit (4 vurderinger), men svarene ligger spredt fra trin 1 til trin 4',
  );

  // The address of the bot is the same after its restart, as it is for a bot in Teams.
  await bot.end('SIGTERM');
  bot = await startProcess({ HJULET_DATA: folder, PORT: String(bot.port) });
  const late = await executeAs(playground, others[0] ?? '', messageWith(playground, 'Tema 1 af 4'), {
    verb: 'answer',
    data: { round: 'A'.repeat(22), theme: themes[0].id, seen: 0 },
  });
  expect(JSON.stringify(late)).toContain('Det kan jeg ikke finde');
  await window.say('overblik');
  await window.text('Begynd her').nth(3).waitFor();
  expect(await window.text('Begynd her').count()).toBe(4);
  const again = await window.card('Overblik', 'Begynd her');
  await again.press('Vis/skjul forslag');
  expect((await again.on.innerText()).replaceAll('\u00a0', ' ')).toBe(summary);

  await again.press('Vis/skjul forslag');
  await window.resize(400);
  await looked(window, 'overblik-400', 'Overblik', 'Begynd her');
  await window.goTo('personal');
  await window.say('overblk');
  await looked(window, 'hjaelp-400', 'Mente du »overblik«?');
  await window.say('overblik');
  await window.card('Overblik', 'Begynd her');
  await window.goTo('group');
  await window.say('hej');
  await looked(window, 'gruppe-400', 'Det kan jeg');
  expect(window.faults).toEqual([]);
}, 240_000);
