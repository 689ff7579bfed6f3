import { expect, it } from 'vitest';
import { startClockedTown } from './bot.ts';
import { looked } from './looked.ts';
import { messageWith, pressAs } from './others.ts';
import type { Playground } from './playground.ts';
import { printed, rowsBehind, sheetsBehind } from './report.ts';
import { score } from './scoring.ts';
import { first, second } from './whole-answers.ts';
import type { TeamsWindow } from './window.ts';

const day = 86_400_000;
const words = [
  { word: 'guide', says: ['Køreplan til et møde', 'Hvem kan I invitere?'] },
  { word: 'privatliv', says: ['Privatliv', 'Hvad gemmes?'] },
  { word: 'tovholder', says: ['Tovholdere', 'Udpeg'] },
  { word: 'slet', says: ['Hvad vil du slette?'] },
  { word: 'hjælp', says: ['Det kan jeg', 'tovholder – '] },
  { word: 'kanelsnegl', says: ['Det forstod jeg ikke.'] },
];
const own = [
  { word: 'mine data', name: 'mine-data', says: ['Dine data', 'Slet mine data'] },
  { word: 'plan', name: 'plan-personligt', says: ['Det kan jeg', 'Skriv til mig dér'] },
];
const others = ['Søren Østergaard', 'Amina Hassan', 'Åse Bjerregård', 'Lone Væver'];

/** The first serves the goal and the values of the frame; the last is left open. */
const actions: { focus: string; [label: string]: string | boolean }[] = [
  {
    focus: 'Langsigtede relationer med virksomheder',
    'Hvad vil I gøre?': 'Besøge to nye virksomheder sammen med jobcentret',
    'Hvornår skal det være gjort?': '2027-02-01',
    'Det er en milepæl på vejen': true,
    'Hvilket mål støtter handlingen?': 'UDSYN',
    'Hvilken værdi bygger den på?': 'Tillid',
    'Hvem vil I invitere med?': 'Fjordby Maskinfabrik og jobcentret',
  },
  {
    focus: 'Langsigtede relationer med virksomheder',
    'Hvad vil I gøre?': 'Aftale én fast kontaktperson for hver virksomhed',
    'Hvornår skal det være gjort?': '2027-06-01',
  },
  { focus: 'Evaluering og gennemsigtighed', 'Hvad vil I gøre?': 'Spørge ti unge, hvad der hjalp dem' },
];

it('walks from a first round by dialogue, choosing and plan to a second round and its report', async () => {
  const { bot, playground, window } = await startClockedTown();
  await useFrame(window);
  await scoreFirst(window, playground);
  await agree(window);
  await choose(window, playground);
  await plan(window);
  bot.later(Date.parse('2027-02-02T09:30+01:00') - Date.parse('2026-12-01T10:00+01:00'));
  await followUp(window);
  bot.later(90 * day);
  await scheduleTrial(window);
  bot.later(60_000);
  await scoreAgain(window, playground);
  await lookBack(window);
  await takeAlong(window);
  await askAbout(window);
  await forget(window);
  expect(window.faults).toEqual([]);
}, 240_000);

/** The frame that the plan will serve. */
async function useFrame(window: TeamsWindow): Promise<void> {
  await window.say('ramme');
  await looked(window, 'ramme', 'Jeres ramme', 'Brug rammen');
  await (await window.card('Jeres ramme', 'Brug rammen')).send('Brug rammen');
  await window.card('Jeres ramme', 'Ret rammen');
}

async function scoreFirst(window: TeamsWindow, playground: Playground): Promise<void> {
  await window.say('start');
  await (await window.card('Ny runde', 'Hvor mange skal svare?')).send('Start runden', {
    'Hvor grundigt?': 'Dybdegående gennemgang: ét svar for hvert fokusområde, når I skal planlægge',
    'Hvor mange skal svare?': 5,
  });
  for (const { name } of first) await window.card(name, 'Gem min vurdering');
  await score(window, playground, others, first);
  await window.card('Overblik', '5 af 5 har svaret');
}

