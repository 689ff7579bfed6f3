import { z } from 'zod';
import { defaultLanguage, languages } from '../domain/language.ts';
import { retention } from '../domain/retention.ts';
import {
  connectionString,
  cosmosDatabase,
  guid,
  guids,
  hosts,
  keysAddress,
  list,
  localOrigin,
  loginUrl,
  loopback,
  oneOf,
  privateKey,
  publicOrigin,
  secret,
  text,
  thumbprint,
  timeZone,
  tokenName,
  wholeNumber,
} from './values.ts';

/** What people read about a setting, in docs/settings.md and in .env.example. `npm run settings` writes both. */
export interface SettingText {
  /** What the setting does, in sentences; code spans are the only Markdown. */
  does: string;
  /** What holds where it is not set and has no default. */
  unset?: string;
  /** A value that may be given, where the default does not show one. */
  example?: string;
  /** When it must be set or left out, where the schema alone does not say so. */
  needed?: string;
}

export const settingTexts = z.registry<SettingText>();

const tenant = '00000000-0000-0000-0000-000000000000';

/** The settings that production needs, or needs in some cases. */
export const neededInProduction = {
  HJULET_PUBLIC_URL: publicOrigin.register(settingTexts, {
    does:
      'The https address at which the internet reaches this bot, with nothing after the host. Pictures and reports are ' +
      'linked from here.',
    example: 'https://hjulet.kommune.dk',
  }),
  HJULET_SIGNING_KEY: secret.register(settingTexts, {
    does:
      '32 random bytes or more in base64, as `openssl rand -base64 32` makes. It makes the codes that answers are stored ' +
      'under and signs the addresses of pictures and reports. Keep it secret, and keep a copy: with another key nobody ' +
      'finds their own answers.',
  }),
  HJULET_OLD_SIGNING_KEYS: list
    .pipe(z.array(secret))
    .optional()
    .register(settingTexts, {
      does:
        'Signing keys that were used before, newest first, separated by commas. Addresses signed with them still open, and ' +
        "people's codes are still made with the oldest.",
      needed: 'in production once the signing key was changed',
    }),
  MicrosoftAppId: guid.register(settingTexts, { does: 'The app (client) id of the Azure Bot.', example: tenant }),
  MicrosoftAppType: oneOf(['SingleTenant', 'MultiTenant', 'UserAssignedMSI'])
    .default('SingleTenant')
    .register(settingTexts, {
      does: 'How the Azure Bot is registered: `SingleTenant`, `UserAssignedMSI` or `MultiTenant`.',
      example: 'UserAssignedMSI',
    }),
  MicrosoftAppTenantId: guid.optional().register(settingTexts, {
    does: 'The tenant in which the Azure Bot is registered.',
    example: tenant,
    needed: 'in production unless the type is `MultiTenant`',
  }),
  MicrosoftAppPassword: text.optional().register(settingTexts, {
    does: 'The client secret of the app registration.',
    needed: 'in production unless the type is `UserAssignedMSI` or a certificate takes its place',
  }),
  CertificateThumbprint: thumbprint.optional().register(settingTexts, {
    does:
      'The thumbprint of a certificate that takes the place of the client secret, as Entra ID shows it beside the uploaded ' +
      'certificate, or its SHA-256. `openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem` makes one; ' +
      'upload `cert.pem` to the app registration.',
    example: 'A1B2C3D4E5F60718293A4B5C6D7E8F9012345678',
    needed: 'in production together with `CertificatePrivateKey`',
  }),
  CertificatePrivateKey: privateKey.optional().register(settingTexts, {
    does: "The certificate's RSA private key in PEM: the path of a file such as `/run/secrets/key.pem`, or the text itself with `\\n` for its line ends.",
    needed: 'in production together with `CertificateThumbprint`',
  }),
};

/** The settings of both modes, which may all be left out. */
export const common = {
  PORT: wholeNumber(0, 65_535).default(3978).register(settingTexts, {
    does: 'The port that the bot listens on; 0 takes any free one.',
    example: '8080',
  }),
  HJULET_DATA: text.default('data').register(settingTexts, {
    does: 'The folder of the database file. It is made where it does not exist.',
    example: '/home/data',
  }),
  HJULET_WHEELS: text.optional().register(settingTexts, {
    does: 'A folder with wheels of your own. They add to the built-in wheels, or replace those with the same id.',
    unset: 'the built-in wheels only',
    example: '/home/wheels',
  }),
  HJULET_LANGUAGE: oneOf(languages).default(defaultLanguage).register(settingTexts, {
    does: 'The language of new channels: `da` or `en`. The set-up card can change it for a channel.',
    example: 'en',
  }),
  HJULET_TIME_ZONE: timeZone.default('Europe/Copenhagen').register(settingTexts, {
    does: 'The time zone of dates and deadlines, by its IANA name.',
    example: 'Atlantic/Faroe',
  }),
  HJULET_SMALLEST_GROUP: wholeNumber(3, 10).default(4).register(settingTexts, {
    does: 'From how many answers a confidential round shows figures and comments: 3 to 10.',
    example: '5',
  }),
  HJULET_RETENTION_MONTHS: wholeNumber(retention.min, retention.max)
    .default(retention.default)
    .register(settingTexts, {
      does:
        `For how many months a round is kept after it closed: ${retention.min} to ${retention.max}. People are told before ` +
        'they answer, so a change holds for rounds that are started afterwards.',
      example: '24',
    }),
  HJULET_COSMOS_DATABASE: cosmosDatabase.default('hjulet').register(settingTexts, {
    does: 'The name of the database in the Azure Cosmos DB account.',
    example: 'hjulet-test',
  }),
  HJULET_LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error']).default('info').register(settingTexts, {
    does: 'The least important lines that the log has: `debug`, `info`, `warn` or `error`.',
    example: 'warn',
  }),
  APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString.optional().register(settingTexts, {
    does: 'The connection string of Application Insights, for metrics and traces.',
    unset: 'metrics are lines of the log, once a minute',
    example: 'InstrumentationKey=…;IngestionEndpoint=…',
  }),
};

