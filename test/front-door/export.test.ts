import { read } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { places } from '../../src/store/places.ts';
import { channelId, installation, people } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { asRead, button, buttons, parts, textOf } from '../support/cards.ts';
import { closedRound as answeredRound } from '../support/closed.ts';
import type { Shown } from '../support/connector.ts';
import { csvRows } from '../support/csv.ts';
import { get } from '../support/get.ts';
import { addAction, onCard, units } from '../support/plans.ts';
import { allScores, anders, cardThat, fatima, lars, mette, nameOf, signe, startRound } from '../support/rounds.ts';
import { now } from '../support/time.ts';

const key = { tenantId, conversationId: channelId };
const day = 86_400_000;

/** A round that Mette started, who is the channel's tovholder by that, and that everyone named answered. */
async function closedRound(
  harness: Harness,
  given: { people?: readonly string[]; privacy?: string; comment?: string } = {},
): Promise<string> {
  const { people = [mette, anders, fatima, lars, signe], privacy = 'confidential', comment = '' } = given;
  const before = harness.connector.shown.length;
  const { id, themes } = await startRound(harness, { expected: String(people.length), privacy });
  for (const [i, person] of people.entries()) {
    for (const theme of themes) {
      const answer = { ...allScores(theme, String((i % 4) + 1)), ...(comment && { comment: `${comment} ${i}` }) };
      await harness.press(person, theme, 'Gem min vurdering', answer);
    }
  }
  await harness.eventually(() =>
    harness.connector.shown.slice(before).some(({ cardNow: card }) => textOf(card).startsWith('Overblik')),
  );
  await harness.eventually(() =>
    themes.every(({ cardNow: card }) => buttons(card).every(({ title }) => title !== 'Gem min vurdering')),
  );
  return id;
}

/** What the bot answers to the command. */
async function asked(harness: Harness, person: string, command = 'eksport') {
  const before = harness.connector.shown.length;
  await harness.say(person, command);
  // After a round each theme's thread is asked something, also meanwhile.
  return harness.eventually(() =>
    harness.connector.shown.slice(before).find(({ cardNow: card }) => !textOf(card).startsWith('Tal om ')),
  );
}

function linksOf(card: unknown): Record<string, string> {
  return Object.fromEntries(
    parts(card).flatMap(({ type, title, url }) => (type === 'Action.OpenUrl' ? [[String(title), String(url)]] : [])),
  );
}

/** The links that the tovholder gets. */
async function links(harness: Harness): Promise<{ report: string; xlsx: string; csv: string; text: string }> {
  const offer = await asked(harness, mette);
  const { card, text } = await harness.press(mette, offer, 'Vis links');
  const found = linksOf(card);
  const link = (title: string) => found[title] ?? '';
  return { report: link('Åbn rapporten'), xlsx: link('Hent Excel-ark'), csv: link('Hent CSV-fil'), text };
}