/** They talk in each theme's thread, and agree on a step. */
async function agree(window: TeamsWindow): Promise<void> {
  await looked(window, 'dialog', 'Tal om Sammenhæng i overgange');
  const theme = await window.card('Tema 2 af 4', 'Fælles vurdering');
  await theme.send('Fælles vurdering');
  const agreeing = await window.card('Fælles vurdering', 'Gem den fælles vurdering');
  await looked(window, 'faelles-vurdering', 'Fælles vurdering', 'Gem den fælles vurdering');
  await window.undisturbed(async () => {
    await agreeing.send('Gem den fælles vurdering', {
      'Brobygning til erhvervslivet': '2 · Begyndende udvikling',
      'Helhedsorienterede indsatser': '2 · Begyndende udvikling',
      'Støttende netværk': '3 · Gode og holdbare løsninger',
    });
    await looked(window, 'faelles-vurdering-gemt', 'Jeres fælles vurdering er gemt');
  });
  await looked(window, 'resultat-aftalt', 'Tema 2 af 4', 'Fælles vurdering:');
}

/** They choose what to work on, each with up to three dots. */
async function choose(window: TeamsWindow, playground: Playground): Promise<void> {
  const summary = await window.card('Overblik', '5 af 5 har svaret');
  await summary.send('Prioritér sammen');
  const choosing = await window.card('Sæt op til 3 prikker', 'hvor mange der har sat prikker');
  await looked(window, 'valg', 'Sæt op til 3 prikker');
  await choosing.send('Gem mine prikker', {
    'Dine prikker (højst 3)': [
      'Langsigtede relationer med virksomheder',
      'Evaluering og gennemsigtighed',
      'Brobygning til erhvervslivet',
    ],
  });
  await looked(window, 'valg-mit', 'Dine prikker er gemt');
  const dots = [
    'langsigtede-relationer-med-virksomheder',
    'evaluering-og-gennemsigtighed',
    'brobygning-til-erhvervslivet',
  ];
  for (const [i, person] of others.slice(0, 3).entries()) {
    const choosing = messageWith(playground, 'Sæt op til 3 prikker');
    await pressAs(playground, person, choosing, 'Gem mine prikker', { dots: dots.slice(i % 2, 2 + (i % 3)).join(',') });
  }
  // Nothing has edited the card since, so her own view is still in its place.
  await (await window.card('Dine prikker er gemt')).send('Afslut prioriteringen');
  await looked(window, 'valg-afslut', 'Afslut prioriteringen nu?', '4 af 5 har sat prikker');
  await (await window.card('Afslut prioriteringen nu?')).send('Fortsæt prioriteringen');
  await (await window.card('Sæt op til 3 prikker', 'Afslut prioriteringen')).send('Afslut prioriteringen');
  await (await window.card('Afslut prioriteringen nu?')).send('Afslut nu');
  await looked(window, 'valg-prikker', 'Sådan fordeler prikkerne sig');
  await (await window.card('Sådan fordeler prikkerne sig')).send('Skriv jeres beslutning ind');
  await looked(window, 'valg-beslut', 'På kort sigt: det begynder I på nu');
  await (await window.card('På kort sigt: det begynder I på nu')).send('Gem og lav en plan', {
    'På kort sigt: det begynder I på nu': ['Langsigtede relationer med virksomheder', 'Evaluering og gennemsigtighed'],
    'På lang sigt: det planlægger I': ['Brobygning til erhvervslivet'],
  });
  await looked(window, 'valg-besluttet', 'Det arbejder I videre med');
}

