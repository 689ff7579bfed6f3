import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** Makes the same of the same only once: what is made must depend on what is given alone, and nobody may change it. */
export function once<A extends unknown[], R extends object | string>(
  make: (...given: A) => R,
  max = 200,
): (...given: A) => R {
  const made = new LRUCache<string, R>({ max });
  return (...given) => {
    const text = JSON.stringify(given);
    const key = text.length > 100 ? hash('sha256', text, 'base64url') : text;
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(...given);
    made.set(key, fresh);
    return fresh;
  };
}
