import { timingSafeEqual } from 'node:crypto';

/** What a phone keeps: 128 random bits, by which its own answer is found again and nobody. */

const cookieName = 'hjulet';
const shape = /^[\w-]{22}$/;
/** Longer than a deadline is usually moved on. */
const keptSeconds = 60 * 86_400;

/** @returns undefined where the phone keeps nothing that was given to it here. */
export function phoneOf(cookie: string | undefined): string | undefined {
  const pairs = (cookie ?? '').slice(0, 4_000).split(';');
  const own = pairs.map((pair) => pair.trim()).find((pair) => pair.startsWith(`${cookieName}=`));
  const value = own?.slice(cookieName.length + 1);
  return value !== undefined && shape.test(value) ? value : undefined;
}

/** The header that has a phone keep it. It is sent back to this one link, and to no script. */
export function keeping(phone: string, { path, secure }: { path: string; secure: boolean }): Record<string, string> {
  const attributes = [
    `Path=${path}`,
    `Max-Age=${keptSeconds}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(secure ? ['Secure'] : []),
  ];
  return { 'set-cookie': [`${cookieName}=${phone}`, ...attributes].join('; ') };
}

/** Whether a form has the token that was put into it. */
export function isToken(given: string | undefined, token: string): boolean {
  if (given === undefined || given.length !== token.length) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
