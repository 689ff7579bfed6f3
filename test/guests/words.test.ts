import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startHarness } from '../support/app.ts';
import { allUnits, createPhone, shownAs } from '../support/guests.ts';
import { invited } from '../support/links.ts';

/** What stands on the pages of a link, as a browser without graphics shows it. */

const save = 'Gem og gå videre';
const head = (title: string, other: string) => [title, '#main .skip Gå til indholdet', `/en/${other} English`, '#main'];
const steps = [
  '1 · Plads til forbedring',
  '2 · Begyndende udvikling',
  '3 · Gode og holdbare løsninger',
  '4 · Bæredygtig udvikling',
];
const meanings = [
  'Meget hviler på enkeltpersoner og tilfældigheder. …',
  'I er kommet i gang og har fået de første partnere …',
  'I samarbejder med dem, der betyder noget for de un…',
  'Stærke partnerskaber og en klar arbejdsdeling hold…',
];
const meant = (before = '') =>
  steps.flatMap((step, i) => [step, `${before}${meanings[i]}`.slice(0, 50).replace(/…?$/, '…')]);

/** The choices of a unit, one of which may be chosen. `more`: what each of them says beside. */
const choices = (unit: string, { chosen = '', more = [] as string[], fault = '' } = {}) =>
  [...steps, 'Ved ikke'].flatMap((label, i) => {
    const value = i < steps.length ? String(i + 1) : 'dontKnow';
    const mark = value === chosen ? ' *' : '';
    return [
      `#s_${unit}_${i + 1} s_${unit} ${value}${fault && ` ${fault}`}${mark}`,
      label,
      ...(more[i] ? [more[i]] : []),
    ];
  });
const comment = ['Kommentar (valgfri)', '#comment_h Fx et eksempel. Skriv ikke navne.'];
const nextPerson = [
  '## Skal en anden svare på denne skærm?',
  'Så begynder spørgsmålene forfra, og det svar, der …',
  'post /da/next',
  'token …',
  '[submit] Næste person',
];
const deletion = [
  '> Slet mit svar',
  'Så er det væk med det samme og tæller ikke med.',
  'post /da/delete',
  'token …',
  '[submit] Ja, slet mit svar',
];
const credit = 'Temaer og trin i Sammenhængshjulet er fra Carelink…';

