import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Behind, behindTheDoor, expectNotHandled, refused } from './behind.ts';
import { appId, issuer, makeKey, type SigningKey, sign, signByHand } from './openid.ts';

/**
 * The cases that microsoft/botbuilder-js has for its own check of tokens, commit 29b8341 (the last before it was archived),
 * libraries/botframework-connector/tests: each under its name there, as a token over HTTP, and with what this bot answers.
 * `200*` is let in by the SDK and refused here: this bot knows Teams in the public cloud, and no other caller.
 *
 * Not copied, since they are about the SDK's own functions and no token comes into them: aseChannelValidation's two
 * "ValidationMetadataUrlTest" (which address the SDK chooses), skillValidation's "should throw an error when missing
 * authConfig" and "should create an authenticated Claims Identity representing a skill", and authenticationError's five
 * (how the SDK words its errors; here there is one body for all, which every case below expects).
 */

let teams: SigningKey;
let many: SigningKey;
let unendorsed: SigningKey;
let endorsedForNothing: SigningKey;
let otherChannel: SigningKey;
/** A key that the public metadata does not tell of, as the emulator's and the enterprise channels' own are. */
let elsewhere: SigningKey;
beforeAll(async () => {
  [teams, many, unendorsed, endorsedForNothing, otherChannel, elsewhere] = await Promise.all([
    makeKey('teams', ['msteams']),
    makeKey('many', ['wrong', 'msteams']),
    makeKey('plain'),
    makeKey('empty', []),
    makeKey('wrong', ['wrong']),
    makeKey('elsewhere', ['msteams']),
  ]);
});

interface Sent {
  authorization?: string | undefined;
  body?: Record<string, unknown>;
}
type Case = [name: string, expected: '200' | '200*' | 400 | 401, send: (b: Behind) => Promise<Sent> | Sent];
type Claims = Record<string, unknown>;

const tenant = 'd6d49420-f39b-4df7-a1dc-d59a935871db';
const another = '4c33c421-f7d3-4b6c-992b-36e7e6de8761';
const bearer = async (token: Promise<string>): Promise<Sent> => ({ authorization: `Bearer ${await token}` });
const withClaims = (claims: Claims) => (b: Behind) => bearer(sign(teams, b.claims(claims)));
const signedBy =
  (key: () => SigningKey, claims: Claims = {}, body: Claims = {}) =>
  async (b: Behind) => ({
    ...(await bearer(sign(key(), b.claims(claims)))),
    body,
  });
/** As Entra ID writes a token of an app: version 1 names the app in `appid`, version 2 in `azp`. */
const fromEntra = (claims: Claims) => withClaims({ iss: `https://sts.windows.net/${tenant}/`, tid: tenant, ...claims });

const channelValidation: Case[] = [
  ['should fail if unauthenticated', 401, signedBy(() => ({ ...elsewhere, kid: teams.kid }))],
  ['should fail if no identity', 401, () => ({})],
  ['should fail if no issuer', 401, withClaims({ iss: undefined, peanut: 'peanut' })],
  ['should fail if wrong issuer', 401, withClaims({ iss: 'peanut' })],
  ['should fail if no audience', 401, withClaims({ aud: undefined })],
  ['should fail if wrong audience', 401, withClaims({ aud: 'peanut' })],
  ['should work', '200', withClaims({})],
];

const endorsementsValidator: Case[] = [
  ['with null channelId should pass', 400, signedBy(() => teams, {}, { channelId: null })],
  ['with null endorsements should throw', 401, signedBy(() => unendorsed)],
  ['with unendorsed channelId should fail', 401, signedBy(() => endorsedForNothing)],
  ['with mismatched endorsements should fail', 401, signedBy(() => otherChannel)],
  ['with endorsed channelId should pass', '200', signedBy(() => teams)],
  ['with endorsed channelId and many endorsements should pass', '200', signedBy(() => many)],
  ['with empty channelId should pass', 400, signedBy(() => teams, {}, { channelId: '' })],
];

