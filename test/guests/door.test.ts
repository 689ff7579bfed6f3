import { describe, expect, it } from 'vitest';
import { createRates } from '../../src/web/guests/rates.ts';
import { startHarness } from '../support/app.ts';
import { addressOn, allUnits, answerByLink, beginByLink, byLink, createPhone, type Phone } from '../support/guests.ts';
import { cardOf, invited } from '../support/links.ts';
import { mette } from '../support/rounds.ts';

/** The pages as a door: what it lets in, and what it says to everything else. */

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const nowhere = 'A'.repeat(22);

describe('what is wrong', () => {
  it('gets one answer, the same to the byte, whatever is wrong with it', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    const phone = createPhone(address);
    await phone.open(`${address}/da/1`);
    const token = /name="token" value="([^"]+)"/.exec(phone.html)?.[1] ?? '';
    const base = new URL('/answers/', address).href;
    const changed = (at: number) => `${address.slice(0, at)}${address[at] === 'A' ? 'B' : 'A'}${address.slice(at + 1)}`;
    const right = new URLSearchParams({ token, seen: '0', ...allUnits(phone, '3') }).toString();
    const post = (url: string, body: string, headers: Record<string, string> = form) =>
      fetch(url, { method: 'POST', body, redirect: 'manual', headers: { cookie: phone.cookie, ...headers } });
    const answers = await Promise.all([
      fetch(base),
      fetch(`${base}${nowhere}`),
      fetch(base.slice(0, -1)),
      fetch(`${base}%`),
      fetch(`${address}%2`),
      fetch(`${base}%zz/da/1`),
      ...[base.length, base.length + 23, address.length - 50, address.length - 2].map((at) => fetch(changed(at))),
      fetch(`${address}/da/0`),
      fetch(`${address}/da/5`),
      fetch(`${address}/da/01`),
      fetch(`${address}/de/1`),
      fetch(`${address}/da/1/2`),
      fetch(`${address}/da/next`),
      fetch(`${address}/${'x'.repeat(1_000)}`),
      fetch(address.replace('/answers/', '/answers/../answers//')),
      post(`${address}/da/9`, right),
      post(`${address}/da/done`, right),
      post(address, right),
      post(`${address}/da/1`, right, { 'content-type': 'application/json' }),
      post(`${address}/da/1`, right, { 'content-type': 'multipart/form-data; boundary=x' }),
      post(`${address}/da/1`, right, { ...form, 'sec-fetch-site': 'cross-site' }),
      post(`${address}/da/1`, right, { ...form, 'sec-fetch-site': 'same-site' }),
      post(`${address}/da/1`, Array.from({ length: 60 }, (_, i) => `f${i}=1`).join('&')),
    ]);
    const told = await Promise.all(answers.map(async (each) => [each.status, await each.text()] as const));
    const [first] = told;
    expect(first?.[0]).toBe(404);
    expect(first?.[1]).toContain('Siden findes ikke');
    expect(first?.[1]).toContain('This page does not exist');
    expect(told.filter(([status, body]) => status !== 404 || body !== first?.[1])).toEqual([]);
    expect(await byLink(harness, id)).toEqual([]);
  });

  it('is not a picture’s address, though it has the same shape, and opens no report', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness);
    const name = address.split('/answers/')[1] ?? '';
    for (const path of [`/reports/${name}/da.html`, `/pictures/${name}.png`, `/trends/${name}.png`])
      expect((await fetch(new URL(path, address))).status).toBe(404);
  });

  it('is a form that is too long, compressed, or never ends', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness);
    const long = await fetch(`${address}/da/1`, {
      method: 'POST',
      headers: form,
      body: `comment=${'x'.repeat(20_000)}`,
    });
    expect(long.status).toBe(413);
    const packed = await fetch(`${address}/da/1`, {
      method: 'POST',
      headers: { ...form, 'content-encoding': 'gzip' },
      body: 'x',
    });
    expect(packed.status).toBe(415);
  });
});

