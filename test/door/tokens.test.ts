import { createHmac } from 'node:crypto';
import { UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { local } from '../domain/wall-time.ts';
import { channelId, invoke } from '../support/activities.ts';
import type { HarnessOptions } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { healthz } from '../support/post.ts';
import { mette } from '../support/rounds.ts';
import { type Behind, begin, channelKey, behindTheDoor as doorWith, expectNotHandled, refused } from './behind.ts';
import {
  appId,
  issuer,
  makeKey,
  type OpenId,
  openIdForTest,
  rs256,
  type SigningKey,
  sign,
  signByHand,
} from './openid.ts';

const minute = 60_000;

let teams: SigningKey;
let later: SigningKey;
let webchat: SigningKey;
let unendorsed: SigningKey;
let endorsedForNothing: SigningKey;
let foreign: SigningKey;
let elliptic: SigningKey;

beforeAll(async () => {
  [teams, later, webchat, unendorsed, endorsedForNothing, foreign, elliptic] = await Promise.all([
    makeKey('teams-key', ['msteams', 'skype']),
    makeKey('later-key', ['msteams']),
    makeKey('webchat-key', ['webchat', 'directline']),
    makeKey('plain-key'),
    makeKey('empty-key', []),
    makeKey('foreign-key', ['msteams']),
    makeKey('elliptic-key', ['msteams'], 'ES256'),
  ]);
});

const behindTheDoor = (options: HarnessOptions & { issuer?: string } = {}, fate: OpenId['fate'] = 'answer') =>
  doorWith([teams, webchat, unendorsed, endorsedForNothing, elliptic], options, fate);

type Made = string | string[] | undefined | Promise<string>;
const bearer = async (token: Promise<string> | string) => `Bearer ${await token}`;
const withClaims = (changed: Record<string, unknown>) => (b: Behind) => bearer(sign(teams, b.claims(changed)));
const seconds = (inMs: number) => Math.floor((local(begin) + inMs) / 1000);
const swapped = async (b: Behind, part: 0 | 1, value: object) => {
  const parts = (await sign(teams, b.claims())).split('.');
  parts[part] = Buffer.from(JSON.stringify(value)).toString('base64url');
  return `Bearer ${parts.join('.')}`;
};
const tenantOfOthers = 'd6d49420-f39b-4df7-a1dc-d59a935871db';
const fromEntra = { tid: tenantOfOthers, appid: appId, azp: appId, ver: '1.0' };
const hmac = (secret: string | Buffer) => (data: Buffer) => createHmac('sha256', secret).update(data).digest();

const wrongTokens: [string, (b: Behind) => Made][] = [
  // The header.
  ['is missing', () => undefined],
  ['is empty', () => ''],
  ['is Basic', () => `Basic ${Buffer.from(`${appId}:secret`).toString('base64')}`],
  ['is garbage', () => 'Bearer garbage'],
  ['is a scheme alone', () => 'Bearer'],
  ['is three words with dots between', () => 'Bearer a.b.c'],
  ['has a lower-case scheme', async (b) => (await b.right()).replace('Bearer', 'bearer')],
  ['has no scheme', async (b) => (await b.right()).replace('Bearer ', '')],
  ['has two spaces', async (b) => (await b.right()).replace(' ', '  ')],
  ['has a tab for a space', async (b) => (await b.right()).replace(' ', '\t')],
  ['holds two tokens with a comma between', async (b) => `${await b.right()}, ${await b.right()}`],
  ['holds two tokens with a space between', async (b) => `${await b.right()} ${(await b.right()).slice(7)}`],
  ['is 10 kB of letters', () => `Bearer ${'A'.repeat(10_000)}`],
  ['is a right token of 10 kB', withClaims({ padding: 'x'.repeat(8_000) })],
  // The issuer.
  ['has no issuer', withClaims({ iss: undefined })],
  ['has another issuer', withClaims({ iss: 'https://api.botframework.example' })],
  ['has the issuer with a slash after it', withClaims({ iss: `${issuer}/` })],
  ['has a list of issuers', withClaims({ iss: [issuer] })],
  ['is of the government channel', withClaims({ iss: 'https://api.botframework.us' })],
  ['is of the channel in China', withClaims({ iss: 'https://api.botframework.azure.cn' })],
  ['is of an enterprise channel, with a key of its own', (b) => bearer(sign(foreign, b.claims()))],
  ['is of the emulator, version 1', withClaims({ ...fromEntra, iss: `https://sts.windows.net/${tenantOfOthers}/` })],
  [
    'is of the emulator, version 2',
    withClaims({ ...fromEntra, ver: '2.0', iss: `https://login.microsoftonline.com/${tenantOfOthers}/v2.0` }),
  ],
  [
    'is of the emulator, version 2 with an issuer of version 1',
    withClaims({ ...fromEntra, ver: '2.0', iss: `https://login.microsoftonline.com/${tenantOfOthers}/` }),
  ],
  [
    'is of the emulator of a government tenant',
    withClaims({ ...fromEntra, ver: '2.0', iss: `https://login.microsoftonline.us/${tenantOfOthers}/v2.0` }),
  ],
  [
    'is of the bot’s own tenant and not of Teams',
    withClaims({ ...fromEntra, tid: tenantId, iss: `https://sts.windows.net/${tenantId}/` }),
  ],
  [
    'is of a skill, version 1',
    withClaims({ ...fromEntra, appid: 'another-bot', iss: `https://sts.windows.net/${tenantOfOthers}/` }),
  ],
  [
    'is of a skill, version 2',
    withClaims({
      ...fromEntra,
      ver: '2.0',
      azp: 'another-bot',
      iss: `https://login.microsoftonline.com/${tenantOfOthers}/v2.0`,
    }),
  ],
  [
    'is of the App Service channel',
    withClaims({ ...fromEntra, iss: 'https://sts.windows.net/f8cdef31-a31e-4b4a-93e4-5f571e91255a/' }),
  ],
  // The audience.
  ['has no audience', withClaims({ aud: undefined })],
  ['is for another bot', withClaims({ aud: '00000000-0000-4000-8000-000000000000' })],
  ['is for nobody', withClaims({ aud: '' })],
  ['is for a list with this bot alone', withClaims({ aud: [appId] })],
  ['is for this bot and another', withClaims({ aud: [appId, 'another-bot'] })],
  ['is for this bot in capitals', withClaims({ aud: appId.toUpperCase() })],
  ['is for the Connector, as a bot’s own token is', withClaims({ aud: issuer, appid: appId })],
  // The times.
  ['has no expiry', withClaims({ exp: undefined })],
  ['has a text for an expiry', withClaims({ exp: String(seconds(60 * minute)) })],
  ['has null for an expiry', withClaims({ exp: null })],
  ['expired six minutes ago', withClaims({ nbf: seconds(-60 * minute), exp: seconds(-6 * minute) })],
  ['expired in 1970', withClaims({ nbf: 0, exp: 0 })],
  ['is not valid for ten minutes yet', withClaims({ nbf: seconds(10 * minute) })],
  ['has a text for its beginning', withClaims({ nbf: String(seconds(0)) })],
  // The service address.
  ['names another service address', withClaims({ serviceurl: 'https://smba.trafficmanager.net/emea/' })],
  ['names no service address', withClaims({ serviceurl: undefined })],
  ['names a list of service addresses', (b) => withClaims({ serviceurl: [b.harness.connector.serviceUrl] })(b)],
  [
    'names the service address in capitals',
    (b) => withClaims({ serviceurl: b.harness.connector.serviceUrl.toUpperCase() })(b),
  ],
  ['names the service address and a slash', (b) => withClaims({ serviceurl: `${b.harness.connector.serviceUrl}/` })(b)],
  [
    'names the service address in a claim with a capital',
    (b) => withClaims({ serviceurl: undefined, serviceUrl: b.harness.connector.serviceUrl })(b),
  ],
  // The key.
  ['names no key', (b) => bearer(sign(teams, b.claims(), { kid: undefined }))],
  ['names an unknown key', (b) => bearer(sign(teams, b.claims(), { kid: 'unknown' }))],
  ['names a key with an empty name', (b) => bearer(sign(teams, b.claims(), { kid: '' }))],
  ['names a key with a number', (b) => bearer(sign(teams, b.claims(), { kid: 7 }))],
  ['names a key with a list', (b) => bearer(sign(teams, b.claims(), { kid: [teams.kid] }))],
  ['names __proto__ for a key', (b) => bearer(sign(teams, b.claims(), { kid: '__proto__' }))],
  ['names constructor for a key', (b) => bearer(sign(teams, b.claims(), { kid: 'constructor' }))],
  ['is signed by another than the key it names', (b) => bearer(sign({ ...foreign, kid: teams.kid }, b.claims()))],
  ['is signed by the key of another channel', (b) => bearer(sign(webchat, b.claims()))],
  ['is signed by a key without endorsements', (b) => bearer(sign(unendorsed, b.claims()))],
  ['is signed by a key endorsed for no channel', (b) => bearer(sign(endorsedForNothing, b.claims()))],
  // The algorithm.
  ['is unsecured', (b) => bearer(new UnsecuredJWT(b.claims()).encode())],
  [
    'is unsecured and names a key',
    (b) => bearer(signByHand({ alg: 'none', kid: teams.kid }, b.claims(), () => Buffer.of())),
  ],
  ['is unsecured, spelled None', (b) => bearer(signByHand({ alg: 'None', kid: teams.kid }, b.claims(), rs256(teams)))],
  [
    'is unsecured, with spaces in its JSON',
    (b) => bearer(signByHand(` { "alg" : "none" ,\n "kid" : "${teams.kid}" } `, b.claims(), () => Buffer.from(' '))),
  ],
  ['names no algorithm', (b) => bearer(signByHand({ kid: teams.kid }, b.claims(), rs256(teams)))],
  [
    'names rs256 in small letters',
    (b) => bearer(signByHand({ alg: 'rs256', kid: teams.kid }, b.claims(), rs256(teams))),
  ],
  [
    'is HS256 with the public key as the secret',
    (b) => bearer(signByHand({ alg: 'HS256', kid: teams.kid }, b.claims(), hmac(teams.publicPem))),
  ],
  [
    'is HS256 with the key’s modulus as the secret',
    (b) =>
      bearer(
        signByHand(
          { alg: 'HS256', kid: teams.kid },
          b.claims(),
          hmac(Buffer.from(String(teams.publicJwk.n), 'base64url')),
        ),
      ),
  ],
  ['says RS384', (b) => bearer(signByHand({ alg: 'RS384', kid: teams.kid }, b.claims(), rs256(teams)))],
  ['says RS512', (b) => bearer(signByHand({ alg: 'RS512', kid: teams.kid }, b.claims(), rs256(teams)))],
  ['says PS256', (b) => bearer(signByHand({ alg: 'PS256', kid: teams.kid }, b.claims(), rs256(teams)))],
  ['is ES256 by a key that is told of', (b) => bearer(sign(elliptic, b.claims(), { alg: 'ES256' }))],
  [
    'is ES256 and says RS256',
    (b) => bearer(signByHand({ alg: 'RS256', kid: elliptic.kid }, b.claims(), () => Buffer.alloc(64, 1))),
  ],
  // What was changed afterwards.
  ['has another payload than was signed', (b) => swapped(b, 1, b.claims({ tid: 'changed' }))],
  ['has another header than was signed', (b) => swapped(b, 0, { alg: 'RS256', kid: teams.kid, typ: 'other' })],
  ['has lost its signature', async (b) => (await b.right()).replace(/\.[^.]*$/, '')],
  ['has an empty signature', async (b) => (await b.right()).replace(/\.[^.]*$/, '.')],
  ['has half a signature', async (b) => (await b.right()).slice(0, -170)],
  ['has a fourth part', async (b) => `${await b.right()}.AAAA`],
  ['has five parts, as an encrypted one', async (b) => `${await b.right()}.AAAA.BBBB`],
  ['is padded', async (b) => `${await b.right()}==`],
  ['is of the alphabet for files and not for addresses', async (b) => `${await b.right()}+/`],
  ['has a payload that is a list', (b) => bearer(sign(teams, [b.claims()]))],
  ['has a payload that is null', () => bearer(sign(teams, null))],
  [
    'has a payload that is no JSON',
    () => bearer(signByHand({ alg: 'RS256', kid: teams.kid }, '{"iss":', rs256(teams))),
  ],
  ['has a header that is no JSON', (b) => bearer(signByHand('{"alg":', b.claims(), rs256(teams)))],
  ['has a header that is a list', (b) => bearer(signByHand(['RS256'], b.claims(), rs256(teams)))],
  // Headers that other libraries have obeyed.
  [
    'asks for an extension that must be understood',
    (b) => bearer(signByHand({ alg: 'RS256', kid: teams.kid, crit: ['exp'], exp: 1 }, b.claims(), rs256(teams))),
  ],
  [
    'says that its payload is not encoded',
    (b) => bearer(signByHand({ alg: 'RS256', kid: teams.kid, crit: ['b64'], b64: false }, b.claims(), rs256(teams))),
  ],
  ['brings its own key', (b) => bearer(sign(foreign, b.claims(), { jwk: foreign.publicJwk }))],
  [
    'brings its own key under a name that is known',
    (b) => bearer(sign({ ...foreign, kid: teams.kid }, b.claims(), { jwk: { ...foreign.publicJwk, kid: teams.kid } })),
  ],
  ['brings certificates', (b) => bearer(sign(foreign, b.claims(), { x5c: ['MIIB'], x5t: 'x' }))],
];

describe('a token that is not right is refused with the same short words and nothing is done, when it', () => {
  it.each(wrongTokens)('%s', async (_name, make) => {
    const behind = await behindTheDoor();
    const authorization = await make(behind);
    expect(await behind.knock(authorization)).toEqual(refused);
    await expectNotHandled(behind);
    const token = String(authorization).split(' ')[1];
    if (token && token.length > 20) expect(behind.harness.logged.join('\n')).not.toContain(token);
    expect((await healthz(behind.port)).status).toBe(200);
  });

  it('names an address for its key, which is not asked', async () => {
    const behind = await behindTheDoor();
    const elsewhere = await openIdForTest([foreign]);
    const jku = elsewhere.metadataUrl.replace('/openid', '/keys');
    const token = await sign(foreign, behind.claims(), { jku, x5u: jku });
    expect(await behind.knock(`Bearer ${token}`)).toEqual(refused);
    expect(elsewhere.fetched).toEqual({ metadata: 0, keys: 0 });
    await expectNotHandled(behind);
  });

  it('comes second, after one that is wrong', async () => {
    const behind = await behindTheDoor();
    expect(await behind.knock(['Bearer garbage', await behind.right()])).toEqual(refused);
    await expectNotHandled(behind);
  });

  it('presses a button, adds the bot, or tells of something new', async () => {
    const behind = await behindTheDoor();
    const press = invoke(behind.harness.connector, mette, { conversationId: channelId, activityId: '1' }, 'setup', {});
    for (const changed of [press, { type: 'installationUpdate', action: 'add' }, { type: 'somethingNew' }]) {
      expect(await behind.knock('Bearer garbage', changed)).toEqual(refused);
      expect(await behind.knock(undefined, changed)).toEqual(refused);
    }
    await expectNotHandled(behind);
  });
});

describe('a right token', () => {
  it('is let in, and what it brings is done', async () => {
    const behind = await behindTheDoor();
    expect(await behind.knock(await behind.right())).toEqual({ status: 200, text: '' });
    expect(behind.harness.connector.shown).toHaveLength(1);
    expect(await behind.harness.store.channel(channelKey)).toBeDefined();
  });

  it.each([
    ['that expired under five minutes ago', { nbf: seconds(-60 * minute), exp: seconds(-4 * minute) }],
    ['that becomes valid within five minutes', { nbf: seconds(4 * minute) }],
    ['without a beginning', { nbf: undefined }],
    ['with claims nobody has heard of', { tid: tenantId, futureClaim: { a: [1] } }],
  ])('%s is let in', async (_name, changed) => {
    const behind = await behindTheDoor();
    expect((await behind.knock(await withClaims(changed)(behind))).status).toBe(200);
  });

  it.each(['https://api.botframework.us', 'https://api.botframework.azure.cn'])(
    'of another cloud is let in where the bot is in it, and one of the public cloud is not: %s',
    async (iss) => {
      const behind = await behindTheDoor({ issuer: iss });
      expect(await behind.knock(await behind.right())).toEqual(refused);
      await expectNotHandled(behind);
      expect((await behind.knock(await withClaims({ iss })(behind))).status).toBe(200);
    },
  );

  it('is not verified anew while it lives: it passes even when the keys are gone and metadata is down', async () => {
    const behind = await behindTheDoor();
    const token = await behind.right();
    expect((await behind.knock(token)).status).toBe(200);
    const { fetched } = behind.openId;
    const before = { ...fetched };
    behind.openId.keys = [];
    behind.openId.fate = 'fail';
    for (let time = 0; time < 5; time++) expect((await behind.knock(token)).status).toBe(200);
    expect(fetched).toEqual(before);
  });

  it('is not verified anew while it lives: it passes when its key has been replaced since, and no new one of that key does', async () => {
    const behind = await behindTheDoor();
    const token = await behind.right();
    expect((await behind.knock(token)).status).toBe(200);
    behind.openId.keys = [later];
    behind.harness.clock.offset += minute;
    expect((await behind.knock(await behind.right(later), { type: 'typing' })).status).toBe(200);
    expect((await behind.knock(token, { type: 'typing' })).status).toBe(200);
    expect(await behind.knock(await behind.right(teams))).toEqual(refused);
  });

  it('that was let in before is refused after it has expired', async () => {
    const behind = await behindTheDoor();
    const token = await behind.right();
    expect((await behind.knock(token)).status).toBe(200);
    behind.harness.clock.offset += 64 * minute;
    expect((await behind.knock(token)).status).toBe(200);
    behind.harness.clock.offset += 2 * minute;
    expect(await behind.knock(token)).toEqual(refused);
  });

  it('that was let in before is refused for another service address', async () => {
    const behind = await behindTheDoor({ hosts: ['smba.trafficmanager.net'] });
    const token = await behind.right();
    expect((await behind.knock(token)).status).toBe(200);
    const before = behind.harness.connector.requests.length;
    expect(await behind.knock(token, { serviceUrl: 'https://smba.trafficmanager.net/emea/' })).toEqual(refused);
    expect(behind.harness.connector.requests).toHaveLength(before);
  });

  it('that was let in before is refused with one letter changed', async () => {
    const behind = await behindTheDoor();
    const token = await behind.right();
    expect((await behind.knock(token)).status).toBe(200);
    // Not the last letter, some bits of which mean nothing.
    const at = token.length - 20;
    const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
    expect(await behind.knock(changed)).toEqual(refused);
  });
});

describe('the keys', () => {
  it('are fetched once for fifty requests that come at once', async () => {
    const behind = await behindTheDoor();
    behind.harness.clock.offset += 25 * 60 * minute;
    const { fetched } = behind.openId;
    const before = { ...fetched };
    const tokens = await Promise.all(
      Array.from({ length: 50 }, (_, jti) => sign(teams, behind.claims({ jti: String(jti) }))),
    );
    const answers = await Promise.all(tokens.map((token) => behind.knock(`Bearer ${token}`, { type: 'typing' })));
    expect(answers.map(({ status }) => status)).toEqual(tokens.map(() => 200));
    expect(fetched).toEqual({ metadata: before.metadata + 1, keys: before.keys + 1 });
  });

  it('are fetched at the start, and once, before anybody asks', async () => {
    const { openId, knock, right } = await behindTheDoor();
    expect(openId.fetched).toEqual({ metadata: 1, keys: 1 });
    expect((await knock(await right())).status).toBe(200);
    expect(openId.fetched).toEqual({ metadata: 1, keys: 1 });
  });

  it('are looked up anew for a key not seen before, once, and its token is let in', async () => {
    const behind = await behindTheDoor();
    behind.openId.keys = [later];
    behind.harness.clock.offset += minute;
    expect((await behind.knock(await behind.right(later))).status).toBe(200);
    expect((await behind.knock(await behind.right(later), { id: 'again' })).status).toBe(200);
    expect(behind.openId.fetched).toEqual({ metadata: 2, keys: 2 });
  });

  it('that Microsoft has taken back sign nothing more after the look-up', async () => {
    const behind = await behindTheDoor();
    behind.openId.keys = [later];
    behind.harness.clock.offset += minute;
    expect((await behind.knock(await behind.right(later), { type: 'typing' })).status).toBe(200);
    expect(await behind.knock(await behind.right(teams))).toEqual(refused);
  });

  it('are looked up at most once in thirty seconds, however many made-up keys are named', async () => {
    const behind = await behindTheDoor();
    const { fetched } = behind.openId;
    const flood = async () => {
      const tokens = await Promise.all(
        Array.from({ length: 60 }, (_, at) => sign(teams, behind.claims(), { kid: `made-up-${at}` })),
      );
      const answers = await Promise.all(tokens.map((token) => behind.knock(`Bearer ${token}`)));
      expect(answers).toEqual(tokens.map(() => refused));
    };
    await flood();
    expect(fetched).toEqual({ metadata: 1, keys: 1 });
    behind.harness.clock.offset += 31_000;
    await flood();
    await flood();
    expect(fetched).toEqual({ metadata: 2, keys: 2 });
    await expectNotHandled(behind);
  });

  it('that are known let people in while a look-up for a made-up one hangs', async () => {
    const behind = await behindTheDoor();
    behind.harness.clock.offset += minute;
    behind.openId.fate = 'hang';
    const answered: string[] = [];
    const madeUp = behind
      .knock(`Bearer ${await sign(teams, behind.claims(), { kid: 'made-up' })}`)
      .then(() => answered.push('made up'));
    await behind.harness.eventually(() => behind.openId.hanging.length === 1);
    const right = behind.knock(await behind.right(), { type: 'typing' }).then(() => answered.push('right'));
    await Promise.race([right, madeUp]);
    for (const response of behind.openId.hanging) response.destroy();
    await Promise.all([right, madeUp]);
    expect(answered[0]).toBe('right');
  });

  it('of yesterday let people in, and let the bot be ready, while the daily look-up hangs', async () => {
    const behind = await behindTheDoor();
    const { openId, harness } = behind;
    openId.fate = 'never';
    harness.clock.offset += 25 * 60 * minute;
    const told: [string, number][] = [];
    const from = harness.clock.now();
    const note = (what: string) => (answer: { status: number }) => told.push([what, answer.status]);
    void behind.knock(await behind.right(), { type: 'typing' }).then(note('passed'));
    void behind.settled().then(note('ready'));
    await harness.eventually(() => told.length === 2);
    expect(told.toSorted()).toEqual([
      ['passed', 200],
      ['ready', 200],
    ]);
    // Less than a look-up has, and than whoever asks for readiness waits.
    expect(harness.clock.now() - from).toBeLessThan(5_000);
  });

  it('are still there when Microsoft’s address fails a day later', async () => {
    const behind = await behindTheDoor();
    behind.openId.fate = 'fail';
    behind.harness.clock.offset += 25 * 60 * minute;
    expect((await behind.knock(await behind.right())).status).toBe(200);
  });

  it('are looked up again after the machine’s clock was put back an hour', async () => {
    const behind = await behindTheDoor({}, 'fail');
    behind.openId.fate = 'answer';
    behind.harness.clock.offset -= 60 * minute;
    const claims = behind.claims();
    expect((await behind.knock(`Bearer ${await sign(teams, claims)}`)).status).toBe(200);
  });

  it.each(['fail', 'nonsense'] as const)(
    'that cannot be had, since their address answers with %s, mean try again, and 200 when it is up',
    async (fate) => {
      const behind = await behindTheDoor({}, fate);
      expect(behind.harness.logged.join('\n')).toContain('the keys that sign what Teams sends could not be fetched');
      const unready = await behind.knock(await behind.right());
      expect(unready).toEqual({ status: 503, text: '{"error":"Not ready; try again."}' });
      expect((await behind.settled()).status).toBe(503);
      expect((await healthz(behind.port)).status).toBe(200);
      await expectNotHandled(behind);
      behind.openId.fate = 'answer';
      behind.harness.clock.offset += 31_000;
      expect((await behind.knock(await behind.right())).status).toBe(200);
      expect((await behind.settled()).status).toBe(200);
    },
  );

  it('are not looked for where their address points on to', async () => {
    const behind = await behindTheDoor({}, 'fail');
    const elsewhere = await openIdForTest([foreign]);
    Object.assign(behind.openId, { fate: 'redirect', elsewhere: elsewhere.metadataUrl });
    behind.harness.clock.offset += minute;
    expect((await behind.knock(`Bearer ${await sign(foreign, behind.claims())}`)).status).toBe(503);
    expect(elsewhere.fetched).toEqual({ metadata: 0, keys: 0 });
    await expectNotHandled(behind);
  });

  it('that cannot be had do not tell a wrong token from none', async () => {
    const behind = await behindTheDoor({}, 'fail');
    expect(await behind.knock('Bearer garbage')).toEqual(refused);
    expect(await behind.knock()).toEqual(refused);
  });

  it('are waited for by everybody while their address hangs, and everybody is told to try again when it breaks', async () => {
    const behind = await behindTheDoor({}, 'fail');
    behind.openId.fate = 'hang';
    behind.harness.clock.offset += 31_000;
    const token = await behind.right();
    const waiting = Promise.all(Array.from({ length: 10 }, () => behind.knock(token)));
    await behind.harness.eventually(() => behind.openId.hanging.length === 1);
    for (const response of behind.openId.hanging) response.destroy();
    expect((await waiting).map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 503));
    await expectNotHandled(behind);
  });

  it('are fetched anew a day later by whoever asks whether the bot is ready, ahead of the next request', async () => {
    const behind = await behindTheDoor();
    behind.harness.clock.offset += 25 * 60 * minute;
    expect((await behind.settled()).status).toBe(200);
    expect((await behind.knock(await behind.right())).status).toBe(200);
    expect(behind.openId.fetched).toEqual({ metadata: 2, keys: 2 });
  });

  it.each([
    ['an empty list', []],
    ['a list of what is no key for signing', ['elliptic']],
  ])(
    'that were right stay right while Microsoft tells %s, and are asked for again half a minute later',
    async (_, told) => {
      const behind = await behindTheDoor();
      behind.openId.keys = told.map(() => elliptic);
      behind.harness.clock.offset += 25 * 60 * minute;
      expect((await behind.settled()).status).toBe(200);
      expect((await behind.knock(await behind.right())).status).toBe(200);
      expect(behind.harness.logged.join('\n')).toContain(`${new URL(behind.openId.metadataUrl).host} told no keys`);
      behind.harness.clock.offset += 29_000;
      expect((await behind.knock(await behind.right(teams), { id: 'soon' })).status).toBe(200);
      expect(behind.openId.fetched).toEqual({ metadata: 2, keys: 2 });
      behind.openId.keys = [later];
      behind.harness.clock.offset += minute;
      expect((await behind.knock(await behind.right(later), { id: 'later' })).status).toBe(200);
      expect(behind.openId.fetched).toEqual({ metadata: 3, keys: 3 });
    },
  );

  it('of which Microsoft never told one mean try again, until it does', async () => {
    const behind = await behindTheDoor({}, 'empty');
    expect((await behind.settled()).status).toBe(503);
    expect((await behind.knock(await behind.right())).status).toBe(503);
    behind.openId.fate = 'answer';
    behind.harness.clock.offset += minute;
    expect((await behind.settled()).status).toBe(200);
    expect((await behind.knock(await behind.right())).status).toBe(200);
  });

  it('whose address fails are told in the log with who answered what', async () => {
    const behind = await behindTheDoor({}, 'fail');
    expect(behind.harness.logged.join('\n')).toContain(`${new URL(behind.openId.metadataUrl).host} answered 500`);
  });

  it('are not fetched anew by whoever asks whether the bot is ready', async () => {
    const behind = await behindTheDoor();
    for (let time = 0; time < 3; time++) {
      behind.harness.clock.offset += minute;
      expect((await behind.settled()).status).toBe(200);
    }
    expect(behind.openId.fetched).toEqual({ metadata: 1, keys: 1 });
  });
});

