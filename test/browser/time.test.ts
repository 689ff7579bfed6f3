import { expect, it } from 'vitest';
import { startClockedTown } from './bot.ts';
import { looked } from './looked.ts';
import { messageWith, pressAs } from './others.ts';

it('reminds the channel to score again a minute after a trial schedule was set, and the buttons of the card work', async () => {
  const { bot, playground, window } = await startClockedTown();

  await window.say('start');
  await (await window.card('Ny runde', 'Hvor mange skal svare?')).send('Start runden', { 'Hvor mange skal svare?': 5 });
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
  for (const name of ['Søren Østergaard', 'Amina Hassan', 'Åse Bjerregård', 'Lone Væver']) {
    await pressAs(playground, name, messageWith(playground, 'Tema 1 af 4', 'Gem min vurdering'), 'Gem min vurdering', {
      's_baeredygtigt-samarbejde': '2',
    });
  }
  // Three weeks later the deadline has passed, and the round closes by itself.
  bot.later(21 * 86_400_000);
  await window.card('Overblik', 'af 5 har svaret');

  await window.say('påmindelse');
  await looked(window, 'paamindelse-opsaetning', 'Hvornår vil I vurdere igen?');
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
  const shown = await window.card('Påmindelser om at vurdere igen', 'Stop påmindelser');
  await shown.send('Stop påmindelser');
  await window.card('Påmindelser er slået fra');
  expect(window.faults).toEqual([]);
}, 240_000);
