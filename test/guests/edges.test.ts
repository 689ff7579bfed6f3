import { get } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { allUnits, answerByLink, beginByLink, byLink, createPhone, type Phone } from '../support/guests.ts';
import { invited } from '../support/links.ts';
import { mette, pressTwo } from '../support/rounds.ts';
import { here } from '../support/time.ts';

const save = 'Gem og gå videre';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** The cookie that a page gives to a browser with this one. */
async function given(address: string, cookie: string): Promise<string> {
  const response = await fetch(`${address}/da/1`, { headers: { cookie } });
  return response.headers.getSetCookie().join();
}

describe('the code that a phone keeps', () => {
  it('is found among other cookies, and anything else in its place counts as none', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness);
    const code = 'A'.repeat(22);
    for (const kept of [`hjulet=${code}`, `a=b; hjulet=${code}`, `hjulet=${code}; c=d`, `hjulet=${code}.next; c=d`])
      expect(await given(address, kept), kept).toBe('');
    for (const wrong of [
      '',
      'hjulet=',
      `hjulet=${code}B`,
      `hjulet=${code.slice(1)}`,
      `hjulet=${code}.other`,
      `hjulet=${code}.next.next`,
      `xhjulet=${code}`,
      `hjulet=x${code}`,
      `a=hjulet=${code}`,
      `hjulet="${code}"`,
    ])
      expect(await given(address, wrong), wrong).toMatch(/^hjulet=[\w-]{22}; Path=/);
  });

  it('is sent over https alone where the link is one', async () => {
    const harness = await startHarness({ publicUrl: 'https://hjulet.example.dk' });
    const { address } = await invited(harness);
    const { pathname } = new URL(address);
    expect(address.startsWith('https://hjulet.example.dk/answers/')).toBe(true);
    expect(await given(`http://127.0.0.1:${harness.app.port}${pathname}`, '')).toMatch(/; SameSite=Lax; Secure$/);
  });
});

describe('an address', () => {
  it('is read up to 300 signs', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness);
    const { length } = new URL(address).pathname.slice('/answers/'.length);
    const status = async (signs: number) => (await fetch(`${address}?${'x'.repeat(signs - length - 1)}`)).status;
    expect([await status(300), await status(301)]).toEqual([200, 404]);
  });

  it('says what was saved with one number and nothing beside it', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness);
    const phone = await createPhone(address).open(`${address}/da/1`);
    await phone.press(save, allUnits(phone, '2'));
    expect(phone.text).toContain('Dit svar om Bæredygtigt samarbejde er gemt.');
    for (const query of ['?saved=1x', '?xsaved=1', '?saved=', '?saved=9', '?saved=2', ''])
      expect((await phone.open(`${address}/da/2${query}`)).text, query).not.toContain('er gemt.');
  });

  it('is in Danish or English by the first language that the browser names, and in Danish where it names none', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness);
    const languageFor = async (accepts: string) =>
      /<html lang="(\w+)"/.exec(
        (await createPhone(address, { headers: { 'accept-language': accepts } }).open(address)).html,
      )?.[1];
    expect(await languageFor('en')).toBe('en');
    expect(await languageFor('en;q=0.9,da')).toBe('en');
    expect(await languageFor('en-GB,da;q=0.9')).toBe('en');
    expect(await languageFor('da-DK,en')).toBe('da');
    expect(await languageFor('ar,da')).toBe('en');
    expect(await languageFor('*')).toBe('da');
    expect(await languageFor('')).toBe('da');
    const { promise, resolve } = Promise.withResolvers<string>();
    get(address, (response) => response.setEncoding('utf8').on('data', resolve));
    expect(await promise).toContain('<html lang="da"');
  });
});

describe('a form', () => {
  const post = (phone: Phone, address: string, body: string, headers: Record<string, string> = form) =>
    fetch(`${address}/da/1`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: phone.cookie, ...headers },
      body: new TextEncoder().encode(body),
    });

  it('says of what kind it is, however browsers write that', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    const phone = await createPhone(address).open(`${address}/da/1`);
    const token = /name="token" value="([^"]+)"/.exec(phone.html)?.[1] ?? '';
    const body = new URLSearchParams({ token, ...allUnits(phone, '3') }).toString();
    const type = form['content-type'];
    for (const wrong of [
      {},
      ...[`x${type}`, `${type}x`, `text/plain; ${type}`].map((each) => ({ 'content-type': each })),
    ])
      expect((await post(phone, address, body, wrong)).status).toBe(404);
    expect((await post(phone, address, '')).status).toBe(409);
    expect((await post(phone, address, body.replace('token', 'other'))).status).toBe(409);
    expect(await byLink(harness, id)).toEqual([]);
    for (const right of [type, `${type};charset=UTF-8`, `${type} ; charset=utf-8`, type.toUpperCase()])
      expect((await post(phone, address, body, { 'content-type': right })).status).toBe(303);
    expect(await byLink(harness, id)).toHaveLength(1);
  });

  it('names each field once: the first counts, and up to forty are read', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    const phone = await createPhone(address).open(`${address}/da/1`);
    const token = /name="token" value="([^"]+)"/.exec(phone.html)?.[1] ?? '';
    const [[field = ''] = []] = Object.entries(allUnits(phone, '3'));
    const more = (count: number) => Array.from({ length: count }, (_, i) => `&f${i}=1`).join('');
    const body = `token=${token}&${field}=3&${field}=1`;
    expect((await post(phone, address, `${body}${more(39)}`)).status).toBe(404);
    expect((await post(phone, address, `${body}${more(38)}`)).status).toBe(303);
    expect((await byLink(harness, id)).map(({ scores }) => Object.values(scores))).toEqual([[3]]);
  });
});

