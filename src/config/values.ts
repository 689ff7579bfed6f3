import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isZone } from '../domain/wall-time.ts';

/** The kinds of values that settings have. Each says its rule where a value breaks it. */

export const text = z.string().trim().min(1);

const zoneRule = 'must be an IANA time zone such as Europe/Copenhagen';
/** A difference from UTC is a zone to a program and has no summer time. */
export const timeZone = text.regex(/^[A-Za-z]/, { error: zoneRule, abort: true }).refine(isZone, zoneRule);

export function wholeNumber(least: number, most: number) {
  const rule = `must be a whole number from ${least} to ${most}`;
  return z
    .string(rule)
    .trim()
    .regex(/^\d{1,9}$/, rule)
    .transform(Number)
    .pipe(z.number().min(least, rule).max(most, rule));
}

export function oneOf<const T extends readonly [string, string, ...string[]]>(words: T) {
  const last = words.at(-1);
  return z.enum(words, `must be ${words.slice(0, -1).join(', ')} or ${last}`);
}

/** Words separated by commas, spaces or both. */
export const list = text.transform((value) => value.split(/[\s,]+/).filter(Boolean));

/** A list of which each word must be right, and of which there is at least one: an empty one would let nobody in. */
function listOf(shape: RegExp, rule: string) {
  const isRight = (words: readonly string[]) => words.length > 0 && words.every((word) => shape.test(word));
  return list.transform((words) => words.map((word) => word.toLowerCase())).refine(isRight, rule);
}

const exampleGuid = '00000000-0000-0000-0000-000000000000';
const guidRule = `must be a GUID such as ${exampleGuid}`;
/** In small letters, as Microsoft writes them in what it sends. */
export const guid = z.string(guidRule).trim().toLowerCase().pipe(z.guid(guidRule));
export const guids = listOf(
  /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
  `must be GUIDs such as ${exampleGuid}, with commas or spaces between them`,
);

export const hosts = listOf(
  /^[a-z\d-]+(\.[a-z\d-]+)+$/,
  'must be names of hosts such as smba.trafficmanager.net, without https:// or anything after the name',
);

/** Where a server is, and nothing behind it: what is behind it would be left out of every address that is made of it. */
function origin(protocols: readonly string[], rule: string) {
  return z
    .string(rule)
    .trim()
    .refine((given) => {
      const { protocol, pathname, search, hash, username } = URL.canParse(given) ? new URL(given) : new URL('none:');
      return protocols.includes(protocol) && [pathname, search, hash, username].join('') === '/';
    }, rule);
}

export const publicOrigin = origin(
  ['https:'],
  'must be the https address that the internet reaches this bot at, such as https://hjulet.kommune.dk, with nothing after the host',
);
export const localOrigin = origin(
  ['http:', 'https:'],
  'must be an address such as http://localhost:3978, with nothing after the host',
);

/** An address on this machine. An emulator of Cosmos DB has a key that everybody knows, so it must not be elsewhere. */
const thisMachine = /^(localhost|127\.0\.0\.1|\[::1\])$/;
export const loopback = z.url({
  protocol: /^https?$/,
  hostname: thisMachine,
  error: 'must be on this machine in local mode, such as https://localhost:8081',
});

const secretRule = 'must be 32 random bytes or more in base64, as `openssl rand -base64 32` makes';
export const secret = z.string(secretRule).regex(/^[A-Za-z0-9+/_-]{43,}={0,2}$/, secretRule);

/** Whoever could change what stands there could speak to the bot as Microsoft. */
export const keysAddress = z.union(
  [z.url({ protocol: /^https$/ }), z.url({ protocol: /^http$/, hostname: thisMachine })],
  'must be an https address such as https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
);

export const cosmosDatabase = text.regex(
  /^[^/\\#?]{1,255}$/,
  'must be the name of a database of at most 255 characters, without / \\ # and ?',
);

export const connectionString = text.regex(
  /^InstrumentationKey=/,
  'must be the connection string that Application Insights shows, which begins with InstrumentationKey=',
);

export const thumbprint = text
  .transform((given) => given.replace(/[:\s]/g, ''))
  .pipe(
    z
      .string()
      .regex(
        /^([\da-f]{40}|[\da-f]{64})$/i,
        'must be the thumbprint that Entra ID shows beside the uploaded certificate: 40 hex digits, or 64 of a SHA-256',
      ),
  );

/** An RSA key in PEM: its text, where \n may stand for a line end since settings are one line, or the path of its file. */
export const privateKey = text.transform((given, context) => {
  const pem = given.startsWith('-----BEGIN') ? given.replaceAll('\\n', '\n') : contentOf(given);
  if (pem !== undefined && isRsaKey(pem)) return pem;
  const message =
    pem === undefined
      ? 'names no file that can be read; give the path of a PEM file, or the PEM itself from its -----BEGIN on'
      : 'must be an RSA private key in PEM without a passphrase, as `openssl req -x509 -newkey rsa:2048 -nodes` makes';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

/** What a token says of who it is from or for is compared letter by letter, so that a slash after it is another one. */
export const tokenName = z
  .string()
  .regex(
    /^https:\/\/[a-z\d-]+(\.[a-z\d-]+)+$/,
    'must be an https address such as https://api.botframework.us, in small letters and with nothing after the host',
  );

export const loginUrl = z
  .url({ protocol: /^https$/, error: 'must be an https address' })
  .refine((url) => !URL.canParse(url) || new URL(url).pathname.length > 1, {
    error: 'must end with the tenant, such as https://login.microsoftonline.us/00000000-0000-0000-0000-000000000000',
  });
