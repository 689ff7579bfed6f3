import { expect, it } from 'vitest';
import { textOf } from '../support/cards.ts';
import { startClockedTown } from './bot.ts';
import { messageWith } from './others.ts';
import type { Playground } from './playground.ts';
import { explained, wheel } from './scoring.ts';
import type { TeamsWindow } from './window.ts';

interface Town {
  bot: { later(ms: number): void };
  playground: Playground;
  mette: TeamsWindow;
  soeren: TeamsWindow;
}

const [first = '', second = ''] = wheel.themes.map(({ name }) => name);
const focus = { 'Vælg indsatsområde eller handling': `Indsatsområde: ${first}` };

it('keeps what one person fills in, whatever another presses in a window beside', async () => {
  const { bot, playground, window: mette, windowOf } = await startClockedTown();
  const town = { bot, playground, mette, soeren: await windowOf('Søren Østergaard') };
  await mette.say('start');
  await (await mette.card('Ny runde')).send('Start runden', { 'Hvor mange skal svare?': 5 });
  for (const { name } of wheel.themes) await mette.card(name, 'Gem min vurdering');
  await theme(town);
  await (await mette.card('Runden er i gang', 'Luk runden')).send('Luk runden');
  await (await mette.card('Luk runden nu?')).send('Luk nu');
  await dots(town);
  await decide(town);
  await planForm(town);
  expect([...mette.faults, ...town.soeren.faults]).toEqual([]);
}, 240_000);

/** Mette is half-way through a theme. Søren answers it, and another one, and the status card tells everybody. */
async function theme({ playground, mette, soeren }: Town): Promise<void> {
  const [shared, status] = [messageWith(playground, first, 'Gem min vurdering'), messageWith(playground, 'Luk runden')];
  await mette.undisturbed(async () => {
    const card = await mette.card(first, 'Gem min vurdering');
    await card.fill('Hvor langt er I?', explained[1] ?? '');
    await card.fill('Kommentar (valgfri)', 'Vi når ikke de unge i tide');
    for (const name of [first, second])
      await (await soeren.card(name, 'Gem min vurdering')).send('Gem min vurdering', {
        'Hvor langt er I?': explained[3] ?? '',
      });
    await expect.poll(() => mette.keptBack()).toContain(status.messageId);
    expect(mette.keptBack()).not.toContain(shared.messageId);
    await card.send('Gem min vurdering');
    await mette.card('Din vurdering er gemt', 'Trin 1', 'Vi når ikke de unge i tide');
  });
  // An edit that is on its way as a form or a question is opened still comes: whoever has read the card presses later than that.
  await mette.card('Runden er i gang', 'Luk runden', '2 af 5', '1 af 5');
}

/** Both put dots at once. */
async function dots(town: Town): Promise<void> {
  const { playground, mette, soeren } = town;
  await mette.say('påmindelse');
  await remindInAMinute(mette);
  await (await mette.card('Overblik', 'Prioritér sammen')).send('Prioritér sammen');
  const label = 'Dine prikker (højst 3)';
  await mette.card('Sæt op til 3 prikker');
  const shared = messageWith(playground, 'Sæt op til 3 prikker');
  await mette.undisturbed(async () => {
    const card = await mette.card('Sæt op til 3 prikker');
    await card.fill(label, [first, second]);
    await (await soeren.card('Sæt op til 3 prikker')).send('Gem mine prikker', { [label]: [second] });
    await soeren.card('Dine prikker er gemt', second);
    await waitForReminder(town);
    expect(mette.keptBack()).not.toContain(shared.messageId);
    await card.send('Gem mine prikker');
    await mette.card('Dine prikker er gemt', first, second);
  });
}

async function decide({ mette, soeren }: Town): Promise<void> {
  await (await mette.card('Dine prikker er gemt')).send('Afslut prioriteringen');
  await (await mette.card('Afslut prioriteringen nu?')).send('Afslut nu');
  await soeren.card('Sådan fordeler prikkerne sig');
  await (await mette.card('Sådan fordeler prikkerne sig')).send('Skriv jeres beslutning ind');
  await (await mette.card('På kort sigt: det begynder I på nu')).send('Gem og lav en plan', {
    'På kort sigt: det begynder I på nu': [first],
    'På lang sigt: det planlægger I': [second],
  });
}

/** Mette's form stands in the plan's place while Søren adds an action to the same plan. */
async function planForm(town: Town): Promise<void> {
  const { playground, mette, soeren } = town;
  await (await mette.card('Påmindelser om at vurdere igen', 'Én gang', 'Ret')).send('Ret');
  await remindInAMinute(mette);
  await mette.card('Planen', 'Tilføj indsatsområde');
  const shared = messageWith(playground, 'Planen', 'Tilføj indsatsområde');
  await mette.undisturbed(async () => {
    await openForm(mette);
    // The plan's own first edit, with all that was decided, may still have come before the form.
    const before = mette.keptBack().length;
    const form = await mette.card('Ny handling', 'Hvad vil I gøre?');
    await form.fill('Hvad vil I gøre?', 'Ringe til ti virksomheder');
    await form.fill('Hvornår skal det være gjort?', '2027-02-01');
    await openForm(soeren);
    await (await soeren.card('Ny handling')).send('Gem', { 'Hvad vil I gøre?': 'Holde en aften for forældre' });
    await soeren.card('Handling', 'Det er gemt', 'Holde en aften for forældre');
    await waitForReminder(town);
    expect(mette.keptBack().slice(before)).not.toContain(shared.messageId);
    await form.send('Gem');
    await mette.card('Handling', 'Det er gemt', 'Ringe til ti virksomheder', '1. februar 2027');
  });
  for (const window of [mette, soeren])
    await window.card('Planen', 'Ringe til ti virksomheder', 'Holde en aften for forældre');
}

async function remindInAMinute(mette: TeamsWindow): Promise<void> {
  await (await mette.card('Hvornår vil I vurdere igen?')).send('Gem', {
    'Hvor tit?': 'Om et minut (kun for at prøve det)',
  });
  await mette.card('Påmindelser om at vurdere igen', 'Én gang');
}

/** It comes after every edit that was due before it: what has not come by then was not sent. */
async function waitForReminder({ bot, playground, mette }: Town): Promise<void> {
  const words = () => mette.keptBack().map((id) => textOf(playground.delivered.get(id)?.card));
  bot.later(61_000);
  await expect.poll(words).toContainEqual(expect.stringContaining('Det er tid til at vurdere igen'));
}

async function openForm(window: TeamsWindow): Promise<void> {
  await (await window.card('Planen', 'Tilføj indsatsområde')).send('Åbn', focus);
  await (await window.card('Indsatsområde', first, 'Markér som udført')).send('Tilføj handling');
}
