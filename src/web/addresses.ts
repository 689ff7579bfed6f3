import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Addresses that open without a login, since Teams fetches pictures that way: unguessable, signed, and for a time. */
export interface Addresses {
  /** @param expiresAt epoch milliseconds. @returns the whole address. */
  picture(id: string, expiresAt: number): string;
  /** @returns the id, undefined for anything that was not signed here or has expired. */
  readPicture(name: string, now: number): string | undefined;
}

const shape = /^([\w-]{22})\.([0-9a-z]{1,9})\.([\w-]{6})\.([\w-]{43})\.png$/;

/**
 * @param publicUrl where this server is reached.
 * @param keys secrets of 32 bytes or more: the first signs, all of them open, so that a key can be changed.
 */
export function createAddresses(publicUrl: string, keys: readonly Buffer[]): Addresses {
  const byId = new Map(keys.map((key) => [keyId(key), key]));
  const [current] = byId;
  const sign = (key: Buffer, id: string, expires: string) =>
    createHmac('sha256', key).update(`picture\n${id}\n${expires}`).digest('base64url');
  return {
    picture(id, expiresAt) {
      if (!current) throw new Error('Addresses need a key to be signed with');
      const [name, key] = current;
      const expires = Math.ceil(expiresAt / 1000).toString(36);
      return new URL(`/pictures/${id}.${expires}.${name}.${sign(key, id, expires)}.png`, publicUrl).href;
    },
    readPicture(name, now) {
      const [, id = '', expires = '', key = '', signature = ''] = shape.exec(name) ?? [];
      const secret = byId.get(key);
      if (!secret) return undefined;
      const right = timingSafeEqual(Buffer.from(signature), Buffer.from(sign(secret, id, expires)));
      return right && Number.parseInt(expires, 36) * 1000 > now ? id : undefined;
    },
  };
}

/** Names a key without telling it. */
function keyId(key: Buffer): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 6);
}
