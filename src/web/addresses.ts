import { createHmac, timingSafeEqual } from 'node:crypto';

/** Addresses that open without a login, since Teams fetches pictures that way: unguessable, signed, and for a time. */
export interface Addresses {
  /** @param expiresAt epoch milliseconds. @returns the whole address. */
  picture(id: string, expiresAt: number): string;
  /** @returns the id, undefined for anything that was not signed here or has expired. */
  readPicture(name: string, now: number): string | undefined;
}

const shape = /^([\w-]{22})\.([0-9a-z]{1,9})\.([\w-]{43})\.png$/;

/** @param publicUrl where this server is reached. @param key secret of 32 bytes or more. */
export function createAddresses(publicUrl: string, key: Buffer): Addresses {
  const sign = (id: string, expires: string) =>
    createHmac('sha256', key).update(`picture\n${id}\n${expires}`).digest('base64url');
  return {
    picture(id, expiresAt) {
      const expires = Math.ceil(expiresAt / 1000).toString(36);
      return new URL(`/pictures/${id}.${expires}.${sign(id, expires)}.png`, publicUrl).href;
    },
    readPicture(name, now) {
      const [, id, expires, signature] = shape.exec(name) ?? [];
      if (id === undefined || expires === undefined || signature === undefined) return undefined;
      const right = timingSafeEqual(Buffer.from(signature), Buffer.from(sign(id, expires)));
      return right && Number.parseInt(expires, 36) * 1000 > now ? id : undefined;
    },
  };
}