describe('the way through the pages', () => {
  it('goes on with what is left, from the theme that was saved and then from the first', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness);
    const phone = await createPhone(address).open(`${address}/da/3`);
    for (const next of ['Tema 4 af 4', 'Tema 1 af 4', 'Tema 2 af 4', 'Tak for dit svar']) {
      await phone.press(save, allUnits(phone, '2'));
      expect(phone.text).toContain(next);
    }
    await phone.open(`${address}/da/2`);
    expect(phone.html).toContain('/da/1">Forrige tema</a>');
    expect((await phone.open(`${address}/da/1`)).text).not.toContain('Forrige tema');
  });

  it('leads on from what went wrong: to the theme again, or to the beginning', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness);
    const phone = await createPhone(address).open(`${address}/da/2`);
    await phone.press(save, { token: 'x' });
    expect(phone.status).toBe(409);
    expect((await phone.follow('Prøv igen')).text).toContain('Tema 2 af 4');
    await beginByLink(phone, address);
    await phone.press('Næste person', { token: 'x' });
    expect((await phone.follow('Prøv igen')).text).toContain('Vi vil gerne høre');
    const without = createPhone(address, { keepsCookies: false });
    await without.open(`${address}/da/1`);
    await without.press(save);
    expect((await without.follow('Prøv igen')).text).toContain('Vi vil gerne høre');
  });

  it('is told to be full with 409, whichever page is asked for, and leads nowhere', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness, { most: '1' });
    const early = await createPhone(address).open(`${address}/da/1`);
    await answerByLink(createPhone(address), address, '2');
    for (const page of ['', '/da/start', '/da/1', '/da/done', '/da/poster', '/da/paper']) {
      const { status, text } = await createPhone(address).open(`${address}${page}`);
      expect([status, text], page).toEqual([409, expect.stringContaining('Linket er fuldt\nDer er ikke plads')]);
    }
    await early.press(save, allUnits(early, '3'));
    expect([early.status, early.html]).toEqual([409, expect.not.stringContaining('class="button"')]);
  });

  it('takes a form that the browser says nobody else’s page sent, and keeps its code', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    const phone = await createPhone(address).open(`${address}/da/1`);
    const token = /name="token" value="([^"]+)"/.exec(phone.html)?.[1] ?? '';
    const body = new URLSearchParams({ token, ...allUnits(phone, '3') }).toString();
    const headers = { ...form, cookie: phone.cookie, 'sec-fetch-site': 'none' };
    const response = await fetch(`${address}/da/1`, { method: 'POST', redirect: 'manual', headers, body });
    const { pathname } = new URL(address);
    expect([response.status, response.headers.get('location')]).toEqual([303, `${pathname}/da/2?saved=1`]);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await byLink(harness, id)).toHaveLength(1);
  });
});

describe('an answer', () => {
  it('that is sent again after it was corrected changes nothing, however late it comes', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    const phone = await createPhone(address).open(`${address}/da/1`);
    const first = Object.assign(createPhone(address), { html: phone.html, cookie: phone.cookie });
    const low = allUnits(phone, '2');
    const scores = async () => (await byLink(harness, id)).map((answer) => Object.values(answer.scores));
    await phone.press(save, low);
    for (const step of ['3', '4']) {
      await phone.open(`${address}/da/1`);
      await phone.press(save, allUnits(phone, step));
    }
    await first.press(save, low);
    expect([first.status, await scores()]).toEqual([200, [[4]]]);
    // What is no number of a revision counts as that of a first answer.
    for (const seen of ['x3', '3x', '-3', '1234567', '']) {
      await phone.open(`${address}/da/1`);
      await phone.press(save, { ...low, seen });
      expect([phone.status, await scores()], seen).toEqual([200, [[4]]]);
    }
  });

  it('can be what it was before', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    const phone = createPhone(address);
    for (const step of ['2', '3', '2']) {
      await phone.open(`${address}/da/1`);
      await phone.press(save, allUnits(phone, step));
    }
    expect((await byLink(harness, id)).map(({ scores }) => Object.values(scores))).toEqual([[2]]);
  });
});

