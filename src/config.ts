import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { retention } from './domain/retention.ts';
import { languages } from './domain/wheel.ts';

/**
 * The settings, read from the environment and from nowhere else. Names are the Bot Framework's own where it has one.
 * Each is in .env.example and in the README's table with its default.
 */

const text = z.string().trim().min(1);
const timeZone = text.refine((zone) => {
  try {
    return Boolean(new Intl.DateTimeFormat('da', { timeZone: zone }));
  } catch {
    return false;
  }
}, 'must be an IANA time zone such as Europe/Copenhagen');

const list = text.transform((value) => value.split(/[\s,]+/).filter(Boolean));

const common = {
  PORT: z.coerce.number().int().min(0).max(65_535).default(3978),
  HJULET_DATA: text.default('data'),
  HJULET_WHEELS: text.optional(),
  HJULET_LANGUAGE: z.enum(languages).default('da'),
  HJULET_TIME_ZONE: timeZone.default('Europe/Copenhagen'),
  HJULET_SMALLEST_GROUP: z.coerce.number().int().min(3).max(10).default(4),
  APPLICATIONINSIGHTS_CONNECTION_STRING: text
    .regex(
      /^InstrumentationKey=/,
      'must be the connection string that Application Insights shows, which begins with InstrumentationKey=',
    )
    .optional(),
  HJULET_RETENTION_MONTHS: z.coerce.number().int().min(retention.min).max(retention.max).default(retention.default),
  HJULET_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  HJULET_COSMOS_DATABASE: text.default('hjulet'),
};

/** An emulator on this machine has a key that everybody knows. */
const loopback = z.url({
  protocol: /^https?$/,
  hostname: /^(localhost|127\.0\.0\.1|\[::1\])$/,
  error: 'must be on this machine in local mode, such as https://localhost:8081',
});

const local = z
  .object({
    ...common,
    HJULET_MODE: z.literal('local'),
    HJULET_PUBLIC_URL: z.url().optional(),
    HJULET_COSMOS_ENDPOINT: loopback.optional(),
    HJULET_COSMOS_KEY: text.optional(),
  })
  .superRefine(({ HJULET_COSMOS_ENDPOINT: endpoint, HJULET_COSMOS_KEY: key }, context) => {
    if ((endpoint === undefined) === (key === undefined)) return;
    const path = [endpoint === undefined ? 'HJULET_COSMOS_ENDPOINT' : 'HJULET_COSMOS_KEY'];
    context.addIssue({ code: 'custom', path, message: 'is needed with the other of the two in local mode' });
  });

const secret = z
  .string()
  .regex(
    /^[A-Za-z0-9+/_-]{43,}={0,2}$/,
    'must be 32 random bytes or more in base64, as `openssl rand -base64 32` makes',
  );

const thumbprint = text
  .transform((given) => given.replace(/[:\s]/g, ''))
  .pipe(
    z
      .string()
      .regex(
        /^([\da-f]{40}|[\da-f]{64})$/i,
        'must be the thumbprint that Entra ID shows beside the uploaded certificate: 40 hex digits, or 64 of a SHA-256',
      ),
  );

