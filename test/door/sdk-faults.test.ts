import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gzipSync } from 'node:zlib';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { ClaimsIdentity, EmulatorValidation } from 'botframework-connector';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { channelId, message } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { happened } from '../support/arrivals.ts';
import { tenantId } from '../support/canaries.ts';
import { type Answered, healthz, post } from '../support/post.ts';
import { startProcess } from '../support/process.ts';
import { programOf } from '../support/programs.ts';
import { mette } from '../support/rounds.ts';
import {
  appId,
  makeKey,
  type OpenId,
  openIdForTest,
  rightClaims,
  rs256,
  type SigningKey,
  sign,
  signByHand,
} from './openid.ts';

/** D1 to D13 of the SDKs: each works against a bot as their samples make it, and not against this one. */

const refused: Answered = { status: 401, text: '{"error":"Not authenticated."}' };
const serviceUrl = 'http://127.0.0.1:9/teams';
const minute = 60_000;

let key: SigningKey;
beforeAll(async () => {
  key = await makeKey('teams-key', ['msteams']);
});

interface Unguarded {
  port: number;
  child: ChildProcess;
  openId: OpenId;
  /** Where uploads would be written. */
  uploads: string;
  state(): Promise<{ handled: number; issuers: number; headersTimeout: number; maxConnections: number | null }>;
}

async function unguarded(env: Record<string, string> = {}): Promise<Unguarded> {
  const openId = await openIdForTest([key]);
  const uploads = folderForTest();
  const child = spawn(process.execPath, [await programOf('test/door/unguarded.ts')], {
    env: {
      PATH: process.env.PATH,
      TMPDIR: uploads,
      MicrosoftAppId: appId,
      MicrosoftAppPassword: 'secret',
      MicrosoftAppType: 'MultiTenant',
      ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
      ToBotFromChannelOpenIdMetadataUrl: openId.metadataUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: openId.metadataUrl,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const told: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => told.push(chunk.toString()));
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The unguarded bot ended with ${code}: ${told.join('')}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready = /"port":(\d+)/.exec(line);
      if (ready) resolve(Number(ready[1]));
    });
  });
  const state = async () => JSON.parse((await post(port, '', { path: '/state', method: 'GET' })).text);
  return { port, child, openId, uploads, state };
}

function folderForTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hjulet-door-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function guarded(): Promise<{ harness: Harness; port: number; openId: OpenId; serviceUrl: string }> {
  const openId = await openIdForTest([key]);
  const harness = await startHarness({ at: Date.now(), tokens: { appId, metadataUrl: openId.metadataUrl } });
  await post(harness.app.port, '', { path: '/readyz', method: 'GET' });
  return { harness, port: harness.app.port, openId, serviceUrl: harness.connector.serviceUrl };
}

/** As an unguarded bot takes them, which goes by the machine's clock. */
const claimsNow = (where: string) => rightClaims(where, Date.now());

const typing = (where: string, changed: Record<string, unknown> = {}) => ({
  ...message({ serviceUrl: where }, mette, 'x'),
  type: 'typing',
  ...changed,
});
/** The client as the SDK makes it. */
const sdkClient = (address: string, settings: Record<string, string> = {}) =>
  new ConfigurationBotFrameworkAuthentication(settings)
    .createConnectorFactory(new ClaimsIdentity([]))
    .create(address, '');
const withToken = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

describe('D1: a body that says gzip and is none', () => {
  const attack = (port: number) => post(port, '{"type":"message"}', { headers: { 'content-encoding': 'gzip' } });

  it('ends an unguarded process, and is refused here, without a token or with a right one', async () => {
    const { port, child } = await unguarded();
    const ended = once(child, 'exit');
    await attack(port).catch(() => undefined);
    expect((await ended)[0]).not.toBe(0);

    const own = await guarded();
    expect((await attack(own.port)).status).toBe(415);
    const { headers } = withToken(await sign(key, claimsNow(own.serviceUrl)));
    const again = await post(own.port, '{}', { headers: { ...headers, 'content-encoding': 'gzip' } });
    expect([again.status, (await healthz(own.port)).status]).toEqual([415, 200]);
  });
});

