import { hash } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, importJWK, type JWK, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { entriesUpTo } from '../../usecases/cache-size.ts';
import { atMost, type Clock } from '../../usecases/clock.ts';
import type { Log } from '../../usecases/ports.ts';

/**
 * Who may speak to the bot: all of authentication is in this file. The SDK's own check is not used, since it adds to a
 * list for every token it has not verified yet, takes the emulator's tokens of any tenant, lets tokens without an expiry
 * pass, and answers a wrong one with 500 and its reasons. Source of the rules: "Authentication with the Bot Connector
 * API", Microsoft Learn, under "Authenticate requests from the Bot Connector service to your bot".
 */

/** `unavailable`: Microsoft's keys could not be fetched, so nobody can be told from anybody. */
type Verdict = 'passed' | 'refused' | 'unavailable';

export interface TokenCheck {
  /** @param serviceUrl the one in the activity, which the token must name too; a body without one is refused by its shape. */
  check(authorization: string, serviceUrl: string | undefined): Promise<Verdict>;
  /** Fetches the keys ahead of the first request. @returns whether they are there. */
  warm(): Promise<boolean>;
}

export interface TokenNeeds {
  appId: string;
  /** Where Microsoft tells of its keys. */
  metadataUrl?: string | undefined;
  /** Who tokens from Teams are issued by; another in a cloud that is not the public one. */
  issuer?: string | undefined;
  clock: Clock;
  log: Log;
}

const publicIssuer = 'https://api.botframework.com';
const publicMetadata = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
const channel = 'msteams';
/** The skew that the protocol allows between Microsoft's clock and ours, seconds. */
const skew = 300;
/** Also as long as it may be: a token of Microsoft's has about 1,000 characters. */
const header = /^Bearer ([\w-]{1,2000}\.[\w-]{1,5000}\.[\w-]{1,2000})$/;

const protectedHeader = z.object({ alg: z.literal('RS256'), kid: z.string().min(1).max(200) });

export function createTokenCheck(needs: TokenNeeds): TokenCheck {
  const { appId, metadataUrl = publicMetadata, issuer = publicIssuer, clock, log } = needs;
  const keys = createKeys(metadataUrl, clock, log);
  const claims = z.object({
    iss: z.literal(issuer),
    // One audience, and ours: a list could name another bot beside this one.
    aud: z.literal(appId),
    exp: z.number(),
    nbf: z.number().optional(),
    serviceurl: z.string(),
  });
  /** Tokens verified before, by digest; each until it expires. */
  const verified = new LRUCache<string, z.infer<typeof claims>>(entriesUpTo(1_000));

  const inTime = ({ exp, nbf }: { exp: number; nbf?: number | undefined }): boolean => {
    const seconds = clock.now() / 1000;
    return exp + skew > seconds && (nbf === undefined || nbf - skew <= seconds);
  };

  /** The claims as they stand, before any of them is believed. */
  const read = (token: string) => {
    try {
      const { alg, kid } = protectedHeader.parse(decodeProtectedHeader(token));
      return { alg, kid, claims: claims.parse(decodeJwt(token)) };
    } catch {
      return undefined;
    }
  };

  return {
    async check(authorization, serviceUrl) {
      const token = header.exec(authorization)?.[1];
      if (token === undefined) return 'refused';
      const digest = hash('sha256', token, 'base64url');
      const named = (claims: { serviceurl: string }) => serviceUrl === undefined || claims.serviceurl === serviceUrl;
      const known = verified.get(digest);
      if (known) return named(known) && inTime(known) ? 'passed' : 'refused';

      const told = read(token);
      if (!told || !named(told.claims) || !inTime(told.claims)) return 'refused';
      const found = await keys.find(told.kid);
      if (found === 'unavailable') return 'unavailable';
      if (!found?.endorsements?.includes(channel)) return 'refused';
      try {
        const key = await importJWK(found, 'RS256');
        await jwtVerify(token, key, {
          algorithms: ['RS256'],
          issuer,
          audience: appId,
          requiredClaims: ['exp'],
          clockTolerance: skew,
          currentDate: new Date(clock.now()),
        });
      } catch {
        // Also a key that is too weak or none at all, which jose tells by other errors.
        return 'refused';
      }
      verified.set(digest, told.claims);
      return 'passed';
    },
    warm: () => keys.warm(),
  };
}

const metadataSchema = z.object({ jwks_uri: z.url() });
const keySchema = z.looseObject({
  kty: z.literal('RSA'),
  kid: z.string(),
  n: z.string(),
  e: z.string(),
  endorsements: z.array(z.string()).optional(),
});
const keysSchema = z.object({ keys: z.array(z.unknown()) });

type Key = JWK & { kty: 'RSA'; kid: string; endorsements?: string[] | undefined };

/** Keys change about once a month; they are looked up again daily, and at once for a kid that is new. */
const freshMs = 24 * 3_600_000;
/** Anyone can make up a kid, so an unknown one leads to one look-up in this time at most. */
const betweenLookUpsMs = 30_000;
const fetchMs = 5_000;
/** So long the daily look-up is waited for: what was known yesterday does where Microsoft is slow to tell. */
const refreshMs = 1_000;

function createKeys(metadataUrl: string, clock: Clock, log: Log) {
  let keys = new Map<string, Key>();
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let fetching: Promise<void> | undefined;

  const fetchJson = async (url: string): Promise<unknown> => {
    const response = await fetch(url, { signal: clock.timeout(fetchMs), redirect: 'error' });
    if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}`);
    return response.json();
  };
  const fetchKeys = async (): Promise<void> => {
    triedAt = clock.now();
    try {
      const { jwks_uri } = metadataSchema.parse(await fetchJson(metadataUrl));
      const all = keysSchema.parse(await fetchJson(jwks_uri)).keys.map((key) => keySchema.safeParse(key));
      const told = new Map(all.flatMap(({ data }) => (data ? [[data.kid, data as Key]] : [])));
      // A list without a single key is a fault of Microsoft's: nobody could sign, and what was known may still be right.
      if (told.size === 0) throw new Error(`${new URL(jwks_uri).host} told no keys`);
      keys = told;
      fetchedAt = clock.now();
    } catch (error) {
      log.error({}, 'the keys that sign what Teams sends could not be fetched', error);
    } finally {
      fetching = undefined;
    }
  };

  // A clock that was put back counts as time gone by too.
  const stale = () => Math.abs(clock.now() - fetchedAt) > freshMs;
  /** One look-up in flight, however many ask at once. */
  const lookUp = (): Promise<void> | undefined => {
    if (!fetching && Math.abs(clock.now() - triedAt) > betweenLookUpsMs) fetching = fetchKeys();
    return fetching;
  };

  const refreshed = async (): Promise<void> => {
    const looking = stale() ? lookUp() : undefined;
    if (looking) await atMost(clock, refreshMs, looking);
  };

  return {
    /** @returns the key, undefined where there is none by that name, `unavailable` where there are none at all. */
    async find(kid: string): Promise<Key | undefined | 'unavailable'> {
      await (keys.has(kid) ? refreshed() : lookUp());
      if (keys.size === 0) return 'unavailable';
      return keys.get(kid);
    },
    async warm(): Promise<boolean> {
      await (keys.size > 0 ? refreshed() : lookUp());
      return keys.size > 0;
    },
  };
}