/** A PEM as it stands, where \n may be written for a line end as one-line settings need it, or the path of a file with one. */
const privateKey = text.transform((given, context) => {
  const pem = given.startsWith('-----BEGIN') ? given.replaceAll('\\n', '\n') : contentOf(given);
  if (pem !== undefined && isRsaKey(pem)) return pem;
  const message =
    pem === undefined
      ? 'names no file that can be read; give the path of a PEM file, or the PEM itself from its -----BEGIN on'
      : 'must be an RSA private key in PEM without a passphrase, as `openssl req -x509 -newkey rsa:2048 -nodes` makes';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

const loginUrl = z
  .url({ protocol: /^https$/, error: 'must be an https address' })
  .refine((url) => !URL.canParse(url) || new URL(url).pathname.length > 1, {
    error: 'must end with the tenant, such as https://login.microsoftonline.us/00000000-0000-0000-0000-000000000000',
  });

const guid = z.guid('must be a GUID such as 00000000-0000-0000-0000-000000000000');
const production = z
  .object({
    ...common,
    HJULET_MODE: z.literal('production').default('production'),
    HJULET_PUBLIC_URL: z.url({
      protocol: /^https$/,
      error: 'must be the https address that the internet reaches this bot at',
    }),
    HJULET_SIGNING_KEY: secret,
    HJULET_OLD_SIGNING_KEYS: list.pipe(z.array(secret)).optional(),
    HJULET_SERVICE_HOSTS: list.default(['smba.trafficmanager.net']),
    HJULET_TENANTS: list.optional(),
    MicrosoftAppId: guid,
    MicrosoftAppType: z.enum(['SingleTenant', 'MultiTenant', 'UserAssignedMSI']).default('SingleTenant'),
    MicrosoftAppTenantId: guid.optional(),
    MicrosoftAppPassword: text.optional(),
    CertificateThumbprint: thumbprint.optional(),
    CertificatePrivateKey: privateKey.optional(),
    ToBotFromChannelOpenIdMetadataUrl: z.url().optional(),
    ToChannelFromBotLoginUrl: loginUrl.optional(),
    HJULET_COSMOS_ENDPOINT: z
      .url({ protocol: /^https$/, error: 'must be the https address of an Azure Cosmos DB account' })
      .optional(),
    HJULET_COSMOS_KEY: z
      .never({ error: 'must be left out: in production the bot signs in with its managed identity and has no key' })
      .optional(),
    AZURE_CLIENT_ID: guid.optional(),
  })
  .superRefine(
    (given, context) => {
      const { MicrosoftAppType: type } = given;
      const tell = (path: keyof typeof given, message: string) =>
        context.addIssue({ code: 'custom', path: [path], message });
      if (type !== 'MultiTenant' && given.MicrosoftAppTenantId === undefined)
        tell('MicrosoftAppTenantId', `is needed when MicrosoftAppType is ${type}`);
      const certificate = ['CertificateThumbprint', 'CertificatePrivateKey'] as const;
      const proofs = ['MicrosoftAppPassword', ...certificate] as const;
      if (type === 'UserAssignedMSI') {
        for (const name of proofs) {
          if (given[name] !== undefined)
            tell(name, `must be left out when MicrosoftAppType is ${type}, which has none`);
        }
      } else if (certificate.some((name) => given[name] !== undefined)) {
        for (const name of certificate) {
          if (given[name] === undefined) tell(name, 'is needed too where a certificate is used');
        }
        if (given.MicrosoftAppPassword !== undefined)
          tell(
            'MicrosoftAppPassword',
            'must be left out where a certificate is used; the bot has one proof of who it is',
          );
      } else if (given.MicrosoftAppPassword === undefined) {
        tell(
          'MicrosoftAppPassword',
          `is needed when MicrosoftAppType is ${type}, or CertificateThumbprint and CertificatePrivateKey in its place`,
        );
      }
      // Also where other settings are wrong: everything is told at once.
    },
    { when: () => true },
  );

type LocalConfig = z.infer<typeof local>;
type ProductionConfig = z.infer<typeof production>;
export type Config = LocalConfig | ProductionConfig;

/**
 * @throws Error naming every wrong or missing setting at once, its rule and what was given (secrets apart).
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  // An empty line in a settings file means "not set".
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = (given.HJULET_MODE === 'local' ? local : production).safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    const value = given[name];
    const shown =
      value === undefined ? 'not set' : /password|key|connection/i.test(name) ? 'set, not shown' : `"${value}"`;
    return `  ${name} (${shown}): ${message}`;
  });
  throw new Error(
    `These settings keep Hjulet from starting:\n${lines.join('\n')}\n` +
      'Set them in the environment; .env.example shows them all. To try Hjulet without Teams, run `npm run play`.',
  );
}