/** The SDK's cases sign with a secret of their own, since it looks at the issuer only. */
const emulator = (iss: string | undefined) => (b: Behind) => {
  const hmac = (data: Buffer) => createHmac('sha256', 'ThisIsASuperMockSecretKey123456789').update(data).digest();
  return bearer(signByHand({ alg: 'HS256', typ: 'JWT' }, b.claims({ iss, tid: tenant, appid: appId }), hmac));
};
const entraIssuers = [
  ['Validate issuer with V1 Token', `https://sts.windows.net/${tenant}/`],
  ['Validate issuer with V2 Token', `https://login.microsoftonline.com/${tenant}/v2.0`],
  ['Validate Government issuer with V1 Token', `https://login.microsoftonline.us/${tenant}/`],
  ['Validate Government issuer with V2 Token', `https://login.microsoftonline.us/${tenant}/v2.0`],
] as const;
const emulatorValidation: Case[] = [
  ['should return false on token BadFormat: an empty header', 401, () => ({ authorization: '' })],
  ['should return false on token BadFormat: no issuer', 401, emulator(undefined)],
  ['should return false on invalid token issuer', 401, emulator('https://mockIssuer.com')],
  ...entraIssuers.flatMap(([name, iss]): Case[] => [
    [`should return true on valid token issuer: ${name}`, 401, emulator(iss)],
    [
      `the same with a key that is told of: ${name}`,
      '200*',
      withClaims({ iss, tid: tenant, appid: appId, ver: '1.0' }),
    ],
  ]),
];

const byChannel = (key: () => SigningKey, iss: string): Case[] => [
  ['validateIdentity should fail if no identity', 401, () => ({})],
  ['validateIdentity should fail if wrong issuer', 401, signedBy(key, { iss: 'peanut' })],
  ['validateIdentity should fail if no audience', 401, signedBy(key, { iss, aud: undefined })],
  ['validateIdentity should fail if wrong audience', 401, signedBy(key, { iss, aud: 'peanut' })],
  ['validateIdentity should work', '200*', signedBy(key, { iss })],
];
const enterpriseChannelValidation: Case[] = [
  ['validateIdentity should fail if unauthenticated', 401, signedBy(() => ({ ...elsewhere, kid: teams.kid }))],
  ...byChannel(() => elsewhere, issuer),
];
const governmentChannelValidation = byChannel(() => teams, 'https://api.botframework.us');

const jwtTokenExtractor: Case[] = [
  ['getIdentityFromAuthHeader works end-to-end', '200', withClaims({ key: 'value' })],
  [
    'validateToken throws with expired token',
    401,
    (b) => withClaims({ nbf: Number(b.claims().nbf) - 7_200, exp: Number(b.claims().nbf) - 3_600 })(b),
  ],
];

/** @param right the claims that the SDK lets in. @param app the claim that names the bot. */
const authenticateRequest = (group: string, right: Claims, app: 'aud' | 'appid', expected: '200' | '200*'): Case[] => {
  const name = (label: string) => `authenticateRequest ${group} ${label}`;
  return [
    [name('succeeds'), expected, withClaims(right)],
    [name('fails when claimed app ID differs'), 401, withClaims({ ...right, [app]: 'unexpectedAppId' })],
    [name('fails with empty auth header'), 401, () => ({ authorization: '' })],
    [name('succeeds with a specific tenant'), expected, withClaims({ ...right, tid: 'tenant.com' })],
    [
      name('succeeds with a service address'),
      expected,
      (b) => withClaims({ ...right, serviceurl: b.claims().serviceurl })(b),
    ],
    // There the SDK has no app id; this bot does not start without one (D12), so nobody is let in for nothing.
    [name('succeeds with anonymous auth'), 401, () => ({ authorization: '' })],
    [name('fails with missing app ID claim'), 401, withClaims({ ...right, [app]: undefined })],
  ];
};
const fromEmulator = { iss: `https://sts.windows.net/${tenant}/`, tid: tenant, appid: appId, ver: '1.0' };
const jwtTokenValidation: Case[] = [
  ...authenticateRequest('Emulator', fromEmulator, 'appid', '200*'),
  ...authenticateRequest('Public Cloud', { ver: '1.0' }, 'aud', '200'),
  ...authenticateRequest('Government Cloud', { iss: 'https://api.botframework.us', ver: '1.0' }, 'aud', '200*'),
];

const aseTenants = ['testTenantId', 'f8cdef31-a31e-4b4a-93e4-5f571e91255a', tenant];
const aseChannelValidation: Case[] = [
  ...aseTenants
    .flatMap((id) => [
      `https://sts.windows.net/${id}/`,
      `https://login.microsoftonline.com/${id}/v2.0`,
      `https://login.microsoftonline.us/${id}/v2.0`,
    ])
    .map((iss): Case => [`ValidationIssueUrlTest_AseChannel: ${iss}`, '200*', withClaims({ ...fromEmulator, iss })]),
  ['ValidationChannelIdTest_AseChannel', 400, signedBy(() => teams, {}, { channelId: 'AseChannel' })],
];

