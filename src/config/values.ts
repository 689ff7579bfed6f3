import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isZone } from '../domain/wall-time.ts';

/** The kinds of values that settings have. Each says its rule where a value breaks it. */

export const text = z.string().trim().min(1);

export const timeZone = text.refine(isZone, 'must be an IANA time zone such as Europe/Copenhagen');

export function wholeNumber(least: number, most: number) {
  const rule = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number(rule).int(rule).min(least, rule).max(most, rule);
}

export function oneOf<const T extends readonly [string, string, ...string[]]>(words: T) {
  const last = words.at(-1);
  return z.enum(words, `must be ${words.slice(0, -1).join(', ')} or ${last}`);
}

export const address = z.url('must be an address such as https://hjulet.kommune.dk');

/** Words separated by commas, spaces or both. */
export const list = text.transform((value) => value.split(/[\s,]+/).filter(Boolean));

export const guid = z.guid('must be a GUID such as 00000000-0000-0000-0000-000000000000');

/** An address on this machine. An emulator of Cosmos DB has a key that everybody knows, so it must not be elsewhere. */
export const loopback = z.url({
  protocol: /^https?$/,
  hostname: /^(localhost|127\.0\.0\.1|\[::1\])$/,
  error: 'must be on this machine in local mode, such as https://localhost:8081',
});

const secretRule = 'must be 32 random bytes or more in base64, as `openssl rand -base64 32` makes';
export const secret = z.string(secretRule).regex(/^[A-Za-z0-9+/_-]{43,}={0,2}$/, secretRule);

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

export const loginUrl = z
  .url({ protocol: /^https$/, error: 'must be an https address' })
  .refine((url) => !URL.canParse(url) || new URL(url).pathname.length > 1, {
    error: 'must end with the tenant, such as https://login.microsoftonline.us/00000000-0000-0000-0000-000000000000',
  });
