import type { ServiceClientCredentialsFactory } from 'botframework-connector';
import { z } from 'zod';
import { atMost, type Clock } from '../../usecases/clock.ts';
import type { Log } from '../../usecases/ports.ts';

/**
 * As whom the bot speaks to Teams. The tokens come from MSAL as it is maintained today: the SDK's own way asks for one
 * token for every send that finds none, waits without a limit, and with a certificate knows one login server only.
 */

export interface Credentials {
  appId: string;
  /** The tenant of the registration; undefined for one that is open to all tenants. */
  tenantId?: string | undefined;
  /** Another login server than the public one, with the tenant in its path. */
  loginUrl?: string | undefined;
  /** What its tokens are for, where that is not the Connector of the public cloud. */
  scope?: string | undefined;
  proof:
    | { kind: 'secret'; secret: string }
    /** @param thumbprint hex digits of the certificate's SHA-1 or SHA-256. @param privateKey RSA in PEM. */
    | { kind: 'certificate'; thumbprint: string; privateKey: string }
    /** The machine that the bot runs on vouches for it. */
    | { kind: 'managedIdentity' };
}

interface Auth {
  /** Signs what the SDK sends; absent where nobody asks for a token. */
  factory?: ServiceClientCredentialsFactory;
  /** Gets a token ahead of a send; that there is none is told in the log. @returns whether there is one. */
  ready(): Promise<boolean>;
  refused: Refused;
}

/** Told of a token that Teams refused. @returns whether the request may go through with the next one. */
export type Refused = (token: string) => boolean;

const publicConnector = 'https://api.botframework.com';
const publicLogin = 'https://login.microsoftonline.com';
/** Where apps that are open to all tenants get their tokens for the Connector. */
const sharedTenant = 'botframework.com';
/** How long a request for a token may take: MSAL would wait for as long as its connection stands. */
const tokenDeadlineMs = 10_000;
/** A token that is refused so soon after one was asked for anew is refused for another reason than its age. */
const betweenRenewalsMs = 10 * 60_000;
/** The code of the error where a request never left, since there was no token for it. */
export const noToken = 'NO_TOKEN';

export interface AuthNeeds {
  /** Left out in local mode, where nobody asks for a token. */
  credentials?: Credentials | undefined;
  clock: Clock;
  log: Log;
}

export function createAuth(needs: AuthNeeds): Auth {
  const { credentials } = needs;
  if (!credentials) return { ready: async () => true, refused: () => false };
  const { token, refused } = createTokens(acquirer(credentials), needs);
  return {
    refused,
    factory: {
      isValidAppId: async (appId) => appId === credentials.appId,
      isAuthenticationDisabled: async () => false,
      createCredentials: async () => ({
        async signRequest(request) {
          request.headers.set('authorization', `Bearer ${await token()}`);
          return request;
        },
      }),
    },
    ready: () =>
      token().then(
        () => true,
        () => false,
      ),
  };
}

/** @param anew past what MSAL keeps. */
type Acquire = (anew: boolean) => Promise<string | undefined>;

/** Asks MSAL, which keeps a token until five minutes before it expires, and is loaded with the first token. */
function acquirer(credentials: Credentials): Acquire {
  let acquire: Promise<Acquire> | undefined;
  return async (anew) => {
    acquire ??= import('@azure/msal-node').then((msal) => asking(msal, credentials));
    return (await acquire)(anew);
  };
}

function asking(
  { ConfidentialClientApplication, ManagedIdentityApplication }: typeof import('@azure/msal-node'),
  { appId, tenantId, loginUrl, scope = publicConnector, proof }: Credentials,
): Acquire {
  if (proof.kind === 'managedIdentity') {
    const machine = new ManagedIdentityApplication({ managedIdentityIdParams: { userAssignedClientId: appId } });
    return async (forceRefresh) => (await machine.acquireToken({ resource: scope, forceRefresh })).accessToken;
  }
  const app = new ConfidentialClientApplication({
    auth: {
      clientId: appId,
      authority: loginUrl ?? `${publicLogin}/${tenantId ?? sharedTenant}`,
      // The public servers are known to MSAL; another is taken at its word, for whoever sets it has to be trusted anyway.
      ...(loginUrl !== undefined && { knownAuthorities: [new URL(loginUrl).host] }),
      ...(proof.kind === 'secret' ? { clientSecret: proof.secret } : { clientCertificate: certificate(proof) }),
    },
  });
  const scopes = [`${scope}/.default`];
  return async (skipCache) => (await app.acquireTokenByClientCredential({ scopes, skipCache }))?.accessToken;
}

function certificate({ thumbprint, privateKey }: { thumbprint: string; privateKey: string }) {
  const sha1Digits = 40;
  return thumbprint.length === sha1Digits ? { thumbprint, privateKey } : { thumbprintSha256: thumbprint, privateKey };
}

/** One request for a token in flight, however many sends wait for it, and for so long only. */
function createTokens(
  acquire: Acquire,
  { clock, log }: Pick<AuthNeeds, 'clock' | 'log'>,
): { token(): Promise<string>; refused: Refused } {
  let asking: Promise<string> | undefined;
  let latest: string | undefined;
  let isToBeAnew = false;
  let renewedAt = Number.NEGATIVE_INFINITY;
  const ask = async (): Promise<string> => {
    try {
      const token = await atMost(clock, tokenDeadlineMs, acquire(isToBeAnew));
      if (!token) throw new Error('No token came, or none in time');
      if (isToBeAnew) renewedAt = clock.monotonic();
      isToBeAnew = false;
      latest = token;
      return token;
    } catch (error) {
      log.error({ reason: reasonOf(error) }, 'Microsoft gave the bot no token, so nothing can be posted', error);
      throw Object.assign(new Error('The bot has no token of its own', { cause: error }), { code: noToken });
    } finally {
      asking = undefined;
    }
  };
  return {
    token() {
      asking ??= ask();
      return asking;
    },
    refused(token) {
      // It left before the one that is used now came, or is about to.
      if (isToBeAnew || token !== latest) return true;
      if (clock.monotonic() - renewedAt < betweenRenewalsMs) return false;
      log.warn({}, 'Teams refused the token of the bot, which asks for another');
      isToBeAnew = true;
      return true;
    },
  };
}

/** Microsoft's names for what is wrong, such as `invalid_client` and a number to look up; never its words, which quote. */
const refusal = z.object({
  errorCode: z.string().regex(/^\w{1,60}$/),
  errorNo: z
    .string()
    .regex(/^\d{1,10}$/)
    .optional()
    .catch(undefined),
});

function reasonOf(error: unknown): string {
  const { data } = refusal.safeParse(error);
  return data ? [data.errorCode, data.errorNo].filter(Boolean).join(' ') : 'unknown';
}