describe('a link', () => {
  it('is opened whatever a program that carried it took for its end, or put behind it', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness);
    for (const end of [
      '/',
      '.',
      ')',
      ').',
      '%20',
      '%22',
      ',',
      '>',
      '/?',
      '?fbclid=x&utm_source=mail',
      '/da/',
      '/da/1/',
    ]) {
      const response = await fetch(`${address}${end}`);
      expect(response.status, end).toBe(200);
      expect(await response.text()).toContain(new URL(address).pathname);
    }
  });

  it('is there for whoever looks at its head alone, as scanners of links do, and so is everything that can be got', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    for (const path of [address, `${address}/da/1`, `${address}/da/done`, '/healthz', '/readyz']) {
      const head = await fetch(new URL(path, address), { method: 'HEAD' });
      expect([head.status, await head.text()], path).toEqual([200, '']);
    }
    expect((await fetch(`${address}x`, { method: 'HEAD' })).status).toBe(404);
    expect(await byLink(harness, id)).toEqual([]);
  });

  it('leads from what a form was answered with to a page in the other language', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness);
    const phone = await beginByLink(createPhone(address), address);
    for (const page of ['next', 'delete']) {
      await phone.open(`${address}/da/done`);
      phone.html = phone.html.replaceAll(
        /<form method="post" action="([^"]*)\/\w+"/g,
        `<form method="post" action="$1/${page}"`,
      );
      await phone.press('Næste person', { token: 'x' });
      expect(phone.status).toBe(409);
      await phone.follow('English');
      expect(phone.status).toBe(200);
    }
  });
});

describe('a form', () => {
  it('of a browser without cookies is told so in words, and nothing is kept', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    const phone = createPhone(address, { keepsCookies: false });
    await phone.open(`${address}/da/1`);
    await phone.press('Gem og gå videre', allUnits(phone, '2'));
    expect([phone.status, phone.text]).toEqual([400, expect.stringContaining('Din browser gemmer ikke cookies')]);
    expect(await byLink(harness, id)).toEqual([]);
  });

  it('of whoever was on the screen before is too old, and is told so', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    const tablet = await beginByLink(createPhone(address), address);
    const kept = await byLink(harness, id);
    await tablet.open(`${address}/da/1`);
    const before = tablet.html;
    await tablet.open(`${address}/da/done`);
    await tablet.press('Næste person');
    tablet.html = before;
    await tablet.press('Gem og gå videre', allUnits({ html: before }, '2'));
    expect([tablet.status, tablet.text]).toEqual([409, expect.stringContaining('Siden er for gammel')]);
    expect(await byLink(harness, id)).toEqual(kept);
  });

  it('with a token of another link, of the next person or of nobody is not taken', async () => {
    const harness = await startHarness();
    const { address, id, setup } = await invited(harness);
    const offer = cardOf(await harness.press(mette, setup, 'Inviter andre'));
    const made = await harness.press(mette, { ...setup, cardNow: offer }, 'Lav et link', { most: '5' });
    const tokenOn = ({ html }: Pick<Phone, 'html'>) => /name="token" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const own = createPhone(address);
    const elsewhere = await createPhone(address).open(`${addressOn(cardOf(made))}/da/1`);
    const tablet = await beginByLink(createPhone(address), address);
    const kept = await byLink(harness, id);
    await tablet.press('Næste person');
    await tablet.open(`${address}/da/1`);
    const changed = tokenOn(tablet).replace('.next', '');
    for (const wrong of [tokenOn(elsewhere), tokenOn(tablet), changed, '', 'x', '.', 'é'.repeat(22), nowhere]) {
      await own.open(`${address}/da/1`);
      await own.press('Gem og gå videre', { ...allUnits(own, '2'), token: wrong });
      expect(own.status).toBe(409);
    }
    expect(await byLink(harness, id)).toEqual(kept);
  });

  it('with a token of another phone is not taken where the browser does not say that one of the pages sent it', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    const [own, other] = [createPhone(address), createPhone(address)];
    await own.open(`${address}/da/1`);
    await other.open(`${address}/da/1`);
    const token = /name="token" value="([^"]+)"/.exec(other.html)?.[1] ?? '';
    const body = new URLSearchParams({ token, ...allUnits(own, '2') }).toString();
    for (const site of [{}, { 'sec-fetch-site': 'none' }]) {
      const headers = { ...form, ...site, cookie: own.cookie };
      const response = await fetch(`${address}/da/1`, { method: 'POST', body, headers, redirect: 'manual' });
      expect(response.status).toBe(409);
    }
    expect(await byLink(harness, id)).toEqual([]);
  });

  it('that sends what no page offers is read field by field, and saves nothing that is no answer', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    const phone = createPhone(address);
    for (const value of ['0', '5', '1.5', '', '３', '__proto__', '2 ']) {
      await phone.open(`${address}/da/1`);
      await phone.press('Gem og gå videre', { ...allUnits(phone, value), s_other: '3', seen: 'x', __proto__: 'x' });
      expect(phone.status).toBe(422);
    }
    expect(await byLink(harness, id)).toEqual([]);
    await phone.open(`${address}/da/1`);
    await phone.press('Gem og gå videre', {
      ...allUnits(phone, '4'),
      s_other: '3',
      comment: ' <script>alert(1)</script>\u202e\u0000 ',
    });
    expect(await byLink(harness, id)).toEqual([
      expect.objectContaining({ comment: '<script>alert(1)</script>', scores: { 'baeredygtigt-samarbejde': 4 } }),
    ]);
    await phone.open(`${address}/da/done`);
    expect(phone.html).not.toContain('<script');
    expect(phone.text).toContain('Kommentar: <script>alert(1)</script>');
  });
});