describe('the pages that are answered on', () => {
  it('say a theme’s question once, what each step means beside it, and lead on and back', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness);
    const phone = await createPhone(address).open(address);
    expect(shownAs(phone, address)).toEqual([
      ...head('Giv dit svar: Sammenhængshjulet', 'start'),
      '# Vi vil gerne høre, hvad du mener',
      'Du er inviteret af den, der har givet dig linket.',
      '## Sammenhængshjulet',
      'Fire temaer om, hvor godt kommune, virksomheder, f…',
      'Der er 4 temaer. Det tager et par minutter, og det…',
      'Det er starten på en samtale, ikke en prøve. Du ka…',
      '## Det skal du vide',
      'Du svarer uden navn og uden at logge ind. Svarene …',
      'Skriv ikke navne i kommentarerne, og skriv ikke no…',
      'Når du trykker på »Begynd«, gemmer browseren en ti…',
      'De enkelte svar slettes 30 dage efter rundens lukn…',
      'Svarfrist: 9. december 2026 kl. 16.00. Indtil da k…',
      '/da/1 .button Begynd',
      credit,
    ]);
    expect(phone.text).toContain('De samlede tal og kommentarerne slettes 12 måneder efter lukningen.');
    await phone.follow('Begynd');
    await phone.press(save);
    expect(shownAs(phone, address).slice(0, 11)).toEqual([
      ...head('Fejl: Bæredygtigt samarbejde · Tema 1 af 4', '1'),
      'Tema 1 af 4',
      '# Bæredygtigt samarbejde',
      'alert:',
      '## Dit svar er ikke gemt endnu',
      '#s_baeredygtigt-samarbejde_1 Vælg et svar.',
      '> Hvad handler det om?',
      'Aftaler og relationer mellem kommune, virksomheder…',
    ]);
    await phone.press(save, { ...allUnits(phone, '2'), comment: 'x <b>' });
    expect(shownAs(phone, address)).toEqual([
      ...head('Sammenhæng i overgange · Tema 2 af 4', '2'),
      'status: Dit svar om Bæredygtigt samarbejde er gemt.',
      'Tema 2 af 4',
      '# Sammenhæng i overgange',
      '> Hvad handler det om?',
      'Det er i overgangene, at unge lettest falder fra. …',
      'post /da/2',
      'token …',
      'seen 0',
      'Hvor langt er I med at få de unge trygt videre, nå…',
      ...choices('sammenhaeng-i-overgange', { more: meanings }),
      ...comment,
      '#comment comment 500 comment_h:',
      '[submit] Gem og gå videre',
      '/da/1 Forrige tema',
      '/da/done Se mine svar',
    ]);
    await phone.press(save, allUnits(phone, 'dontKnow'));
    await phone.follow('Se mine svar');
    expect(shownAs(phone, address)).toEqual([
      ...head('Du er ikke helt færdig', 'done'),
      '# Du er ikke helt færdig',
      '/da/3 .button Svar på resten',
      '## Dit svar',
      'Bæredygtigt samarbejde: 2 · Begyndende udvikling',
      'Kommentar: x <b>',
      '/da/1 Ret Bæredygtigt samarbejde',
      'Sammenhæng i overgange: Ved ikke',
      '/da/2 Ret Sammenhæng i overgange',
      'Fælles ansvar og retning: Ikke svaret',
      '/da/3 Svar på Fælles ansvar og retning',
      'Unge som medskabere: Ikke svaret',
      '/da/4 Svar på Unge som medskabere',
      ...nextPerson,
      ...deletion,
    ]);
    expect(shownAs(await phone.open(address), address)).toContain('/da/done .button Se og ret dit svar');
    await phone.open(`${address}/da/done`);
    await phone.press('Ja, slet mit svar');
    const none = ['# Du har ikke svaret endnu', '/da/1 .button Begynd'];
    const top = head('Du har ikke svaret endnu', 'done');
    expect(shownAs(phone, address)).toEqual([...top, 'status: Dit svar er slettet.', ...none]);
    expect(shownAs(await phone.open(`${address}/da/done`), address)).toEqual([...top, ...none]);
  });

  it('say of a deep round’s theme what is missing and too long, and what the steps mean once', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness, { showsTotals: 'true' }, { depth: 'deep' });
    const phone = await createPhone(address).open(`${address}/da/1`);
    const [first = '', ...others] = Object.keys(allUnits(phone, '1'));
    await phone.press(save, { [first]: '3', comment: 'x'.repeat(501) });
    const missing = 'netvaerk-med-civilsamfund';
    const fault = (unit: string) => ({ fault: `s_${unit}_e` });
    expect(shownAs(phone, address)).toEqual([
      ...head('Fejl: Bæredygtigt samarbejde · Tema 1 af 4', '1'),
      'Tema 1 af 4',
      '# Bæredygtigt samarbejde',
      'alert:',
      '## Dit svar er ikke gemt endnu',
      '#s_netvaerk-med-civilsamfund_1 Netværk med civilsamfund: Vælg et svar.',
      '#s_kapacitetsopbygning-og-loebende-tilpasning_1 Kapacitetsopbygning og løbende tilpasning: Vælg et svar.',
      '#comment Kommentaren er for lang. Den må højst fylde 500 tegn.',
      'Hvor langt er I med samarbejder, der holder og vok…',
      '> Hvad handler det om?',
      'Aftaler og relationer mellem kommune, virksomheder…',
      '> Hvad betyder trinene?',
      ...meant(),
      'post /da/1',
      'token …',
      'seen 0',
      'Langsigtede relationer med virksomheder',
      'I har virksomheder, som siger ja år efter år. I ke…',
      ...choices('langsigtede-relationer-med-virksomheder', { chosen: '3' }),
      'Netværk med civilsamfund',
      'Idrætsklubben, lektiecaféen og de frivillige er me…',
      `#s_${missing}_e Vælg et svar.`,
      ...choices(missing, fault(missing)),
      'Kapacitetsopbygning og løbende tilpasning',
      'I bliver klogere sammen, fx på fælles kurser eller…',
      '#s_kapacitetsopbygning-og-loebende-tilpasning_e Vælg et svar.',
      ...choices('kapacitetsopbygning-og-loebende-tilpasning', fault('kapacitetsopbygning-og-loebende-tilpasning')),
      ...comment,
      '#comment_e Kommentaren er for lang. Den må højst fylde 500 tegn.',
      '#comment comment 501 comment_h comment_e:',
      `${'x'.repeat(50)}…`,
      '[submit] Gem og gå videre',
      '/da/done Se mine svar',
    ]);
    const all = Object.fromEntries(others.map((name) => [name, '1']));
    await phone.press(save, { [first]: '3', ...all, comment: 'Vi mangler tid' });
    for (let theme = 2; theme <= 4; theme++) await phone.press(save, allUnits(phone, '4'));
    expect(shownAs(phone, address).slice(0, 15)).toEqual([
      ...head('Tak for dit svar', 'done'),
      'status: Dit svar om Unge som medskabere er gemt.',
      '# Tak for dit svar',
      '## Hvad sker der nu?',
      'Når runden lukker, bliver alle svar lagt sammen. S…',
      'Svarfrist: 9. december 2026 kl. 16.00. Indtil da k…',
      '## Dit svar',
      'Langsigtede relationer med virksomheder: 3 · Gode …',
      'Netværk med civilsamfund: 1 · Plads til forbedring',
      'Kapacitetsopbygning og løbende tilpasning: 1 · Pla…',
      'Kommentar: Vi mangler tid',
      '/da/1 Ret Bæredygtigt samarbejde',
    ]);
    const edited = shownAs(await phone.open(`${address}/da/1`), address);
    expect(edited.slice(4, 6)).toEqual(['Tema 1 af 4', '# Bæredygtigt samarbejde']);
    const kept = choices('langsigtede-relationer-med-virksomheder', { chosen: '3' });
    expect(edited).toEqual(expect.arrayContaining(['seen 1', ...kept, 'Vi mangler tid']));
  });
});