describe('D2: a small gzip of a large body', () => {
  it('passes an unguarded limit of 256 kB as 20 MB, and is refused here', async () => {
    const bomb = gzipSync(JSON.stringify({ text: 'x'.repeat(20_000_000) }));
    expect(bomb.length).toBeLessThan(30_000);
    const headers = { 'content-encoding': 'gzip' };
    const { port } = await unguarded();
    const { text } = await post(port, bomb, { path: '/length', headers });
    expect(JSON.parse(text).length).toBeGreaterThan(20_000_000);

    const own = await guarded();
    expect((await post(own.port, bomb, { headers })).status).toBe(415);
    expect((await post(own.port, 'x'.repeat(257 * 1024))).status).toBe(413);
    const chunked = { 'transfer-encoding': 'chunked' };
    expect((await post(own.port, 'x'.repeat(257 * 1024), { headers: chunked })).status).toBe(413);
  });
});

describe('D3: an upload by somebody without a token', () => {
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  const upload = '--x\r\nContent-Disposition: form-data; name="f"; filename="f.txt"\r\n\r\nhello\r\n--x--\r\n';

  it('is written to the disk of an unguarded bot, and not to the disk here', async () => {
    const { port, uploads } = await unguarded();
    await post(port, upload, { headers });
    expect(readdirSync(uploads)).not.toEqual([]);

    const folder = folderForTest();
    const bot = await startProcess({ HJULET_DATA: folderForTest(), TMPDIR: folder });
    onTestFinished(() => bot.end('SIGKILL').then(() => undefined));
    const before = readdirSync(folder);
    expect((await post(bot.port, upload, { headers })).status).toBe(415);
    expect((await post(bot.port, upload, { headers: { 'content-type': 'Multipart/Form-Data' } })).status).toBe(415);
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe('D4: tokens that nobody signed, each of another tenant', () => {
  const attack = async (port: number, where: string) => {
    for (let at = 0; at < 50; at++) {
      const tid = `${String(at).padStart(8, '0')}-0000-4000-8000-000000000000`;
      const claims = { iss: `https://sts.windows.net/${tid}/`, tid, aud: appId, appid: appId, ver: '1.0' };
      const token = await signByHand({ alg: 'RS256', kid: 'x' }, claims, () => Buffer.of(1));
      expect((await post(port, typing(where), withToken(token))).status).toBe(401);
    }
  };
  const issuers = () => EmulatorValidation.ToBotFromEmulatorTokenValidationParameters.issuer?.length;

  it('make a list in an unguarded bot grow for ever, and none here', async () => {
    const { port, state } = await unguarded();
    const before = (await state()).issuers;
    await attack(port, serviceUrl);
    expect((await state()).issuers).toBe(before + 200);

    const own = await guarded();
    const here = issuers();
    await attack(own.port, own.serviceUrl);
    expect(issuers()).toBe(here);
  });
});

describe('D5: a token of the emulator', () => {
  it('of any tenant is let in by an unguarded bot for any service address, and refused here', async () => {
    const tid = '11111111-2222-4333-8444-555555555555';
    const exp = Math.floor(Date.now() / 1000) + 3_600;
    const claims = { iss: `https://sts.windows.net/${tid}/`, tid, aud: appId, appid: appId, ver: '1.0', exp };
    const token = await sign(key, claims);
    const { port } = await unguarded();
    const anywhere = typing('https://evil.example/');
    expect((await post(port, anywhere, withToken(token))).status).toBe(200);

    const own = await guarded();
    expect(await post(own.port, anywhere, withToken(token))).toEqual(refused);
    expect(await post(own.port, typing(own.serviceUrl), withToken(token))).toEqual(refused);
  });
});

describe('D6: a token that cannot be verified', () => {
  it.each<[string, (claims: Record<string, unknown>) => Promise<string>]>([
    ['is unsecured', (claims) => signByHand({ alg: 'none', kid: key.kid }, claims, () => Buffer.of())],
    [
      'has the public key for a secret',
      (claims) => {
        const hmac = (data: Buffer) => createHmac('sha256', key.publicPem).update(data).digest();
        return signByHand({ alg: 'HS256', kid: key.kid }, claims, hmac);
      },
    ],
    [
      'has a wrong signature',
      (claims) => signByHand({ alg: 'RS256', kid: key.kid }, claims, () => Buffer.alloc(256, 1)),
    ],
    ['is of ten minutes from now', (claims) => sign(key, { ...claims, nbf: Math.floor(Date.now() / 1000) + 600 })],
    ['is of another algorithm', (claims) => signByHand({ alg: 'PS256', kid: key.kid }, claims, rs256(key))],
  ])('%s: 500 and a library’s words from an unguarded bot, 401 and the same short words here', async (_name, make) => {
    const { port } = await unguarded();
    const theirs = await post(port, typing(serviceUrl), withToken(await make(claimsNow(serviceUrl))));
    expect(theirs.status).toBe(500);
    expect(theirs.text).toMatch(/jwt|algorithm|signature/);

    const own = await guarded();
    const token = await make(claimsNow(own.serviceUrl));
    expect(await post(own.port, typing(own.serviceUrl), withToken(token))).toEqual(refused);
  });
});

describe('D7: what must be told', () => {
  it('is the expiry: a token without one lives for ever in an unguarded bot, and is refused here', async () => {
    const { port } = await unguarded();
    const forEver = (where: string) => sign(key, { ...claimsNow(where), exp: undefined });
    expect((await post(port, typing(serviceUrl), withToken(await forEver(serviceUrl)))).status).toBe(200);
    const own = await guarded();
    expect(await post(own.port, typing(own.serviceUrl), withToken(await forEver(own.serviceUrl)))).toEqual(refused);
  });

  it.each([
    ['the service address', { serviceUrl: undefined }, 200],
    ['the channel, which is empty', { channelId: '' }, 200],
    ['the channel, which is missing', { channelId: undefined }, 500],
  ])('is %s: an unguarded bot lets it pass or breaks, and here it is 400', async (_name, changed, theirs) => {
    const { port } = await unguarded();
    const token = await sign(key, claimsNow(serviceUrl));
    expect((await post(port, typing(serviceUrl, changed), withToken(token))).status).toBe(theirs);
    const own = await guarded();
    const right = await sign(key, claimsNow(own.serviceUrl));
    expect((await post(own.port, typing(own.serviceUrl, changed), withToken(right))).status).toBe(400);
  });
});

describe('D8: a post that Teams does not accept', () => {
  it('is sent again behind the back of whoever uses the SDK’s client as it comes', async () => {
    let posts = 0;
    const server = createServer((request, response) => {
      request.resume();
      posts += 1;
      response.writeHead(posts === 1 ? 500 : 200, { 'content-type': 'application/json' });
      response.end('{"id":"1"}');
    });
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const client = await sdkClient(address);
    await client.conversations.sendToConversation('a', { type: 'message', text: 'x' });
    expect(posts).toBe(2);
  });

  it.each([
    ['500', { kind: 'status', status: 500 }, 1],
    ['502', { kind: 'status', status: 502 }, 1],
    ['504', { kind: 'status', status: 504 }, 1],
    ['408', { kind: 'status', status: 408 }, 1],
    ['a reset before', { kind: 'resetBefore' }, 1],
    ['a reset after', { kind: 'resetAfter' }, 1],
    // Surely not taken, so the bot's own rule tries again while the person waits.
    ['503', { kind: 'status', status: 503 }, 4],
    ['429 and a time', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }, 4],
  ] as const)('leaves this bot as often as its own rule says, on %s', async (_name, fate, times) => {
    const harness = await startHarness();
    harness.connector.fate = ({ method }) => (method === 'POST' ? fate : { kind: 'accept' });
    await harness.say(mette, 'hjælp');
    const posts = () => harness.connector.requests.filter((request) => request.startsWith('POST'));
    await harness.holds(() => expect(posts()).toHaveLength(times));
    // Nothing comes after it.
    await harness.stop();
    expect(posts()).toHaveLength(times);
  });

  it.each([301, 302, 307, 308])('is not sent to where a redirect with %i points', async (status) => {
    const elsewhere = await startHarness();
    const harness = await startHarness();
    const location = `${elsewhere.connector.serviceUrl}/v3/conversations/x/activities`;
    harness.connector.fate = () => ({ kind: 'status', status, headers: { location } });
    await harness.say(mette, 'hjælp');
    expect(harness.connector.requests).toHaveLength(1);
    expect(elsewhere.connector.requests).toEqual([]);
  });
});

describe('D8 and D7: a service address kept from before', () => {
  it('that is not on the list any more gets nothing', async () => {
    const harness = await startHarness({ hosts: [] });
    await harness.say(mette, 'start');
    const kept = await harness.store.channel({ tenantId, conversationId: channelId });
    const elsewhere = await startHarness();
    if (!kept) throw new Error('no channel was kept');
    const moved = { ...kept.record, serviceUrl: elsewhere.connector.serviceUrl };
    expect(await harness.store.saveChannel(moved, kept.version)).toBe(true);
    const press = { activityId: '1', conversationId: moved.conversationId };
    const activity = message(harness.connector, mette, 'x');
    // A press asks Teams who is in the channel, at the address that was kept.
    const value = { action: { type: 'Action.Execute', verb: 'setup', data: {} } };
    const invoked = { ...activity, type: 'invoke', name: 'adaptiveCard/action', replyToId: press.activityId, value };
    expect((await harness.send(invoked)).status).toBe(200);
    expect(elsewhere.connector.requests).toEqual([]);
  });
});

describe('D10: slow clients and many of them', () => {
  it('meet limits here that an unguarded bot has not', async () => {
    const { state } = await unguarded();
    const theirs = await state();
    expect(theirs.maxConnections).toBe(null);
    expect(theirs.headersTimeout).toBeGreaterThan(10_000);

    const { harness } = await guarded();
    let own: Server | undefined;
    const seen = (told: unknown) => {
      const { server } = told as { server: Server };
      if ((server.address() as AddressInfo | null)?.port === harness.app.port) own = server;
    };
    subscribe('http.server.request.start', seen);
    await healthz(harness.app.port);
    unsubscribe('http.server.request.start', seen);
    expect(own?.headersTimeout).toBeLessThanOrEqual(10_000);
    expect(own?.requestTimeout).toBeLessThanOrEqual(15_000);
    expect(own?.headersTimeout).toBeGreaterThan(0);
    expect(own?.requestTimeout).toBeGreaterThan(0);
    expect(own?.maxConnections).toBeGreaterThan(0);
    expect(own?.maxConnections).toBeLessThanOrEqual(10_000);
  });
});

describe('D11: a body that lacks what the SDK reads', () => {
  it.each<[string, number, Record<string, unknown>]>([
    // A client shows anything but 200 as an error of the app; here the person is told in words.
    ['a card action without an action', 200, { type: 'invoke', name: 'adaptiveCard/action', value: { x: 1 } }],
    ['no type', 400, { type: undefined }],
    ['a type that is no text', 400, { type: 7 }],
  ])('%s: 500 from an unguarded bot, %i here', async (_name, here, changed) => {
    const { port } = await unguarded();
    const token = await sign(key, claimsNow(serviceUrl));
    expect((await post(port, typing(serviceUrl, changed), withToken(token))).status).toBe(500);
    const own = await guarded();
    const right = await sign(key, claimsNow(own.serviceUrl));
    expect((await post(own.port, typing(own.serviceUrl, changed), withToken(right))).status).toBe(here);
  });
});

describe('D12: no app id', () => {
  it('lets anybody into an unguarded bot, and keeps this one from starting unless local mode is asked for', async () => {
    const { port } = await unguarded({ MicrosoftAppId: '', MicrosoftAppPassword: '' });
    expect((await post(port, typing(serviceUrl))).status).toBe(200);

    const program = await programOf('src/main.ts');
    const child = spawn(process.execPath, [program], { env: { PATH: process.env.PATH, HJULET_DATA: folderForTest() } });
    const told: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => told.push(chunk.toString()));
    expect((await once(child, 'close'))[0]).toBe(1);
    expect(told.join('')).toMatch(/MicrosoftAppId \(/);
    expect(told.join('')).toContain('HJULET_SIGNING_KEY');
  });

  it('listens on loopback only in local mode', async () => {
    const bot = await startProcess({ HJULET_DATA: folderForTest() });
    onTestFinished(() => bot.end('SIGKILL').then(() => undefined));
    expect((await healthz(bot.port)).status).toBe(200);
    // Another address of this machine, which a server that listens on all of them would answer.
    const socket = connect(bot.port, '127.0.0.2');
    const [error] = await once(socket, 'error');
    expect(error.code).toBe('ECONNREFUSED');
  });
});

describe('D13: fifty turns before the keys are there', () => {
  it('fetch them fifty times in an unguarded bot, and once here', async () => {
    const attack = async (port: number, where: string, now = Date.now()) => {
      const token = await sign(key, rightClaims(where, now));
      return Promise.all(Array.from({ length: 50 }, () => post(port, typing(where), withToken(token))));
    };
    const { port, openId } = await unguarded();
    openId.fate = 'hang';
    const theirs = attack(port, serviceUrl);
    await happened(
      'fifty requests for keys',
      () => openId.hanging.length >= 50,
      () => `${openId.hanging.length}`,
    );
    expect(openId.hanging).toHaveLength(50);
    for (const response of openId.hanging) response.destroy();
    await theirs;

    const own = await guarded();
    own.harness.clock.offset += 25 * 60 * minute;
    const before = own.openId.fetched.keys;
    const answers = await attack(own.port, own.serviceUrl, own.harness.clock.now());
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(own.openId.fetched.keys).toBe(before + 1);
  });
});
