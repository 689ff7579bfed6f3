import { request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { type ServerNeeds, startServer } from '../../src/web/server.ts';
import { startHarness } from '../support/app.ts';
import { parts } from '../support/cards.ts';
import { allUnits, createPhone } from '../support/guests.ts';
import { invited } from '../support/links.ts';
import { cardThat, mette, pressTwo, summarised } from '../support/rounds.ts';

/** What every answer tells a browser, whatever was asked and whatever came of it. */

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}
type Told = Record<string, string | string[] | number | undefined>;

/** Headers and status of an answer. A browser's own fetch hides some, and does not send what no browser sends. */
function ask(port: number, path: string, { method = 'GET', headers = {}, body = '' }: Asked = {}): Promise<Told> {
  return new Promise((resolve, reject) => {
    const sending = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode, ...response.headers }));
    });
    // The answer may come, and the connection end, before all of the body has left.
    sending.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? undefined : reject(error)));
    sending.end(body);
  });
}

const anyAnswer = {
  'content-security-policy': expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'$/),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'cache-control': 'no-store',
  'strict-transport-security': 'max-age=31536000',
};
/** An answer by which the server could be known, or which a script of another page could read. */
const never = ['server', 'x-powered-by', 'access-control-allow-origin'];

function expectGuarded(told: Told, status: number, more: Told = {}) {
  expect(told).toMatchObject({ ...anyAnswer, status, ...more });
  expect(never.filter((name) => name in told)).toEqual([]);
}

/** A database that cannot be read for as long as is said. */
function downWhile(db: Database, isDown: () => boolean): Database {
  return new Proxy(db, {
    get(target, name) {
      const way: unknown = isDown() && name === 'read' ? broken : Reflect.get(target, name);
      return typeof way === 'function' ? way.bind(target) : way;
    },
  });
}

const json = { 'content-type': 'application/json' };
const png = async () => new Uint8Array([1]);
const broken = () => Promise.reject(new Error('kanariefugl'));
const kept = { 'cache-control': 'private, max-age=3600' };

interface Case extends Asked {
  path: string;
  status: number;
  having?: Partial<ServerNeeds>;
  more?: Told;
}
const cases: Case[] = [
  { path: '/', status: 404 },
  { path: '/.env', status: 404 },
  { path: '/%zz', status: 404 },
  { path: '//example.org/', status: 404 },
  { path: '/', method: 'PROPFIND', status: 404 },
  { path: '*', method: 'OPTIONS', status: 200 },
  { path: '/healthz', status: 200 },
  { path: '/healthz', method: 'HEAD', status: 200 },
  { path: '/healthz', method: 'POST', status: 405 },
  { path: '/healthz', method: 'OPTIONS', headers: { origin: 'https://example.org' }, status: 405 },
  { path: '/healthz', method: 'TRACE', status: 405 },
  { path: '/healthz', headers: { expect: 'wonders' }, status: 417 },
  { path: '/healthz', headers: { connection: 'upgrade', upgrade: 'h2c' }, status: 200 },
  { path: '/healthz', headers: { 'content-encoding': 'gzip' }, status: 415 },
  { path: '/readyz', status: 200 },
  { path: '/readyz', having: { ready: async () => false }, status: 503 },
  { path: '/readyz', having: { ready: broken }, status: 500 },
  { path: '/api/messages', status: 405 },
  { path: '/api/messages', method: 'POST', headers: json, body: '{}', status: 200 },
  { path: '/api/messages?x', method: 'POST', headers: json, body: '{}', status: 200 },
  { path: '/api/messages', method: 'POST', headers: json, body: '{', status: 400 },
  { path: '/api/messages', method: 'POST', body: '{}', status: 415 },
  { path: '/api/messages', method: 'POST', headers: json, body: `"${'x'.repeat(300_000)}"`, status: 413 },
  {
    path: '/api/messages',
    method: 'POST',
    headers: json,
    body: '{}',
    having: { onActivity: async () => ({ status: 401, body: {} }) },
    status: 401,
  },
  { path: '/api/messages', method: 'POST', headers: json, body: '{}', having: { onActivity: broken }, status: 500 },
  ...(['picture', 'trend'] as const).flatMap((kind): Case[] => {
    const path = `/${kind}s/x.png`;
    const read = kind === 'picture' ? 'readPicture' : 'readTrend';
    return [
      { path, status: 404 },
      { path, method: 'DELETE', status: 405 },
      { path, having: { [read]: () => 'x', [kind]: png }, status: 200, more: kept },
      { path, method: 'HEAD', having: { [read]: () => 'x', [kind]: png }, status: 200, more: kept },
      { path, having: { [read]: () => 'x', [kind]: broken }, status: 500 },
    ];
  }),
  { path: '/reports/x/da.html', status: 404 },
  { path: '/reports/x', status: 404 },
  { path: '/reports/x/da.html', method: 'PUT', status: 405 },
  { path: '/reports/x/da.html', having: { readReport: () => 'x', report: broken }, status: 500 },
  { path: '/answers/x', having: { guests: broken }, status: 500 },
  { path: '/answers/x', method: 'PUT', status: 404 },
];