/** The plan: who, by when, and three actions. */
async function plan(window: TeamsWindow): Promise<void> {
  await window.card('Planen', 'Tilføj indsatsområde');
  await looked(window, 'plan-begyndt', 'Planen', 'Tilføj indsatsområde');
  // The post shows the plan anew as soon as something in it has been saved; what is open on it is seen through first.
  await window.undisturbed(async () => {
    await (await window.card('Planen', 'Tilføj indsatsområde')).send('Åbn', {
      'Vælg indsatsområde eller handling': 'Indsatsområde: Langsigtede relationer med virksomheder',
    });
    await (await window.card('Indsatsområde', 'Langsigtede relationer', 'Markér som udført')).send('Ret');
    await looked(window, 'plan-fokus', 'Ret indsatsområde', 'Hvem er ansvarlig?');
    await (await window.card('Ret indsatsområde', 'Hvem er ansvarlig?')).send('Gem', {
      'Hvornår skal I være der?': '2027-06-01',
      'Hvem er ansvarlig?': 'Amina Hassan',
    });
    await looked(window, 'plan-punkt', 'Indsatsområde', 'Det er gemt', 'Amina Hassan');
  });
  await window.card('Planen', 'Tilføj indsatsområde', 'Amina Hassan');
  for (const [i, { focus, ...action }] of actions.entries()) {
    await window.undisturbed(async () => {
      const plan = await window.card('Planen', 'Tilføj indsatsområde');
      // Straight from a card with a list to one with lists, the Playground offers the first card's choices in the second's.
      await plan.send('Åbn', { 'Vælg indsatsområde eller handling': `Indsatsområde: ${focus}` });
      await (await window.card('Indsatsområde', focus, 'Markér som udført')).send('Tilføj handling');
      if (i === 0) await looked(window, 'plan-handling', 'Ny handling', 'Hvad vil I gøre?');
      await (await window.card('Ny handling', 'Hvad vil I gøre?')).send('Gem', action);
      await window.card('Handling', 'Det er gemt', String(action['Hvad vil I gøre?']));
      if (i === 0) await looked(window, 'plan-handling-gemt', 'Handling', 'Det er gemt');
    });
    await window.card('Planen', 'Tilføj indsatsområde', String(action['Hvad vil I gøre?']));
  }
  await looked(window, 'plan', 'Planen', 'Spørge ti unge');
}

/** The day after its date the thread is asked how an action went. */
async function followUp(window: TeamsWindow): Promise<void> {
  await looked(window, 'opfoelgning', 'Hvordan gik det?', 'Besøge to nye virksomheder');
  await window.undisturbed(async () => {
    await (await window.card('Hvordan gik det?', 'Besøge to nye virksomheder')).send('Markér som udført', {
      'Vælg indsatsområde eller handling': 'Besøge to nye virksomheder sammen med jobcentret',
    });
    await looked(window, 'plan-udfoert', 'Handling', 'Udført', 'Genåbn');
  });
}

/** In May they want to be reminded. */
async function scheduleTrial(window: TeamsWindow): Promise<void> {
  await window.say('påmindelse');
  await (await window.card('Hvornår vil I vurdere igen?')).send('Gem', {
    'Hvor tit?': 'Om et minut (kun for at prøve det)',
  });
  await window.card('Påmindelser om at vurdere igen', 'Én gang');
}

async function scoreAgain(window: TeamsWindow, playground: Playground): Promise<void> {
  await looked(window, 'tid-igen-plan', 'Det er tid til at vurdere igen', 'Stadig i gang i planen');
  await (await window.card('Det er tid til at vurdere igen', 'Start nu')).send('Start nu');
  await (await window.card('Ny runde', 'Hvor mange skal svare?')).send('Start runden', {
    'Hvor grundigt?': 'Dybdegående gennemgang: ét svar for hvert fokusområde, når I skal planlægge',
    'Hvor mange skal svare?': 6,
  });
  for (const { name } of second) await window.card(name, 'viser, hvor mange der har svaret');
  await score(window, playground, [...others, 'Jens Kjær'], second);
  await window.card('Overblik', '6 af 6 har svaret');
  await window.page.waitForLoadState('networkidle');
  await looked(window, 'overblik-igen', 'Overblik', '6 af 6 har svaret');
}

/** What has changed since the first round, and how far the plan is. */
async function lookBack(window: TeamsWindow): Promise<void> {
  await window.say('udvikling');
  await window.card('Udvikling', 'Seneste runde');
  await window.page.waitForLoadState('networkidle');
  await looked(window, 'udvikling', 'Udvikling', 'Seneste runde');
}

