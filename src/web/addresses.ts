import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Addresses that open without a login. They cannot be guessed, are signed and expire. */
export interface Addresses {
  /** A picture, as Teams fetches it. @param expiresAt epoch milliseconds. @returns the whole address. */
  picture(id: string, expiresAt: number): string;
  /** The same with one slice a theme, where the round asked about focus areas. */
  themes(id: string, expiresAt: number): string;
  /**
   * The chart of several rounds. It changes while its rounds stay, and clients cache pictures by address.
   * @param state eight characters that differ when the chart does.
   */
  trend(id: string, state: string, expiresAt: number): string;
  /** A closed round's report: a folder with a file for each of its forms. @param id that of the round's picture. */
  report(id: string, expiresAt: number): string;
  /** Where people without Teams answer a round. @param id that of the link. */
  answer(id: string, expiresAt: number): string;
  /** @returns the id, with `.themes` after it for such a picture; undefined for anything that was not signed here or has expired. */
  readPicture(name: string, now: number): string | undefined;
  readTrend(name: string, now: number): string | undefined;
  readReport(name: string, now: number): string | undefined;
  readAnswer(name: string, now: number): string | undefined;
}

const shapes = {
  picture: /^([\w-]{22}(?:\.themes)?)\.([0-9a-z]{1,9})\.([\w-]{6})\.([\w-]{43})\.png$/,
  trend: /^([\w-]{22}\.[\w-]{8})\.([0-9a-z]{1,9})\.([\w-]{6})\.([\w-]{43})\.png$/,
  report: /^([\w-]{22})\.([0-9a-z]{1,9})\.([\w-]{6})\.([\w-]{43})$/,
  answer: /^([\w-]{22})\.([0-9a-z]{1,9})\.([\w-]{6})\.([\w-]{43})$/,
};
type Kind = keyof typeof shapes;

const themesEnding = '.themes';

/** What a signature covers. The kind is signed too, so that a picture's address, which a whole channel has, opens nothing else. */
interface Signed {
  kind: Kind;
  subject: string;
  /** Seconds since 1970 in base 36. */
  expires: string;
}

/**
 * @param publicUrl where this server is reached.
 * @param keys secrets of 32 bytes or more: the first signs, all of them open, so that a key can be changed.
 */
export function createAddresses(publicUrl: string, keys: readonly Buffer[]): Addresses {
  const byId = new Map(keys.map((key) => [keyId(key), key]));
  const [current] = byId;
  const address = (kind: Kind, subject: string, expiresAt: number) => {
    if (!current) throw new Error('Addresses need a key to be signed with');
    const [name, key] = current;
    const expires = Math.ceil(expiresAt / 1000).toString(36);
    const ending = kind === 'picture' || kind === 'trend' ? '.png' : '';
    const path = `/${kind}s/${subject}.${expires}.${name}.${sign(key, { kind, subject, expires })}${ending}`;
    return new URL(path, publicUrl).href;
  };
  const read = (kind: Kind, address: string, now: number) => {
    const [, subject = '', expires = '', key = '', signature = ''] = shapes[kind].exec(address) ?? [];
    const secret = byId.get(key);
    if (!secret) return undefined;
    const right = timingSafeEqual(Buffer.from(signature), Buffer.from(sign(secret, { kind, subject, expires })));
    return right && Number.parseInt(expires, 36) * 1000 > now ? subject : undefined;
  };
  return {
    picture: (id, expiresAt) => address('picture', id, expiresAt),
    themes: (id, expiresAt) => address('picture', `${id}${themesEnding}`, expiresAt),
    trend: (id, state, expiresAt) => address('trend', `${id}.${state}`, expiresAt),
    report: (id, expiresAt) => address('report', id, expiresAt),
    answer: (id, expiresAt) => address('answer', id, expiresAt),
    readPicture: (name, now) => read('picture', name, now),
    readTrend: (name, now) => read('trend', name, now)?.split('.')[0],
    readReport: (name, now) => read('report', name, now),
    readAnswer: (name, now) => read('answer', name, now),
  };
}

function sign(key: Buffer, { kind, subject, expires }: Signed): string {
  return createHmac('sha256', key).update(`${kind}\n${subject}\n${expires}`).digest('base64url');
}

/** Names a key without revealing it. */
function keyId(key: Buffer): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 6);
}