describe('every answer is guarded', () => {
  it.each(cases)('$method $path $headers: $status', async ({ path, status, having, more, ...asked }) => {
    const nothing = { picture: async () => undefined, trend: async () => undefined, report: async () => undefined };
    const server = await startServer(
      {
        isHttps: true,
        onActivity: async () => ({ status: 200 }),
        ...nothing,
        readPicture: () => undefined,
        readTrend: () => undefined,
        readReport: () => undefined,
        guests: async () => ({ status: 404, headers: {}, body: '' }),
        ready: async () => true,
        ...having,
      },
      '127.0.0.1',
      0,
    );
    onTestFinished(() => server.close(0));
    expectGuarded(await ask(server.port, path, asked), status, more);
  });

  it('on each page for people without Teams, whatever their form was', async () => {
    let isDown = false;
    const harness = await startHarness({
      publicUrl: 'https://hjulet.example.dk',
      wrap: (db) => downWhile(db, () => isDown),
    });
    const { port } = harness.app;
    const { address, setup } = await invited(harness);
    const { pathname: base } = new URL(address);
    const phone = createPhone(`http://127.0.0.1:${port}${base}`);
    await phone.open(`${base}/da/1`);
    const form = { 'content-type': 'application/x-www-form-urlencoded', cookie: phone.cookie };
    const token = /name="token" value="([^"]+)"/.exec(phone.html)?.[1] ?? '';
    const filled = (more: Record<string, string>) => new URLSearchParams({ token, seen: '0', ...more }).toString();
    const own = { 'cross-origin-resource-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin' };
    const post = (path: string, body: string, headers: Record<string, string> = form) =>
      ask(port, `${base}/da/${path}`, { method: 'POST', body, headers });
    for (const path of ['', '/da/start', '/en/1', '/da/done', '/da/poster', '/da/paper'])
      expectGuarded(await ask(port, base + path), 200, own);
    expectGuarded(await ask(port, `${base}x`), 404, own);
    expectGuarded(await post('1', filled({})), 422, own);
    expectGuarded(await post('1', filled(allUnits(phone, '2'))), 303, own);
    expectGuarded(await post('1', filled({ token: 'x' })), 409, own);
    expectGuarded(await post('1', filled({}), { ...form, cookie: '' }), 400, own);
    expectGuarded(await post('1', filled({}), json), 404, own);
    expectGuarded(await post('1', 'x'.repeat(20_000)), 413);
    expectGuarded(await post('delete', filled({})), 303, own);
    expectGuarded(await post('next', filled({})), 303, own);
    await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
    expectGuarded(await ask(port, base), 410, own);
    isDown = true;
    expectGuarded(await ask(port, base), 503, own);
    expectGuarded(await ask(port, '/readyz'), 200);
  });

  it('on a report in each of its forms', async () => {
    const harness = await startHarness({ publicUrl: 'https://hjulet.example.dk' });
    await summarised(harness, { [mette]: '2' });
    const from = harness.connector.shown.length;
    await harness.say(mette, 'eksport');
    const { card } = await harness.press(mette, await cardThat(harness, 'Tag resultatet med', from), 'Vis links');
    const links = parts(card).filter(({ type }) => type === 'Action.OpenUrl');
    expect(links.map(({ title }) => title)).toEqual(['Åbn rapporten', 'Hent Excel-ark', 'Hent CSV-fil']);
    for (const { url } of links) {
      const told = await ask(harness.app.port, new URL(String(url)).pathname);
      expectGuarded(told, 200, { 'cross-origin-resource-policy': 'same-origin' });
    }
  });

  it('without a word of https where nobody reaches the server so', async () => {
    const harness = await startHarness();
    expect(await ask(harness.app.port, '/healthz')).not.toHaveProperty('strict-transport-security');
  });
});