/** The report on paper, and its figures as other programs read them. */
async function takeAlong(window: TeamsWindow): Promise<void> {
  await window.say('eksport');
  await looked(window, 'eksport', 'Tag resultatet med', 'Vis links');
  await (await window.card('Tag resultatet med', 'Vis links')).send('Vis links');
  await looked(window, 'eksport-links', 'Tag resultatet med', 'Åbn rapporten');
  const opening = window.page.context().waitForEvent('page');
  await (await window.card('Tag resultatet med', 'Åbn rapporten')).press('Åbn rapporten');
  const report = await opening;
  await report.getByRole('heading', { level: 1, name: 'resultatet fra 3. maj 2027' }).waitFor();
  for (const part of ['Jeres ramme', 'Hjulet', 'Tallene', 'Udvikling', 'Planen', 'Kommentarer'])
    expect(await report.getByRole('heading', { level: 2, name: part, exact: true }).count(), part).toBe(1);
  expect(await printed(report, 'rapport')).toBeGreaterThan(1);
  await report.emulateMedia({ media: 'screen' });
  const sheets = await sheetsBehind(report, 'Hent tallene som Excel-ark');
  expect(sheets.Temaer?.[1]).toEqual([
    ...['Bæredygtigt samarbejde', 2.6, '3 · Gode og holdbare løsninger', 'tæt', 6, 6, 'op 0,7'],
  ]);
  const planned = sheets.Planen?.slice(1).map((row) => [row[6], row[8]]);
  expect(planned).toContainEqual(['Besøge to nye virksomheder sammen med jobcentret', 'Udført']);
  expect(planned).toContainEqual(['Spørge ti unge, hvad der hjalp dem', 'I gang']);
  const [head = [], ...rows] = await rowsBehind(report, 'Hent tallene som CSV-fil');
  expect(rows).toHaveLength(12);
  expect(rows[0]?.[head.indexOf('Gennemsnit')]).toBe('2,5');
  expect(rows[0]?.[head.indexOf('Siden december 2026')]).toBe('op 1,1');
  await report.close();
}

/** What there is to read beside, in the channel and in Mette's own chat. */
async function askAbout(window: TeamsWindow): Promise<void> {
  await window.resize(400);
  for (const { word, says } of words) {
    await window.say(word);
    await looked(window, `${word}-400`, ...says);
  }
  await window.goTo('personal');
  for (const { word, name, says } of own) {
    await window.say(word);
    await looked(window, `${name}-400`, ...says);
  }
}

/** A round, what Mette has said, and everything in the channel, one after the other. */
async function forget(window: TeamsWindow): Promise<void> {
  await window.goTo('channel');
  await window.say('slet');
  await looked(window, 'slet-400', 'Hvad vil du slette?', 'Slet runden', 'Slet alt i kanalen');
  await (await window.card('Hvad vil du slette?')).send('Slet runden', {
    'Hvilken runde?': 'Sammenhængshjulet · startet 1. december 2026 kl. 10.00 · lukket',
  });
  await looked(window, 'slet-runden-400', 'Slet runden?', 'Det kan ikke fortrydes');
  await (await window.card('Slet runden?')).send('Slet runden');
  await window.text('Runden er slettet. Kortene i kanalen erstattes af en kort besked.').first().waitFor();
  // Its theme cards, status and overview, and what followed from them; those of the second round stay.
  await window.text('En tovholder har slettet runden').nth(6).waitFor();
  await window.card('Overblik', '6 af 6 har svaret');

  await window.goTo('personal');
  await window.say('slet mine data');
  await looked(window, 'slet-mine-400', 'Slet dine data?');
  await (await window.card('Slet dine data?')).send('Slet mine data');
  await window.text('Alt om dig er slettet, også dine 4 svar.').first().waitFor();

  await window.goTo('channel');
  await window.say('tovholder');
  await looked(window, 'ingen-tovholder-400', 'Ingen af dem, der er i kanalen, er tovholder.');
  await (await window.card('Ingen af dem, der er i kanalen, er tovholder.')).send('Bliv tovholder');
  await window.card('Ny tovholder');
  await window.say('slet');
  await (await window.card('Hvad vil du slette?', 'Slet alt i kanalen')).send('Slet alt i kanalen');
  await looked(window, 'slet-alt-400', 'Slet alt i kanalen?', 'Det kan ikke fortrydes');
  await (await window.card('Slet alt i kanalen?')).send('Slet det hele');
  await window.text('Alt er slettet. Kortene i kanalen erstattes af en kort besked.').first().waitFor();
  await window.say('overblik');
  await looked(window, 'intet-overblik-400', 'Der er ikke noget resultat endnu.');
}