describe('the list of tenants', () => {
  it('lets in its own, and refuses another and one that is not told, as it refuses a wrong token', async () => {
    const behind = await behindTheDoor({ tenants: [tenantId] });
    const other = '00000000-0000-4000-8000-000000000000';
    const conversation = { id: channelId, conversationType: 'channel' };
    const token = await behind.right();
    expect(await behind.knock(token, { channelData: { tenant: { id: other } }, conversation })).toEqual(refused);
    expect(await behind.knock(token, { channelData: {}, conversation: { ...conversation, tenantId: other } })).toEqual(
      refused,
    );
    expect(await behind.knock(token, { channelData: {}, conversation })).toEqual(refused);
    expect(await behind.knock(token, { channelData: null, conversation })).toEqual(refused);
    await expectNotHandled(behind);
    expect((await behind.knock(token)).status).toBe(200);
  });

  it('goes by the tenant that the conversation belongs to, whoever writes there', async () => {
    const behind = await behindTheDoor({ tenants: [tenantId] });
    const other = '00000000-0000-4000-8000-000000000000';
    const conversation = { id: channelId, conversationType: 'channel' };
    const token = await behind.right();
    const fromOutside = { channelData: { tenant: { id: other } }, conversation: { ...conversation, tenantId } };
    const elsewhere = { channelData: { tenant: { id: tenantId } }, conversation: { ...conversation, tenantId: other } };
    expect(await behind.knock(token, elsewhere)).toEqual(refused);
    await expectNotHandled(behind);
    expect((await behind.knock(token, fromOutside)).status).toBe(200);
    expect(behind.harness.connector.shown).toHaveLength(1);
  });
});