/** Settings of production that may be left out. */
export const optionalInProduction = {
  HJULET_MODE: z
    .literal('production', 'must be production or local')
    .default('production')
    .register(settingTexts, {
      does:
        '`production`, or `local` to try the bot without Teams: then nobody is authenticated, and only this machine can reach ' +
        'the bot. `npm run play` sets it.',
      example: 'production',
    }),
  HJULET_TENANTS: guids.optional().register(settingTexts, {
    does: 'The ids of the tenants that may use the bot, separated by commas or spaces.',
    unset: 'any tenant may use it',
    example: tenant,
  }),
  HJULET_SERVICE_HOSTS: hosts
    .default(['smba.trafficmanager.net', 'smba.onyx.prod.teams.trafficmanager.net'])
    .register(settingTexts, {
      does:
        "The hosts of Teams' Connector that the bot's token may be sent to, separated by commas or spaces. The default is the " +
        'public cloud; in GCC it is `smba.infra.gcc.teams.microsoft.com`, in GCC High `smba.infra.gov.teams.microsoft.us` and ' +
        'in DoD `smba.infra.dod.teams.microsoft.us`. GCC has the keys and the logins of the public cloud; the other two have ' +
        'their own, which the next four settings name.',
      example: 'smba.infra.gcc.teams.microsoft.com',
    }),
  ToBotFromChannelOpenIdMetadataUrl: keysAddress.optional().register(settingTexts, {
    does: 'Where the bot reads which keys Microsoft signs with. Only a cloud other than the public one needs it.',
    unset: 'the public cloud',
    example: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  }),
  ToBotFromChannelTokenIssuer: tokenName.optional().register(settingTexts, {
    does:
      'Who Teams says that its requests are from. Only a cloud other than the public one needs it, together with the keys ' +
      'of that cloud.',
    unset: 'the public cloud',
    example: 'https://api.botframework.us',
  }),
  ToChannelFromBotLoginUrl: loginUrl.optional().register(settingTexts, {
    does: 'Where the bot gets its own tokens, with the tenant at the end. Only a cloud other than the public one needs it.',
    unset: 'the public cloud',
    example: `https://login.microsoftonline.us/${tenant}`,
  }),
  ToChannelFromBotOAuthScope: tokenName.optional().register(settingTexts, {
    does: "What the bot's own tokens are for. Only a cloud other than the public one needs it.",
    unset: 'the public cloud',
    example: 'https://api.botframework.us',
  }),
  HJULET_COSMOS_ENDPOINT: z
    .url({ protocol: /^https$/, error: 'must be the https address of an Azure Cosmos DB account' })
    .optional()
    .register(settingTexts, {
      does:
        'The https address of an Azure Cosmos DB account, which then takes the place of the file in `HJULET_DATA`. In local ' +
        'mode it is the address of an emulator on this machine.',
      unset: 'a database file in `HJULET_DATA`',
      example: 'https://hjulet.documents.azure.com',
    }),
  HJULET_COSMOS_KEY: z
    .never({ error: 'must be left out: in production the bot signs in with its managed identity and has no key' })
    .optional(),
  AZURE_CLIENT_ID: guid.optional().register(settingTexts, {
    does: 'The client id of the user-assigned managed identity that may read and write the database.',
    unset: "the machine's own identity",
    example: tenant,
  }),
};

/** What local mode has in the place of production's settings. */
export const localOnly = {
  HJULET_MODE: z.literal('local'),
  HJULET_PUBLIC_URL: localOrigin.optional(),
  HJULET_COSMOS_ENDPOINT: loopback.optional(),
  HJULET_COSMOS_KEY: text.optional().register(settingTexts, {
    does: 'The key of a Cosmos DB emulator on this machine. In production the bot signs in with its managed identity instead.',
    needed: 'in local mode together with `HJULET_COSMOS_ENDPOINT`; must be left out in production',
  }),
};