describe('what is printed', () => {
  const menu = (page: string, title: string) => [
    ...head(title, page),
    'Sider til linket:',
    '/da/poster Plakat',
    '/da/paper Papirskema',
    '/da/start Svar på skærmen',
    'Vælg Udskriv i browserens menu. Siden passer til A4.',
  ];

  it('is a poster with the code and the address, and the themes with their steps as boxes', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness);
    const phone = await createPhone(address).open(`${address}/da/poster`);
    expect(phone.html).toContain('<main id="main" tabindex="-1" class="poster">');
    expect(phone.html).toContain(`<p class="address">${address}</p>`);
    expect(shownAs(phone, address)).toEqual([
      ...menu('poster', 'Hvad mener du?'),
      '# Hvad mener du?',
      'Sammenhængshjulet: samarbejdet om unge',
      'img: QR-kode med adressen til spørgsmålene: svg',
      'Ret kameraet på din telefon mod koden.',
      'Svar på 4 temaer. Det tager et par minutter.',
      'Du skal hverken logge ind eller skrive dit navn.',
      'Svarfrist: 9. december 2026 kl. 16.00. Indtil da k…',
      new URL(address).origin,
    ]);
    await phone.open(`${address}/da/paper`);
    expect(phone.html).toContain('<main id="main" tabindex="-1">');
    const boxes = [...steps, 'Ved ikke', 'Kommentar (valgfri)'];
    expect(shownAs(phone, address)).toEqual([
      ...menu('paper', 'Sammenhængshjulet på papir'),
      'Sådan taster du skemaer ind: Åbn linket, tast det …',
      '# Sammenhængshjulet på papir',
      'Fire temaer om, hvor godt kommune, virksomheder, f…',
      'Der er 4 temaer. Det tager et par minutter, og det…',
      'Sæt ét kryds ved hvert spørgsmål. Skriv ikke dit n…',
      'Aflever skemaet til den, der gav dig det, i god ti…',
      '## Det skal du vide',
      'Du svarer uden navn og uden at logge ind. Svarene …',
      'De enkelte svar slettes 30 dage efter rundens lukn…',
      '## Hvad betyder trinene?',
      ...meant(': '),
      '## Bæredygtigt samarbejde',
      'Hvor langt er I med samarbejder, der holder og vok…',
      ...boxes,
      '## Sammenhæng i overgange',
      'Hvor langt er I med at få de unge trygt videre, nå…',
      ...boxes,
      '## Fælles ansvar og retning',
      'Hvor langt er I med at gøre det tydeligt for alle …',
      ...boxes,
      '## Unge som medskabere',
      'Hvor langt er I med at lade de unge selv være med …',
      ...boxes,
    ]);
  });
});

describe('each page', () => {
  it('brings its one style and no script, and lets no other site show it or be sent from it', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness);
    const { html, headers } = await createPhone(address).open(address);
    const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(html) ?? [];
    for (const rule of ['.choice', '@page', '.poster']) expect(style).toContain(rule);
    const hash = createHash('sha256').update(style).digest('base64');
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(html).toMatch(/^<!doctype html>\n<html lang="da">/);
    expect(html).toContain('<meta name="robots" content="noindex">');
  });

  it('that there is not says so in both languages, and nothing of the link', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness);
    const phone = await createPhone(address).open(`${address}/da/9`);
    expect(shownAs(phone, address)).toEqual([
      'Siden findes ikke',
      '#main .skip Gå til indholdet',
      '#main',
      '# Siden findes ikke',
      'Linket er forkert eller for gammelt. Spørg den, de…',
      '## This page does not exist',
      expect.any(String),
    ]);
    expect(phone.html.match(/<section lang="(\w+)">/g)).toEqual(['<section lang="da">', '<section lang="en">']);
  });
});
