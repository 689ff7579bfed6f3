import { expect, it } from 'vitest';
import { startClockedTown } from './bot.ts';
import { looked, pictureFile } from './looked.ts';
import { messageWith, pressAs } from './others.ts';
import type { Playground } from './playground.ts';
import { explained, wheel } from './scoring.ts';
import type { TeamsWindow } from './window.ts';

/** What four people say of each theme. */
const said = ['2122', '3333', '2332', '3223'];

it('reminds the channel to score again a minute after a trial schedule was set, and the buttons of the card work', async () => {
  const { bot, playground, window } = await startClockedTown();

  await window.say('start');
  await (await window.card('Ny runde', 'Hvor mange skal svare?')).send('Start runden', {
    'Hvor mange skal svare?': 5,
    'Vis, hvor grupperne ser forskelligt på temaerne': true,
  });
  await window.card('Runden er i gang', '0 af 5 har svaret');
  const status = await window.card('Runden er i gang', 'Luk runden');
  await status.send('Mind om at svare');
  await window.card('Husk at svare', '0 af 5 har svaret på alle temaer');
  await status.send('Forlæng svarfristen');
  await looked(window, 'forlaeng', 'Forlæng svarfristen', 'Klokkeslæt');
  await (await window.card('Forlæng svarfristen', 'Klokkeslæt')).send('Gem den nye svarfrist', {
    Svarfrist: '2026-12-21',
  });
  await window.card('Runden er i gang', 'Svarfrist: 21. december 2026 kl. 16.00');
  await inviteOthers(window);
  await scoreAs(window, playground);
  // Three weeks later the deadline has passed, and the round closes by itself.
  bot.later(21 * 86_400_000);
  await window.card('Overblik', 'af 5 har svaret');

  await window.say('påmindelse');
  await looked(window, 'paamindelse-proeve', 'Hvornår vil I vurdere igen?');
  const form = await window.card('Hvornår vil I vurdere igen?');
  await form.send('Gem', { 'Hvor tit?': 'Om et minut (kun for at prøve det)' });
  await looked(window, 'paamindelse', 'Påmindelser om at vurdere igen', 'Én gang');
  // A card is laid out for the width that it comes into.
  await window.resize(400);
  bot.later(60_000);
  await window.card('Det er tid til at vurdere igen', 'Start nu');
  await window.page.waitForLoadState('networkidle');
  await looked(window, 'tid-igen-400', 'Det er tid til at vurdere igen');
  await window.resize(1280);
  await looked(window, 'tid-igen', 'Det er tid til at vurdere igen');

  const reminder = await window.card('Det er tid til at vurdere igen');
  await reminder.send('Udskyd en uge');
  await window.card('Det er tid til at vurdere igen', 'Udskudt til');
  await (await window.card('Det er tid til at vurdere igen', 'Udskudt til')).send('Start nu');
  await window.card('Ny runde', 'Hvor mange skal svare?');
  await window.say('status');
  await looked(window, 'status-uden-runde', 'Der er ingen runde i gang', 'Næste påmindelse');
  await window.say('påmindelse');
  // The bot sees to it that the new card shows what is so, and then has the one before point to it: a press comes after.
  await window.card('Det står på et nyere kort');
  const shown = await window.card('Påmindelser om at vurdere igen', 'Stop påmindelser');
  await shown.send('Stop påmindelser');
  await window.card('Påmindelser er slået fra');
  expect(window.faults).toEqual([]);
}, 240_000);

/** Mette makes a link for a class, and looks at what it leads to on a phone and on paper. */
async function inviteOthers(window: TeamsWindow): Promise<void> {
  await window.undisturbed(async () => {
    await (await window.card('Runden er i gang', 'Luk runden')).send('Inviter andre');
    await looked(window, 'inviter', 'Inviter andre', 'Hvor mange må svare via linket?');
    await (await window.card('Inviter andre', 'Hvor mange må svare via linket?')).send('Lav et link', {
      'Hvor mange må svare via linket?': 25,
      'Hvem svarer de som?': 'Unge',
      'Brug enkle ord til unge': true,
    });
    await looked(window, 'inviter-link', 'Link til at svare', '0 af 25 pladser er brugt.');
    const opening = window.page.context().waitForEvent('page');
    await (await window.card('Link til at svare')).press('Åbn linket');
    const page = await opening;
    await page.setViewportSize({ width: 400, height: 800 });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.screenshot({ path: pictureFile('link-begynd-400.png'), fullPage: true });
    await page.getByRole('link', { name: 'Begynd' }).click();
    await page.getByRole('button', { name: 'Gem og gå videre' }).waitFor();
    await page.screenshot({ path: pictureFile('link-tema-400.png'), fullPage: true });
    await page.close();
  });
}

/** Four people answer each theme; Mette answers one, and is asked whom she answers as. */
async function scoreAs(window: TeamsWindow, playground: Playground): Promise<void> {
  await window.undisturbed(async () => {
    const theme = await window.card('Tema 1 af 4', 'Gem min vurdering');
    await theme.send('Gem min vurdering', { 'Hvor langt er I?': explained[2] ?? '' });
    await looked(window, 'svarer-som', 'Din vurdering er gemt', 'Hvem svarer du som?');
    await (await window.card('Hvem svarer du som?')).send('Gem, hvem jeg svarer som', {
      'Hvem svarer du som?': 'Kommunen',
    });
    await looked(window, 'svarer-som-gemt', 'Du svarer som: Kommunen');
  });
  for (const [i, { id }] of wheel.themes.entries()) {
    for (const [p, name] of ['Søren Østergaard', 'Amina Hassan', 'Åse Bjerregård', 'Lone Væver'].entries()) {
      await pressAs(
        playground,
        name,
        messageWith(playground, `Tema ${i + 1} af 4`, 'Gem min vurdering'),
        'Gem min vurdering',
        { [`s_${id}`]: said[i]?.[p] ?? '' },
      );
    }
  }
}
