import { createHmac, createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { entriesUpTo } from './usecases/cache-size.ts';
import type { Deps } from './usecases/ports.ts';

export interface Keys extends Pick<Deps, 'keyedId' | 'fingerprintOf'> {
  /** The first signs addresses, all of them open. */
  addresses: Buffer[];
}

/**
 * Makes a key for each purpose out of the secrets that the operator gave.
 * @param secrets of 32 bytes or more, the one in use first. The last makes people's codes and rounds' ids, so that a new secret leaves them as they are.
 */
export function createKeys(secrets: readonly [Buffer, ...Buffer[]]): Keys {
  const keyFor = (secret: Buffer, purpose: string) => createHmac('sha256', secret).update(purpose).digest();
  return {
    addresses: secrets.map((secret) => keyFor(secret, 'addresses')),
    keyedId: keyedIds(keyFor(secrets.at(-1) ?? secrets[0], 'people')),
    fingerprintOf: fingerprints(keyFor(secrets[0], 'submissions')),
  };
}

/** An answer has two, so that twice as many as there are people at once are kept: 10,000 people in 5 MB. */
const rememberedCodes = 20_000;

/**
 * People's codes, and the ids of rounds. The secret is a key object and the codes of late are kept: made of bytes anew
 * each time, the two codes of an answer took 100 of its microseconds.
 */
function keyedIds(bytes: Buffer): Deps['keyedId'] {
  const key = createSecretKey(bytes);
  const codes = new LRUCache<string, string>({
    ...entriesUpTo(rememberedCodes),
    memoMethod: (name) => createHmac('sha256', key).update(name).digest().subarray(0, 16).toString('base64url'),
  });
  return (scope, id) => codes.memo(`${scope}\n${id}`);
}

/** As many characters as 128 bits have. */
const fingerprintLength = 22;

function fingerprints(bytes: Buffer): Deps['fingerprintOf'] {
  const key = createSecretKey(bytes);
  return (said) => createHmac('sha256', key).update(said).digest('base64url').slice(0, fingerprintLength);
}

/** 128 random bits, base64url. */
export function newId(): string {
  return randomBytes(16).toString('base64url');
}

/** From a pool: asking the system for each turn's id took 15 of an answer's microseconds, and nothing hangs on it. */
export function newTurnId(): string {
  return Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
}