const webChat = { serviceurl: 'https://directline.botframework.com/', aud: another };
const skillValidation: Case[] = [
  ['isSkillClaim: No claims', 401, async () => bearer(sign(teams, null))],
  ['isSkillClaim: Empty list of claims', 401, async () => bearer(sign(teams, {}))],
  ['isSkillClaim: No Audience claim', 401, async () => bearer(sign(teams, { ver: '1.0' }))],
  ['isSkillClaim: Emulator Audience claim', 401, fromEntra({ ver: '1.0', aud: issuer })],
  ['isSkillClaim: Government Audience claim', 401, fromEntra({ ver: '1.0', aud: 'https://api.botframework.us' })],
  ['isSkillClaim: No AppId claim', 401, fromEntra({ ver: '1.0' })],
  ['isSkillClaim: If not AppId != Audience, should return false', 401, fromEntra({ ver: '1.0', appid: appId })],
  ['isSkillClaim: Anonymous skill app ID', '200*', fromEntra({ ver: '1.0', appid: 'AnonymousSkill' })],
  ['isSkillClaim: All checks pass', '200*', fromEntra({ ver: '1.0', appid: another })],
  ['isSkillToken: nothing', 401, () => ({})],
  ['isSkillToken: an empty header', 401, () => ({ authorization: '' })],
  ['isSkillToken: a scheme alone', 401, () => ({ authorization: 'Bearer' })],
  ['isSkillToken: No Authentication Scheme', 401, async (b) => ({ authorization: await sign(teams, b.claims()) })],
  [
    'isSkillToken: Incorrect Authentication Scheme',
    401,
    async (b) => ({ authorization: `Potato ${await sign(teams, b.claims())}` }),
  ],
  ['should fail for messages to bot from WebChat using version claim v2', 401, withClaims(webChat)],
  [
    'should fail for messages to bot from Emulator using version claim v1',
    401,
    fromEntra({ ver: '1.0', aud: another, appid: another }),
  ],
  [
    'should fail for messages to bot from Emulator using version claim v2',
    401,
    fromEntra({ iss: `https://login.microsoftonline.com/${tenant}/v2.0`, ver: '2.0', aud: another, azp: another }),
  ],
  ['should succeed for messages to skill using valid v1 token', '200*', fromEntra({ ver: '1.0', appid: another })],
  [
    'should succeed for messages to skill using valid v2 token',
    '200*',
    fromEntra({ iss: `https://login.microsoftonline.com/${tenant}/v2.0`, ver: '2.0', azp: another }),
  ],
  ['validateIdentity: should fail with a falsy identity', 401, () => ({})],
  ['validateIdentity: should fail if ClaimsIdentity authType is false', 401, signedBy(() => elsewhere, fromEmulator)],
  ['validateIdentity: should fail with no version claim', 401, fromEntra({ appid: another })],
  [
    'validateIdentity: should fail with no audience claim',
    401,
    fromEntra({ ver: '1.0', aud: undefined, appid: another }),
  ],
  [
    'validateIdentity: should fail if audience claim is not appId',
    401,
    fromEntra({ ver: '1.0', aud: 'x', appid: another }),
  ],
  ['validateIdentity: should fail if appid claim is falsy', 401, fromEntra({ ver: '1.0', appid: '' })],
  ['validateIdentity: should fail if appid claim is missing', 401, fromEntra({ ver: '1.0' })],
  ['validateIdentity: should succeed', '200*', fromEntra({ ver: '1.0', appid: appId })],
];

describe.each<[string, Case[]]>([
  ['channelValidation', channelValidation],
  ['endorsementsValidator', endorsementsValidator],
  ['emulatorValidation', emulatorValidation],
  ['enterpriseChannelValidation', enterpriseChannelValidation],
  ['governmentChannelValidation', governmentChannelValidation],
  ['jwtTokenExtractor', jwtTokenExtractor],
  ['jwtTokenValidation', jwtTokenValidation],
  ['aseChannelValidation', aseChannelValidation],
  ['skillValidation', skillValidation],
])('botbuilder-js %s', (_file, cases) => {
  it.each(cases)('%s: %s', async (_name, expected, send) => {
    const behind = await behindTheDoor([teams, many, unendorsed, endorsedForNothing, otherChannel]);
    const { authorization, body } = await send(behind);
    const answer = await behind.knock(authorization, body);
    if (expected === '200') {
      expect(answer.status).toBe(200);
      expect(behind.harness.connector.shown).toHaveLength(1);
      return;
    }
    if (expected === 400) expect(answer.status).toBe(400);
    else expect(answer).toEqual(refused);
    await expectNotHandled(behind);
  });
});
