import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactSign, type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK } from 'jose';
import { onTestFinished } from 'vitest';
import { heldBack, neverAnswered } from '../support/in-flight.ts';

export const appId = '9c1f7e20-5b64-4f0a-8d3e-2a7b6c5d4e10';
export const issuer = 'https://api.botframework.com';

export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  publicJwk: JWK;
  publicPem: string;
  /** As Microsoft tells which channels a key signs for; left out where it tells nothing. */
  endorsements?: string[];
}

/** What becomes of a request for metadata or keys: one that hangs is let go by the test, or never. */
type Fate = 'answer' | 'empty' | 'fail' | 'hang' | 'never' | 'nonsense' | 'redirect';

export interface OpenId {
  metadataUrl: string;
  /** The keys it tells of, to be changed by a test. */
  keys: SigningKey[];
  /** How often each address was asked for. */
  fetched: { metadata: number; keys: number };
  fate: Fate;
  /** Where it sends whoever asks, when it redirects. */
  elsewhere: string;
  /** Requests that hang until they are let go. */
  hanging: ServerResponse[];
  close(): Promise<void>;
}

/** Microsoft's OpenID metadata and keys over real HTTP; it counts, and fails as it is told. */
async function startOpenId(keys: SigningKey[]): Promise<OpenId> {
  const openId = {
    keys,
    fetched: { metadata: 0, keys: 0 },
    fate: 'answer' as Fate,
    elsewhere: '',
    hanging: [] as ServerResponse[],
  };
  const server = createServer((request, response) => {
    const what = request.url === '/keys' ? 'keys' : 'metadata';
    openId.fetched[what] += 1;
    const answers = {
      answer: () => sendJson(response, what === 'keys' ? jwks(openId.keys) : { issuer, jwks_uri: `${origin}/keys` }),
      empty: () => sendJson(response, { jwks_uri: `${origin}/keys`, keys: [] }),
      fail: () => sendJson(response, {}, 500),
      hang: () => {
        heldBack(request);
        openId.hanging.push(response);
      },
      never: () => neverAnswered(request),
      nonsense: () => sendJson(response, { jwks_uri: 7, keys: 'none' }),
      redirect: () => {
        // In two steps, since restify's writeHead gives nothing back, on any server of the process.
        response.writeHead(302, { location: openId.elsewhere });
        response.end();
      },
    };
    answers[openId.fate]();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(openId, {
    metadataUrl: `${origin}/openid`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

/** The same, closed when the test is over. */
export async function openIdForTest(keys: SigningKey[]): Promise<OpenId> {
  const openId = await startOpenId(keys);
  onTestFinished(() => openId.close());
  return openId;
}

function jwks(keys: readonly SigningKey[]) {
  return {
    keys: keys.map(({ kid, publicJwk, endorsements }) => ({
      ...publicJwk,
      kid,
      use: 'sig',
      ...(endorsements && { endorsements }),
    })),
  };
}

function sendJson(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** @param endorsements channels that the key signs for; undefined where nothing is told. */
export async function makeKey(kid: string, endorsements?: string[], algorithm = 'RS256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  return { kid, privateKey, publicJwk, publicPem: await exportSPKI(publicKey), ...(endorsements && { endorsements }) };
}

/** The claims of a right token from Teams. @param now epoch milliseconds. */
export function rightClaims(serviceUrl: string, now: number): Record<string, unknown> {
  const seconds = Math.floor(now / 1000);
  return { iss: issuer, aud: appId, serviceurl: serviceUrl, nbf: seconds, exp: seconds + 3_600 };
}

/** A claim or a header field that is undefined is left out. */
export async function sign(
  key: Pick<SigningKey, 'kid' | 'privateKey'>,
  claims: unknown,
  header: Record<string, unknown> = {},
): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid, ...header })
    .sign(key.privateKey);
}

const base64url = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A token with any header, payload and signature, for what no library would sign. */
export async function signByHand(
  header: unknown,
  payload: unknown,
  signature: (data: Buffer) => Promise<Uint8Array> | Uint8Array,
): Promise<string> {
  const data = `${base64url(header)}.${base64url(payload)}`;
  return `${data}.${Buffer.from(await signature(Buffer.from(data))).toString('base64url')}`;
}

/** The signature that a key would make, whatever is signed. */
export const rs256 =
  ({ privateKey }: Pick<SigningKey, 'privateKey'>) =>
  async (data: Buffer): Promise<Uint8Array> =>
    new Uint8Array(await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, new Uint8Array(data)));
