import { createHmac, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { entriesUpTo } from '../../usecases/cache-size.ts';
import type { Clock } from '../../usecases/clock.ts';

/**
 * The most that a phone needs for a wheel of eight themes: two pages until the first theme, a form and the page that
 * follows for each, three more for a correction, and as many for something left out, the other language and a page loaded
 * anew. That is 24; of sixty phones behind one address, all in one moment, 1,440. A script makes that in seconds, and goes
 * on.
 */
const sender: Bucket = { size: 1_500, perSecond: 10 };
const link: Bucket = { size: 3_000, perSecond: 30 };
const remembered = 20_000;
/** After so long nobody, not even this process, can tell that a sender was here before. */
const secretMs = 600_000;

/** So many at once, and so many more as time passes. */
interface Bucket {
  size: number;
  perSecond: number;
}

/** Tells a script from a room full of people. Nothing is kept of a sender but a hash, in memory, with a secret that changes. */
export interface Rates {
  /** Notes a request. @returns false where there were too many lately. */
  admit(from: string, to: string): boolean;
}

export function createRates({ monotonic }: Pick<Clock, 'monotonic'>): Rates {
  const left = new LRUCache<string, { requests: number; at: number }>(entriesUpTo(remembered));
  let secret = { bytes: randomBytes(32), since: monotonic() };
  const hashed = (from: string): string => {
    if (monotonic() - secret.since >= secretMs) secret = { bytes: randomBytes(32), since: monotonic() };
    return createHmac('sha256', secret.bytes).update(from).digest('base64url');
  };
  const take = (name: string, { size, perSecond }: Bucket): boolean => {
    const now = monotonic();
    const { requests, at } = left.get(name) ?? { requests: size, at: now };
    const there = Math.min(size, requests + ((now - at) / 1_000) * perSecond);
    left.set(name, { requests: Math.max(0, there - 1), at: now });
    return there >= 1;
  };
  return { admit: (from, to) => take(`from ${hashed(from)}`, sender) && take(`to ${to}`, link) };
}