describe('a page', () => {
  it('tells of whom the link is and what the wheel is about, as far as either is known', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    const phone = createPhone(address);
    expect((await phone.open(`${address}/da/poster`)).text).toContain('Sammenhængshjulet: samarbejdet om unge');
    const channel = (await harness.store.channel(here))?.record;
    const round = await harness.store.round(here, id);
    const wheel = round && (await harness.store.wheel(round.record.wheelId, round.record.wheelVersion, 'da'));
    if (!channel || !round || !wheel) throw new Error('There is a round');
    await harness.store.saveChannel(
      { ...channel, teamName: 'Ungeindsatsen' },
      (await harness.store.channel(here))?.version,
    );
    const { short: _, ...plainer } = wheel;
    await harness.store.keepWheel({ ...plainer, version: 99 });
    await harness.store.saveRound({ ...round.record, wheelVersion: 99 }, round.version);
    expect((await phone.open(address)).text).toContain('Du er inviteret af Ungeindsatsen.');
    expect((await phone.open(`${address}/da/poster`)).text).toMatch(/^Sammenhængshjulet$/m);
  });

  it('of paper has every area of a deep round, with boxes for the steps and ved ikke', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness, {}, { depth: 'deep' });
    const { text, html } = await createPhone(address).open(`${address}/da/paper`);
    expect(text).toContain('Sammenhængshjulet på papir');
    for (const area of [
      'Langsigtede relationer med virksomheder',
      'Brobygning til erhvervslivet',
      'Unge som brobyggere',
    ])
      expect(html.match(new RegExp(`<h3>${area}</h3>`, 'g'))).toHaveLength(1);
    expect(html.match(/<span class="box">/g)).toHaveLength(12 * 5);
    expect(html.match(/<div class="write">/g)).toHaveLength(4);
  });

  it('of what a round came to says no sentence where nobody chose a step', async () => {
    const harness = await startHarness();
    const { address, setup } = await invited(harness, { showsTotals: 'true' });
    const phone = await answerByLink(createPhone(address), address, 'dontKnow');
    await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
    await phone.open(address);
    expect(phone.text).toContain('Sådan blev resultatet');
    expect(phone.text).not.toContain('Kort sagt');
  });
});

describe('what comes in between', () => {
  /** A bot whose database does for once what is said of it. */
  async function between(wrap: (db: Database, isNow: () => boolean) => Database) {
    let now = false;
    const harness: Harness = await startHarness({ wrap: (db) => wrap(db, () => now) });
    const { address } = await invited(harness);
    const phone = await createPhone(address).open(`${address}/da/1`);
    now = true;
    return Object.assign(phone, { logged: harness.logged });
  }

  it('is told in words where the database cannot be read, with nothing of the cause', async () => {
    const phone = await between((db, isNow) =>
      changed(db, {
        read: (partition, ids) => (isNow() ? Promise.reject(new Error('canary')) : db.read(partition, ids)),
      }),
    );
    await phone.press(save, allUnits(phone, '2'));
    expect([phone.status, phone.text]).toEqual([503, expect.stringContaining('Noget gik galt')]);
    expect(phone.html).not.toContain('canary');
    const logged = phone.logged.filter((line) => line.includes('a page for somebody without Teams failed'));
    expect(logged).toEqual([expect.stringContaining('canary')]);
  });

  it('may be the closing of the round, just before a seat is taken', async () => {
    const phone = await between((db, isNow) =>
      changed(db, {
        write: (place, body, options) =>
          isNow() && place.id.startsWith('seat:') ? Promise.resolve('guarded') : db.write(place, body, options),
      }),
    );
    await phone.press(save, allUnits(phone, '2'));
    expect([phone.status, phone.text]).toEqual([410, expect.stringContaining('Runden er lukket')]);
  });

  it('may be the deletion of the round, after the link was found', async () => {
    for (const [form, status, text] of [
      ['1', 404, 'Siden findes ikke'],
      ['delete', 410, 'Runden er lukket'],
    ] as const) {
      let found = 0;
      const phone = await between((db, isNow) =>
        changed(db, {
          read: async (partition, ids) =>
            isNow() && partition.startsWith('invitation|') && ++found > 1 ? [] : db.read(partition, ids),
        }),
      );
      phone.html = phone.html.replace(/(action="[^"]*)\/1"/, `$1/${form}"`);
      await phone.press(save, allUnits(phone, '2'));
      expect([phone.status, phone.text]).toEqual([status, expect.stringContaining(text)]);
    }
  });
});

/** A database with some of its ways changed. */
function changed(db: Database, ways: Partial<Database>): Database {
  return new Proxy(db, {
    get(target, name) {
      const way: unknown = Reflect.get(ways, name) ?? Reflect.get(target, name);
      return typeof way === 'function' ? way.bind(target) : way;
    },
  });
}