const production = 'https://smba.trafficmanager.net/emea/';
const noActivity = '{"error":"This is no activity from Microsoft Teams."}';
const wrongBodies: [name: string, status: number, changed: Record<string, unknown>, text?: string][] = [
  ['no type', 400, { type: undefined }],
  ['a number for a type', 400, { type: 7 }],
  ['an empty type', 400, { type: '' }],
  ['no channel', 400, { channelId: undefined }],
  ['an empty channel', 400, { channelId: '' }],
  ['the emulator’s channel', 400, { channelId: 'emulator' }],
  ['the App Service channel', 400, { channelId: 'AseChannel' }],
  ['a channel in capitals', 400, { channelId: 'MSTEAMS' }],
  ['no service address', 400, { serviceUrl: undefined }],
  ['a number for a service address', 400, { serviceUrl: 7 }],
  ['an empty service address', 400, { serviceUrl: '' }],
  ['a file for a service address', 400, { serviceUrl: 'file:///etc/passwd' }],
  ['a script for a service address', 400, { serviceUrl: 'javascript:alert(1)' }],
  ['a service address over what begins as https', 400, { serviceUrl: production.replace('https', 'httpsa') }],
  ['a service address over what ends as https', 400, { serviceUrl: production.replace('https', 'ahttps') }],
  ['a service address over http', 401, { serviceUrl: production.replace('https', 'http') }],
  ['a service address with a user', 401, { serviceUrl: 'https://user@smba.trafficmanager.net/emea/' }],
  ['a service address with a password', 401, { serviceUrl: 'https://:secret@smba.trafficmanager.net/emea/' }],
  ['a service address with a port', 401, { serviceUrl: 'https://smba.trafficmanager.net:8443/emea/' }],
  ['a service address at another host', 401, { serviceUrl: 'https://evil.example/emea/' }],
  ['a host that begins as the right one', 401, { serviceUrl: 'https://smba.trafficmanager.net.evil.example/' }],
  ['a host that ends as the right one', 401, { serviceUrl: 'https://evilsmba.trafficmanager.net/' }],
  ['the right host as the user of another', 401, { serviceUrl: 'https://smba.trafficmanager.net@evil.example/' }],
  ['the right host behind a backslash', 401, { serviceUrl: 'https://evil.example\\@smba.trafficmanager.net/' }],
  ['the right host with a dot after it', 401, { serviceUrl: 'https://smba.trafficmanager.net./emea/' }],
  ['this machine for a service address', 401, { serviceUrl: 'http://127.0.0.1:1/' }],
  ['the cloud’s metadata for a service address', 401, { serviceUrl: 'http://169.254.169.254/metadata/' }],
  ['no sender', 400, { from: undefined }],
  ['a sender without an id', 400, { from: { name: 'Mette' } }],
  ['a sender with an empty id', 400, { from: { id: '' } }],
  ['a list of senders', 400, { from: [{ id: mette }] }],
  ['no conversation', 400, { conversation: undefined }],
  ['a conversation without an id', 400, { conversation: {} }],
  ['a number for a conversation', 400, { conversation: { id: 7 } }],
  ['no tenant at all', 400, { channelData: {}, conversation: { id: channelId } }, ''],
  ['a number for the one tenant', 400, { channelData: { tenant: { id: 7 } }, conversation: { id: channelId } }, ''],
  [
    'a text for the channel’s data, and no other tenant',
    400,
    { channelData: 'x', conversation: { id: channelId } },
    '',
  ],
  ['a number for a tenant of the conversation', 400, { conversation: { id: channelId, tenantId: 7 } }],
];
/** Answered with 200 and words where the token is right: a client shows anything else as an error of the app. */
const wrongActions: typeof wrongBodies = [
  ['a card action without an action', 200, { type: 'invoke', name: 'adaptiveCard/action', value: {} }],
  ['a card action without a value', 200, { type: 'invoke', name: 'adaptiveCard/action', value: undefined }],
  [
    'a card action whose action is a text',
    200,
    { type: 'invoke', name: 'adaptiveCard/action', value: { action: 'x' } },
  ],
];