describe('a page', () => {
  it('runs, frames, keeps and tells nothing, and its cookie is for its link alone', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness);
    const response = await fetch(`${address}/da/1`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
      ),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
      'cache-control': 'no-store',
    });
    const path = new URL(address).pathname;
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        new RegExp(`^hjulet=[\\w-]{22}; Path=${path.replaceAll('.', '\\.')}; Max-Age=5184000; HttpOnly; SameSite=Lax$`),
      ),
    ]);
    expect((await fetch(address)).headers.getSetCookie()).toEqual([]);
  });

  it('tells nothing of the channel, its people or what others answered', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness);
    await answerByLink(createPhone(address), address, '1');
    const phone = createPhone(address);
    const all = [];
    for (const page of ['start', '1', 'done', 'poster', 'paper'])
      all.push((await phone.open(`${address}/da/${page}`)).html);
    expect(all.join('')).not.toMatch(/canary|Mette|19:|29:| checked/);
    expect(phone.status).toBe(200);
  });
});

describe('the rates', () => {
  const clock = () => {
    let at = 0;
    return { monotonic: () => at, pass: (ms: number) => (at += ms) };
  };

  /** On a wheel of eight themes, with a correction, something left out, the other language and a page loaded anew. */
  const mostOfAPhone = 2 + 8 * 2 + 3 + 3;

  it('are never met by a class of thirty behind one address, nor by sixty phones that begin at once', () => {
    const time = clock();
    const rates = createRates(time);
    for (let minute = 0; minute < 15; minute++) {
      for (let request = 0; request < 30; request++) expect(rates.admit('school', 'link')).toBe(true);
      time.pass(60_000);
    }
    for (let request = 0; request < 60 * mostOfAPhone; request++) expect(rates.admit('hall', 'other')).toBe(true);
  });

  it('are met by a script within seconds, whatever address it says, and by nobody else', () => {
    const time = clock();
    const rates = createRates(time);
    const taken = Array.from({ length: 3_000 }, () => {
      time.pass(5);
      return rates.admit('script', 'link a');
    });
    expect(taken.indexOf(false)).toBeGreaterThan(1_500);
    expect(taken.indexOf(false)).toBeLessThan(1_600);
    expect(rates.admit('class', 'link a')).toBe(true);
    const many = Array.from({ length: 6_000 }, (_, i) => rates.admit(`address ${i}`, 'link b'));
    expect(many.filter(Boolean)).toHaveLength(3_000);
    expect(rates.admit('class', 'link c')).toBe(true);
    time.pass(60_000);
    expect(rates.admit('script', 'link a')).toBe(true);
  });

  it('are told in words, with when to try again', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness);
    const { href } = new URL('/answers/nothing', address);
    let port = 1_024;
    // Azure's front ends tell the port too, which is another for every connection.
    const send = () => fetch(href, { headers: { 'x-forwarded-for': `203.0.113.9, 198.51.100.7:${port++}` } });
    let last = await send();
    for (let i = 0; i < 1_800 && last.status === 404; i += 50) {
      [last = last] = (await Promise.all(Array.from({ length: 50 }, send))).toReversed();
    }
    expect([last.status, last.headers.get('retry-after')]).toEqual([429, '60']);
    expect(await last.text()).toContain('Der er for mange på én gang');
    for (const other of ['203.0.113.7', 'unknown'])
      expect((await fetch(`${address}/en/1`, { headers: { 'x-forwarded-for': other } })).status).toBe(200);
    const busy = await fetch(`${address}/en/1`, { headers: { 'x-forwarded-for': '198.51.100.7' } });
    expect([busy.status, await busy.text()]).toEqual([429, expect.stringContaining('href="/answers/')]);
    expect((await fetch(address)).status).toBe(200);
  });
});