describe('"eksport"', () => {
  it('gives the tovholder links that nobody else sees, until the next day', async () => {
    const harness = await startHarness();
    await closedRound(harness);
    const offer = await asked(harness, mette);
    expect(textOf(offer.cardNow)).toContain('Tag resultatet med');
    const { text, report, xlsx, csv } = await links(harness);
    expect(text).toContain('Det er kun dig, der kan se dette.');
    expect(text).toContain('Linkene virker til den');
    for (const [link, type] of [
      [report, 'text/html; charset=utf-8'],
      [xlsx, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
      [csv, 'text/csv; charset=utf-8'],
    ] as const) {
      const response = await get(link);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
    }
    expect(JSON.stringify(harness.connector.shown)).not.toContain('/reports/');
  });

  it('refuses whoever is not a tovholder, in the command and in the button', async () => {
    const harness = await startHarness();
    await closedRound(harness);
    const refusal = 'Det kan kun en tovholder gøre';
    expect(textOf((await asked(harness, anders)).cardNow)).toContain(refusal);
    const offer = await asked(harness, mette);
    const reply = await harness.press(anders, offer, 'Vis links');
    expect(reply.text).toContain(refusal);
    expect(reply.card).toBeUndefined();
  });

  it('refuses a tovholder who has left the channel', async () => {
    const harness = await startHarness();
    await closedRound(harness);
    const offer = await asked(harness, mette);
    harness.connector.members = harness.connector.members.filter(({ id }) => id !== mette);
    await harness.send({
      ...{ type: 'conversationUpdate', channelId: 'msteams', serviceUrl: harness.connector.serviceUrl },
      from: { id: mette },
      recipient: { id: '28:bot' },
      conversation: { id: channelId, conversationType: 'channel', isGroup: true, tenantId },
      channelData: { tenant: { id: tenantId }, channel: { id: channelId }, eventType: 'teamMemberRemoved' },
      membersRemoved: [{ id: mette }],
    });
    expect((await harness.press(mette, offer, 'Vis links')).card).toBeUndefined();
  });

  it('has one no for a round of another channel, one that is open and one that never was', async () => {
    const harness = await startHarness();
    const closed = await closedRound(harness);
    const offer = await asked(harness, mette);
    const [show] = buttons(offer.cardNow);
    const there = { conversationId: '19:another@thread.tacv2;messageid=1', activityId: '1' };
    await harness.say(mette, 'start', there);
    const { id: open } = await startRound(harness);
    const replies = [
      await harness.execute(mette, there, show?.verb, { ...show?.data, round: closed }),
      await harness.execute(mette, offer, show?.verb, { ...show?.data, round: open }),
      await harness.execute(mette, offer, show?.verb, { ...show?.data, round: 'A'.repeat(22) }),
      await harness.execute(mette, offer, show?.verb, { ...show?.data, round: '../../etc/passwd' }),
    ];
    const refusals = new Set(replies.slice(1).map(({ text }) => text));
    expect(refusals.size).toBe(1);
    for (const { text, card } of replies) {
      expect(card).toBeUndefined();
      expect(text).not.toContain('http');
    }
  });

  it.each(['export', 'rapport', 'eksportér'])('is understood as "%s" too', async (command) => {
    const harness = await startHarness();
    await closedRound(harness, { people: [mette] });
    expect(textOf((await asked(harness, mette, command)).cardNow)).toContain('Tag resultatet med');
  });

  it('says that there is nothing yet before the first round is closed', async () => {
    const harness = await startHarness();
    const { themes } = await startRound(harness);
    expect(themes.length).toBeGreaterThan(0);
    expect(textOf((await asked(harness, mette)).cardNow)).toContain('når den første runde er lukket');
  });
});

describe('the link to a report', () => {
  it('opens a page in the channel’s language, with links to the other language and to the files', async () => {
    const harness = await startHarness();
    await closedRound(harness);
    const { report } = await links(harness);
    const danish = await (await fetch(report)).text();
    expect(danish).toContain('<html lang="da">');
    const beside = [...danish.matchAll(/href="([^"#]+)"/g)].map(([, href = '']) => new URL(href, report).href);
    expect(beside).toHaveLength(3);
    for (const href of beside) expect((await get(href)).status, href).toBe(200);
    expect(await (await fetch(beside[0] ?? '')).text()).toContain('<html lang="en">');
  });

  it('gives pages and files that a browser runs, frames, keeps, guesses at and passes on nothing of', async () => {
    const harness = await startHarness();
    const id = await closedRound(harness);
    const all = await links(harness);
    for (const link of [all.report, all.xlsx, all.csv]) {
      const { headers } = await get(link);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-robots-tag')).toBe('noindex');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/^default-src 'none'; /);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script|unsafe|https?:|\*/);
      const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' }).format(now(harness));
      const name = `hjulet-${today}-${id.slice(0, 8)}.${link.split('.').at(-1)}`;
      expect(headers.get('content-disposition')).toMatch(RegExp(`^(inline|attachment); filename="${name}"$`));
    }
  });

  it('says the same 404 for every link that is wrong', async () => {
    const harness = await startHarness();
    await closedRound(harness);
    const { report } = await links(harness);
    const picture = JSON.stringify(harness.connector.shown).match(/http:[^"]+\.png/)?.[0] ?? '';
    const base = new URL('..', report).href;
    const token = report.split('/').at(-2) ?? '';
    const [id = '', expires = '', name = '', signature = ''] = token.split('.');
    const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
    const later = (Number.parseInt(expires, 36) + 1).toString(36);
    const wrong = [
      `${base}${[id, expires, name, flipped].join('.')}/da.html`,
      `${base}${[id, later, name, signature].join('.')}/da.html`,
      `${base}${['A'.repeat(22), expires, name, signature].join('.')}/da.html`,
      `${base}${[id, expires, 'AAAAAA', signature].join('.')}/da.html`,
      `${base}${(picture.split('/').at(-1) ?? '').replace('.png', '')}/da.html`,
      `${base}${picture.split('/').at(-1)}/da.html`,
      `${base}${token}/sv.html`,
      `${base}${token}/da.pdf`,
      `${base}${token}/constructor`,
      `${base}${token}/..%2fda.html`,
      `${base}${token}/`,
      `${base}${token}`,
      base,
      `${new URL('/pictures/', report).href}${token}.png`,
    ];
    const told = async (url: string) => {
      const { status, headers, body } = await get(url);
      expect(body.toString(), url).toBe('{}');
      const kept = [...headers].filter(([header]) => !['date', 'connection', 'keep-alive'].includes(header));
      return JSON.stringify([status, kept]);
    };
    const answers = new Set(await Promise.all(wrong.map(told)));
    harness.clock.offset = day + 60_000;
    answers.add(await told(report));
    expect([...answers]).toHaveLength(1);
    expect([...answers][0]).toContain('[404,');
  });

  it('works for a day, and not a minute longer', async () => {
    const harness = await startHarness();
    await closedRound(harness);
    const { report, xlsx } = await links(harness);
    harness.clock.offset = day - 60_000;
    expect((await get(report)).status).toBe(200);
    expect((await get(xlsx)).status).toBe(200);
    harness.clock.offset = day + 60_000;
    expect((await get(report)).status).toBe(404);
    expect((await get(xlsx)).status).toBe(404);
  });

  it('opens nothing any more once the round is deleted, also where it was opened a moment before', async () => {
    let kept: Database | undefined;
    const harness = await startHarness({
      wrap: (db) => {
        kept = db;
        return db;
      },
    });
    const id = await closedRound(harness);
    const all = await links(harness);
    for (const link of [all.report, all.xlsx, all.csv]) expect((await get(link)).status).toBe(200);
    const place = places.round(key, id);
    const [round] = (await kept?.read(place.partition, [place.id])) ?? [];
    await kept?.remove(place, round?.version ?? '');
    for (const link of [all.report, all.xlsx, all.csv]) expect((await get(link)).status).toBe(404);
  });

  it('opened sixty times at once reads the answers once', async () => {
    let lists = 0;
    const harness = await startHarness({
      wrap: (db) => {
        const list = db.list.bind(db);
        db.list = (place) => {
          if (place.id.startsWith('answer:')) lists += 1;
          return list(place);
        };
        return db;
      },
    });
    await closedRound(harness);
    const { report } = await links(harness);
    lists = 0;
    const opened = await Promise.all(Array.from({ length: 60 }, async () => (await fetch(report)).text()));
    expect(new Set(opened).size).toBe(1);
    expect(lists).toBe(1);
    harness.clock.offset = 61_000;
    await get(report);
    expect(lists).toBe(2);
  });
});

describe('what the report of a round tells', () => {
  const text = async (link: string) => asRead(await (await fetch(link)).text()).replace(/<style>.*<\/style>/s, '');

  it('is comments and figures where enough have answered, and nobody’s name', async () => {
    const harness = await startHarness();
    await closedRound(harness, { comment: 'Vi mangler tid' });
    const page = await text((await links(harness)).report);
    expect(page).toContain('Vi mangler tid 3');
    expect(page).toMatch(/5 vurderinger/);
    for (const { name } of people) expect(page).not.toContain(name);
  });

  it('is only a half of the scale, and no comment, where few have', async () => {
    const harness = await startHarness();
    await closedRound(harness, { people: [mette, anders, fatima], comment: 'Vi mangler tid' });
    const { report, csv } = await links(harness);
    const page = await text(report);
    expect(page).toContain('mindst halvdelen på trin 1–2');
    expect(page).not.toContain('Vi mangler tid');
    const [, ...rows] = csvRows(new Uint8Array(await (await fetch(csv)).arrayBuffer()));
    expect(rows).toHaveLength(4);
    for (const row of rows) expect(row.slice(3).filter((cell) => /^\d,\d$/.test(cell))).toEqual([]);
  });

  it('is nothing at all where one has', async () => {
    const harness = await startHarness();
    await closedRound(harness, { people: [mette], comment: 'Vi mangler tid' });
    const page = await text((await links(harness)).report);
    expect(page).toContain('vises ikke');
    expect(page).not.toMatch(/halvdelen på trin|Vi mangler tid/);
  });

  it('is who answered what where the round is open (åben), with names that are looked up in Teams', async () => {
    const harness = await startHarness();
    await closedRound(harness, { people: [mette, anders], privacy: 'open', comment: 'Vi mangler tid' });
    const { report, text: card } = await links(harness);
    expect(card).toContain('Derfor står der også, hvem der har svaret hvad.');
    const page = await text(report);
    for (const person of [mette, anders]) expect(page).toContain(nameOf(person));
    expect(page).toContain('Vi mangler tid 1');
  });

  it.each([
    { status: 503, says: 'kan ikke slås op lige nu', comments: false },
    { status: 403, says: 'Navnet kan ikke vises', comments: true },
    { status: 404, says: 'Navnet kan ikke vises', comments: true },
  ])('is the result without names while Teams answers $status to who is there', async ({ status, says, comments }) => {
    const harness = await startHarness();
    await closedRound(harness, { people: [mette, anders], privacy: 'open', comment: 'Vi mangler tid' });
    const { report } = await links(harness);
    harness.connector.fate = ({ path }) => (path.includes('members') ? { kind: 'status', status } : { kind: 'accept' });
    const page = await text(report);
    expect(page).toContain(says);
    expect(page).not.toContain(nameOf(mette));
    expect(page.includes('Vi mangler tid')).toBe(comments);
    expect(page).toMatch(/2 vurderinger/);
  });
});

describe('what a report tells beside its round', () => {
  const same = (step: string) => Object.fromEntries([mette, anders, fatima, lars].map((person) => [person, step]));
  /** The page as it is read, without its style and drawings. */
  const reads = async (link: string) =>
    (await (await fetch(link)).text())
      .replace(/<(style|svg)\b.*?<\/\1>/gs, ' ')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');

  async function agreeOn(harness: Harness, theme: Shown | undefined, step: string): Promise<void> {
    if (!theme) throw new Error('There is no card of the theme');
    const form = await harness.press(anders, theme, 'Fælles vurdering');
    if (!form.card) throw new Error('There is no form to agree on');
    const { verb, data } = button(form.card, 'Gem den fælles vurdering');
    await harness.execute(anders, theme, verb, { ...data, ...allScores({ cardNow: form.card }, step) });
  }

  it('is what has changed since the last round, what was agreed, the frame and the plan, in the words of the cards', async () => {
    const harness = await startHarness();
    await harness.send(installation(harness.connector, mette));
    await harness.say(mette, 'ramme');
    await harness.press(mette, await cardThat(harness, 'Jeres ramme'), 'Brug rammen');
    await answeredRound(harness, same('2'));
    harness.clock.offset = 200 * day;
    const { id, themes, summary } = await answeredRound(harness, same('3'));
    await agreeOn(harness, themes[0], '4');
    await harness.execute(mette, summary, 'choose', { round: id });
    await harness.execute(mette, summary, 'endChoosing', { round: id });
    await harness.execute(mette, summary, 'decide', { round: id, short: units.ansvar, long: '' });
    const plan = await cardThat(harness, 'Planen');
    await addAction(harness, mette, plan, { title: '=Ring til to virksomheder', partners: 'Byens Bageri' });

    const { report, xlsx, csv } = await links(harness);
    const page = await reads(report);
    expect(page).toContain('Alle unge skal have en positiv destination');
    expect(page).toContain('UDSYN, INDSIGT og KOMPETENCER');
    expect(page).toMatch(/Bæredygtigt samarbejde 3,0 3 · Gode og holdbare løsninger tæt 4 0 0 4 0 0 4 op 1,0 4 /);
    expect(page).toContain('Lige så mange har svaret som sidst, men det er ikke nødvendigvis de samme.');
    expect(page).toContain('Hvert tema runde for runde');
    expect(page).toContain('Fælles ansvar og retning I gang · Kort sigt · Trin 3 → 4');
    expect(page).toContain('=Ring til to virksomheder I gang Byens Bageri');
    const drawn = (await (await fetch(report)).text()).match(/role="img" aria-label="[^"]*"/g) ?? [];
    expect(drawn).toEqual([
      expect.stringContaining('Bæredygtigt samarbejde 3,0 (runden før 2,0)'),
      expect.stringContaining('Bæredygtigt samarbejde gik fra 2,0 til 3,0'),
    ]);

    const bytes = async (link: string) => new Uint8Array(await (await fetch(link)).arrayBuffer());
    expect(read(await bytes(xlsx)).SheetNames).toEqual([
      ...['Overblik', 'Temaer', 'Forslag', 'Udvikling', 'Jeres ramme', 'Planen'],
    ]);
    const [head, first] = csvRows(await bytes(csv));
    expect(head?.slice(-2)).toEqual([expect.stringMatching(/^Siden /), 'Fælles vurdering']);
    expect(first?.slice(-2)).toEqual(['op 1,0', '4']);
  });

  it('holds back a change that the cards hold back, in every form', async () => {
    const harness = await startHarness();
    await answeredRound(harness, same('2'));
    harness.clock.offset = 200 * day;
    const { summary } = await answeredRound(harness, { ...same('2'), [signe]: ['4', '2', '1', '3'] });
    expect(textOf(summary.cardNow)).toContain('Nogle ændringer vises ikke');
    const { report, csv } = await links(harness);
    const page = await reads(report);
    expect(page.match(/ændring vises ikke/g)).toHaveLength(8);
    expect(page).toContain('Nogle ændringer vises ikke');
    expect(page).not.toMatch(/(op|ned) \d,\d|uændret|sidst \d/);
    const [, ...rows] = csvRows(new Uint8Array(await (await fetch(csv)).arrayBuffer()));
    expect(rows.map((row) => row.at(-1))).toEqual(Array(4).fill('ændring vises ikke'));
  });

  it('is nothing where there is no plan, no frame, nothing agreed and no round before', async () => {
    const harness = await startHarness();
    await answeredRound(harness, same('2'));
    const { report, xlsx } = await links(harness);
    const page = await (await fetch(report)).text();
    expect([...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, heading]) => heading)).toEqual([
      ...['Hjulet', 'Tallene', 'Forslag til, hvad I kan tage fat på', 'Kommentarer', 'Sådan læses tallene'],
    ]);
    expect(page).not.toMatch(/siden|fælles vurdering/i);
    const book = read(new Uint8Array(await (await fetch(xlsx)).arrayBuffer()));
    expect(book.SheetNames).toEqual(['Overblik', 'Temaer', 'Forslag']);
  });

  it('never says who sees to a focus or an action, by name or by key', async () => {
    const harness = await startHarness();
    const { id, summary } = await answeredRound(harness, same('2'));
    await harness.execute(mette, summary, 'choose', { round: id });
    await harness.execute(mette, summary, 'endChoosing', { round: id });
    await harness.execute(mette, summary, 'decide', { round: id, short: units.ansvar, long: '' });
    const plan = await cardThat(harness, 'Planen');
    const [focus] = await harness.store.focuses(key);
    const form = await harness.execute(mette, plan, 'editFocus', { focus: focus?.id });
    await onCard(harness, mette, plan, form.card, 'Gem', { owner: fatima });
    await addAction(harness, mette, plan, { title: 'Ring rundt', owner: fatima });
    const owner = (await harness.store.focuses(key))[0]?.content.owner ?? '';
    expect(owner).not.toBe('');
    expect((await harness.store.actions(key))[0]?.content.owner).toBe(owner);
    const { report, csv } = await links(harness);
    for (const link of [report, csv]) {
      const told = await (await fetch(link)).text();
      expect(told).not.toContain(nameOf(fatima));
      expect(told).not.toContain(owner);
    }
  });
});