/** The service address that a right token names: the body's, where it is one. */
const namedBy = ({ harness }: Behind, { serviceUrl }: Record<string, unknown>) =>
  typeof serviceUrl === 'string' ? serviceUrl : harness.connector.serviceUrl;

describe('a body is refused and nothing is done, when it has', () => {
  it.each(wrongBodies)(
    '%s: %i with a right token, and 401 without a hint to anybody else',
    async (_name, status, changed, text = status === 401 ? refused.text : noActivity) => {
      const behind = await behindTheDoor({ hosts: ['smba.trafficmanager.net'] });
      const serviceurl = namedBy(behind, changed);
      const token = `Bearer ${await sign(teams, behind.claims({ serviceurl }))}`;
      expect(await behind.knock(token, changed)).toEqual({ status, text });
      expect(await behind.knock(undefined, changed)).toEqual(refused);
      await expectNotHandled(behind);
    },
  );

  it.each(wrongActions)(
    '%s: %i with a right token, and 401 without a hint to anybody else',
    async (_name, status, changed) => {
      const behind = await behindTheDoor();
      const token = `Bearer ${await sign(teams, behind.claims({}))}`;
      expect((await behind.knock(token, changed)).status).toBe(status);
      expect(await behind.knock(undefined, changed)).toEqual(refused);
    },
  );

  it('any of these: 401 without a hint also to a made-up token', async () => {
    const behind = await behindTheDoor({ hosts: ['smba.trafficmanager.net'] });
    const told: unknown[] = [];
    for (const [name, , changed] of [...wrongBodies, ...wrongActions]) {
      const serviceurl = namedBy(behind, changed);
      const forged = await sign({ ...foreign, kid: teams.kid }, behind.claims({ serviceurl }));
      for (const token of ['a.b.c', forged]) {
        const answer = await behind.knock(`Bearer ${token}`, changed);
        if (JSON.stringify(answer) !== JSON.stringify(refused)) told.push([name, answer]);
      }
    }
    expect(told).toEqual([]);
    await expectNotHandled(behind);
  });
});
