import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * What a phone keeps: 128 random bits, by which its own answer is found again and nobody. Those that *Næste person* gave
 * have a mark: what was sent by whoever was on the screen before must not become an answer of the next one.
 */

const cookieName = 'hjulet';
const inCookie = RegExp(`(?:^|; *)${cookieName}=([\\w-]{22}(?:\\.next)?)(?:;|$)`);
/** Longer than a deadline is usually moved on. */
const keptSeconds = 60 * 86_400;

/** @returns undefined where the phone keeps nothing that was given to it here. */
export function phoneOf(cookie: string | undefined): string | undefined {
  return inCookie.exec(cookie ?? '')?.[1];
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

/** What the next person on a screen keeps. */
export function nextPhone(newId: () => string): string {
  return `${newId()}.next`;
}

/** What a form carries: what the phone keeps that its page was made for, signed. */
export function tokenFor(phone: string, sign: (phone: string) => string): string {
  return `${phone}.${sign(phone)}`;
}

/** Whose form it is; undefined where no page put the token there. */
export function tokenPhone(given: string, sign: (phone: string) => string): string | undefined {
  const phone = given.slice(0, given.lastIndexOf('.'));
  return areAlike(given, tokenFor(phone, sign)) ? phone : undefined;
}

/**
 * Whether one browser may have been given both: each before it kept anything, as where two pages are opened at once.
 */
export function areOfOneBrowser(a: string, b: string): boolean {
  return ![a, b].some((phone) => phone.endsWith('.next'));
}

/** Takes as long whatever they begin with. */
function areAlike(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(one, other);
}
