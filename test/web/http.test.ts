import { request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { message } from '../support/activities.ts';
import { startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import { get } from '../support/get.ts';
import { mette } from '../support/rounds.ts';

/** A request whose headers and body are the test's own, whatever sense they make. */
function post(port: number, headers: Record<string, string>, body: Buffer | string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request({ port, host: '127.0.0.1', method: 'POST', path: '/api/messages', headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    // The answer may come, and the connection end, before all of the body has left.
    sending.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? undefined : reject(error)));
    sending.end(body);
  });
}

const json = { 'content-type': 'application/json' };

describe('the server', () => {
  it('refuses a body that says gzip and is none, and lives on', async () => {
    const { app } = await startHarness();
    expect(await post(app.port, { ...json, 'content-encoding': 'gzip' }, '{"type":"message"}')).toBe(415);
    expect(await post(app.port, { ...json, 'content-encoding': 'br' }, '{}')).toBe(415);
    expect((await get(`http://127.0.0.1:${app.port}/healthz`)).status).toBe(200);
  });

  it('refuses a small gzip that would inflate to a large body, before it is inflated', async () => {
    const { app } = await startHarness();
    const bomb = gzipSync(`{"text":"${'x'.repeat(20_000_000)}"}`);
    expect(bomb.length).toBeLessThan(30_000);
    expect(await post(app.port, { ...json, 'content-encoding': 'gzip' }, bomb)).toBe(415);
  });

  it('refuses a body over 256 kB', async () => {
    const { app } = await startHarness();
    expect(await post(app.port, json, `{"text":"${'x'.repeat(300_000)}"}`)).toBe(413);
  });

  it.each([
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nx\r\n--x--',
    ],
    ['application/x-www-form-urlencoded', 'a=1'],
    ['text/plain', '{}'],
    ['application/octet-stream', 'x'],
    ['', '{}'],
  ])('refuses the content type %j', async (type, body) => {
    const { app } = await startHarness();
    expect(await post(app.port, type ? { 'content-type': type } : {}, body)).toBe(415);
  });

  it.each(['', '{', '[', 'null', '"x"', `${'['.repeat(100_000)}`, '{"__proto__":{"type":"message"}}'])(
    'answers a body that cannot be used with 400: %.20s',
    async (body) => {
      const { app } = await startHarness();
      expect(await post(app.port, json, body)).toBe(400);
    },
  );

  it.each<[string, Record<string, string>, string]>([
    ['application/json with a charset', { 'content-type': 'application/json; charset=utf-8' }, ''],
    ['a body that says that nothing was done to it', { ...json, 'content-encoding': 'Identity' }, ''],
    ['a body that begins with a byte order mark', json, '\ufeff'],
  ])('takes %s', async (_name, headers, before) => {
    const harness = await startHarness();
    const body = JSON.stringify(message(harness.connector, mette, 'hjælp'));
    expect(await post(harness.app.port, headers, before + body)).toBe(200);
    await harness.eventually(() => textOf(harness.connector.shown[0]?.cardNow).includes('Det kan jeg'));
  });

  it('tells whether it is alive and ready, and nothing of versions or counts', async () => {
    const { app } = await startHarness();
    const alive = await get(`http://127.0.0.1:${app.port}/healthz`);
    const ready = await get(`http://127.0.0.1:${app.port}/readyz`);
    expect([alive.body.toString(), ready.body.toString()]).toEqual(['{"alive":true}', '{"ready":true}']);
    expect(alive.headers.get('server')).toBeFalsy();
    for (const response of [alive, ready, await get(`http://127.0.0.1:${app.port}/pictures/x.png`)]) {
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    }
  });

  it('answers others while a slow client holds a connection open', async () => {
    const { app } = await startHarness();
    const slow = connect(app.port, '127.0.0.1');
    slow.write(
      'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    expect((await get(`http://127.0.0.1:${app.port}/healthz`)).status).toBe(200);
    slow.destroy();
  });

  it.each(['/', '/api/messages', '/pictures/', '/pictures/x', '/pictures/..%2f..%2fetc%2fpasswd', '/.env'])(
    'gives a visitor of %s a short no',
    async (path) => {
      const { app } = await startHarness();
      const response = await get(`http://127.0.0.1:${app.port}${path}`);
      expect([404, 405]).toContain(response.status);
      expect(response.body.length).toBeLessThan(200);
    },
  );
});
