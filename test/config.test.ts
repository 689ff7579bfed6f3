import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { readConfig } from '../src/config.ts';

const key = 'x6Jm0m1mD3kqfHcVJkq8nJ3pYwTzq0V1r5bXoGkS9mE=';
const production = {
  HJULET_PUBLIC_URL: 'https://hjulet.example.dk',
  HJULET_SIGNING_KEY: key,
  MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
  MicrosoftAppTenantId: '66666666-7777-8888-9999-000000000000',
  MicrosoftAppPassword: 'kanariefugl',
};

const publicRule =
  'must be the https address that the internet reaches this bot at, such as https://hjulet.kommune.dk, with nothing after the host';

/** The lines that tell what is wrong, one a setting. */
function faults(env: NodeJS.ProcessEnv): string[] {
  return message(env)
    .split('\n')
    .filter((line) => line.startsWith('  '))
    .map((line) => line.trim());
}

function message(env: NodeJS.ProcessEnv): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return '';
}

const named = (env: NodeJS.ProcessEnv) => faults(env).map((line) => line.split(' ')[0]);

describe('local mode', () => {
  test('needs nothing but its name', () => {
    expect(readConfig({ HJULET_MODE: 'local' })).toEqual({
      HJULET_MODE: 'local',
      PORT: 3978,
      HJULET_DATA: 'data',
      HJULET_LANGUAGE: 'da',
      HJULET_TIME_ZONE: 'Europe/Copenhagen',
      HJULET_SMALLEST_GROUP: 4,
      HJULET_RETENTION_MONTHS: 12,
      HJULET_LOG_LEVEL: 'info',
      HJULET_COSMOS_DATABASE: 'hjulet',
    });
  });

  test('has nothing to do with the settings of Teams, right or wrong', () => {
    const config = readConfig({ ...production, MicrosoftAppId: 'wrong', HJULET_MODE: 'local' });
    expect(JSON.stringify(config)).not.toMatch(/kanariefugl|wrong/);
  });

  test('is entered by its name only: without a word, and with another, the settings of Teams are asked for', () => {
    expect(named({})).toContain('MicrosoftAppId');
    expect(named({ HJULET_MODE: 'Local' })).toEqual(expect.arrayContaining(['HJULET_MODE', 'MicrosoftAppId']));
    expect(named({ HJULET_MODE: 'development' })).toContain('HJULET_MODE');
  });
});

describe('production', () => {
  test('takes what it needs and has a default for the rest', () => {
    expect(readConfig(production)).toEqual({
      ...production,
      HJULET_MODE: 'production',
      MicrosoftAppType: 'SingleTenant',
      PORT: 3978,
      HJULET_DATA: 'data',
      HJULET_LANGUAGE: 'da',
      HJULET_TIME_ZONE: 'Europe/Copenhagen',
      HJULET_SMALLEST_GROUP: 4,
      HJULET_RETENTION_MONTHS: 12,
      HJULET_LOG_LEVEL: 'info',
      HJULET_COSMOS_DATABASE: 'hjulet',
      HJULET_SERVICE_HOSTS: ['smba.trafficmanager.net', 'smba.onyx.prod.teams.trafficmanager.net'],
    });
  });

  test('takes each setting as it is given', () => {
    const given = {
      ...production,
      PORT: '8080',
      HJULET_DATA: '/home/data',
      HJULET_WHEELS: '/home/wheels',
      HJULET_LANGUAGE: 'en',
      HJULET_TIME_ZONE: 'Atlantic/Faroe',
      HJULET_SMALLEST_GROUP: '10',
      HJULET_RETENTION_MONTHS: '24',
      HJULET_COSMOS_ENDPOINT: 'https://hjulet.documents.azure.com',
      HJULET_COSMOS_DATABASE: 'hjulet-test',
      AZURE_CLIENT_ID: '99999999-2222-3333-4444-555555555555',
      HJULET_LOG_LEVEL: 'debug',
      HJULET_SERVICE_HOSTS: 'smba.trafficmanager.net, smba.example.net',
      ToBotFromChannelOpenIdMetadataUrl: 'https://login.example.net/keys',
      ToChannelFromBotLoginUrl: 'https://login.example.net/66666666-7777-8888-9999-000000000000',
      ToBotFromChannelTokenIssuer: 'https://api.botframework.us',
      ToChannelFromBotOAuthScope: 'https://api.botframework.us',
    };
    expect(readConfig(given)).toEqual({
      ...given,
      HJULET_MODE: 'production',
      MicrosoftAppType: 'SingleTenant',
      PORT: 8080,
      HJULET_SMALLEST_GROUP: 10,
      HJULET_RETENTION_MONTHS: 24,
      HJULET_SERVICE_HOSTS: ['smba.trafficmanager.net', 'smba.example.net'],
    });
  });

  test('takes ids in capitals as Microsoft writes them, since those of its tokens are in small letters', () => {
    const MicrosoftAppId = 'ABCDEF00-0000-4000-8000-00000000000A';
    expect(readConfig({ ...production, MicrosoftAppId: ` ${MicrosoftAppId}\n` })).toMatchObject({
      MicrosoftAppId: MicrosoftAppId.toLowerCase(),
    });
  });

  test('takes the keys of a server on this machine, as tests have one', () => {
    const ToBotFromChannelOpenIdMetadataUrl = 'http://127.0.0.1:8081/openid';
    expect(readConfig({ ...production, ToBotFromChannelOpenIdMetadataUrl })).toMatchObject({
      ToBotFromChannelOpenIdMetadataUrl,
    });
  });

  test('takes lists with commas, spaces or both between, and more of them than are needed', () => {
    const [one, two] = ['ABCDEF00-0000-4000-8000-00000000000A', production.MicrosoftAppTenantId];
    const given = { HJULET_SERVICE_HOSTS: ' A.example,\n b.example c.example, ', HJULET_TENANTS: `${one},${two}` };
    expect(readConfig({ ...production, ...given })).toMatchObject({
      HJULET_SERVICE_HOSTS: ['a.example', 'b.example', 'c.example'],
      HJULET_TENANTS: [one.toLowerCase(), two],
    });
  });

  it.each(['debug', 'info', 'warn', 'error'])('may log from %s on', (level) => {
    expect(readConfig({ ...production, HJULET_LOG_LEVEL: level })).toMatchObject({ HJULET_LOG_LEVEL: level });
  });

  test('takes an empty line for a setting that is not set', () => {
    expect(readConfig({ ...production, PORT: '', HJULET_LANGUAGE: '  ', HJULET_DATA: undefined })).toMatchObject({
      PORT: 3978,
      HJULET_LANGUAGE: 'da',
      HJULET_DATA: 'data',
    });
    expect(faults({ ...production, MicrosoftAppId: ' ' })).toEqual([
      expect.stringMatching(/^MicrosoftAppId \(not set\)/),
    ]);
  });

  it.each([
    { type: 'SingleTenant', needs: ['MicrosoftAppTenantId', 'MicrosoftAppPassword'] },
    { type: 'MultiTenant', needs: ['MicrosoftAppPassword'] },
    { type: 'UserAssignedMSI', needs: ['MicrosoftAppTenantId'] },
  ])('as $type needs $needs, and says so', ({ type, needs }) => {
    const { MicrosoftAppTenantId: _, MicrosoftAppPassword: __, ...rest } = production;
    const env = { ...rest, MicrosoftAppType: type };
    expect(named(env).toSorted()).toEqual(needs.toSorted());
    expect(message(env)).toContain(`is needed when MicrosoftAppType is ${type}`);
  });
});

describe('a certificate', () => {
  const { MicrosoftAppPassword: _, ...bare } = production;
  const pemOf = (type: 'rsa' | 'ec', passphrase?: string) => {
    const cipher = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
    const { privateKey } =
      type === 'rsa'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return privateKey.export({ type: 'pkcs8', format: 'pem', ...cipher }).toString();
  };
  const pem = pemOf('rsa');
  const sha1 = 'A1'.repeat(20);
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hjulet-config-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const fileOf = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  test('takes the place of the secret, its key as the path of a PEM file or the PEM itself', () => {
    const wanted = { CertificateThumbprint: sha1, CertificatePrivateKey: pem };
    const ways = [fileOf('key.pem', pem), pem, pem.replaceAll('\n', '\\n'), `\n${pem}`];
    for (const way of ways) {
      const config = readConfig({ ...bare, CertificateThumbprint: sha1, CertificatePrivateKey: way });
      expect(config).toMatchObject({ ...wanted, CertificatePrivateKey: expect.stringContaining(pem.trim()) });
    }
    const open = { ...bare, MicrosoftAppType: 'MultiTenant', CertificateThumbprint: sha1, CertificatePrivateKey: pem };
    expect(faults(open)).toEqual([]);
  });

  it.each([
    ['as openssl writes it', 'a1:'.repeat(20).slice(0, -1), 'a1'.repeat(20)],
    ['with spaces', 'A1 '.repeat(20), 'A1'.repeat(20)],
    ['of SHA-256', 'a1'.repeat(32), 'a1'.repeat(32)],
  ])('has a thumbprint %s', (_name, given, read) => {
    const config = readConfig({ ...bare, CertificateThumbprint: given, CertificatePrivateKey: pem });
    expect(config).toMatchObject({ CertificateThumbprint: read });
  });

  it.each(['a1'.repeat(19), 'a1'.repeat(21), 'a1'.repeat(33), 'g1'.repeat(20), '-----BEGIN CERTIFICATE-----'])(
    'whose thumbprint is none (%s) is told where to find it',
    (given) => {
      const told = faults({ ...bare, CertificateThumbprint: given, CertificatePrivateKey: pem });
      expect(told).toEqual([expect.stringMatching(/^CertificateThumbprint \(.*Entra ID.*40 hex digits/)]);
    },
  );

  it.each<[string, () => string, RegExp]>([
    ['no file', () => join(folder, 'none.pem'), /names no file that can be read.*path/],
    ['a folder', () => folder, /names no file that can be read/],
    ['another file', () => fileOf('note.txt', 'kanariefugl'), /must be an RSA private key.*openssl req/],
    ['a key of another kind', () => pemOf('ec'), /must be an RSA private key/],
    ['a key behind a passphrase', () => pemOf('rsa', 'kanariefugl'), /without a passphrase/],
    ['half a key', () => pem.slice(0, 200), /must be an RSA private key/],
    ['a public key', () => '-----BEGIN PUBLIC KEY-----', /must be an RSA private key/],
  ])('whose key is %s is refused by name, with a remedy, and never shown', (_name, given, rule) => {
    const env = { ...bare, CertificateThumbprint: sha1, CertificatePrivateKey: given() };
    expect(faults(env)).toEqual([expect.stringMatching(/^CertificatePrivateKey \(set, not shown\): /)]);
    expect(faults(env)[0]).toMatch(rule);
    expect(message(env)).not.toContain('kanariefugl');
    expect(message(env)).not.toContain(pem.slice(40, 80));
  });

  test('that is half there lacks its other half', () => {
    expect(faults({ ...bare, CertificateThumbprint: sha1 })).toEqual([
      expect.stringMatching(/^CertificatePrivateKey \(not set\): is needed too where a certificate is used/),
    ]);
    expect(faults({ ...bare, CertificatePrivateKey: pem })).toEqual([
      expect.stringMatching(/^CertificateThumbprint \(not set\): is needed too/),
    ]);
  });

  test('beside a secret is one proof too many', () => {
    const env = { ...production, CertificateThumbprint: sha1, CertificatePrivateKey: pem };
    expect(faults(env)).toEqual([
      expect.stringMatching(/^MicrosoftAppPassword \(set, not shown\): must be left out where a certificate is used/),
    ]);
  });

  test('is told of where neither it nor a secret is there', () => {
    expect(message(bare)).toMatch(
      /MicrosoftAppPassword .*CertificateThumbprint and CertificatePrivateKey in its place/,
    );
  });

  test('or a secret has no place where the machine vouches for the bot', () => {
    const env = { ...production, MicrosoftAppType: 'UserAssignedMSI' };
    const certificate = { CertificateThumbprint: sha1, CertificatePrivateKey: pem };
    expect(named({ ...env, ...certificate }).toSorted()).toEqual(
      ['CertificatePrivateKey', 'CertificateThumbprint', 'MicrosoftAppPassword'].toSorted(),
    );
    expect(message(env)).toContain('must be left out when MicrosoftAppType is UserAssignedMSI');
    expect(faults({ ...bare, MicrosoftAppType: 'UserAssignedMSI' })).toEqual([]);
  });
});

describe('a Cosmos DB database', () => {
  const key = Buffer.from('kanariefugl').toString('base64');

  test('has no key in production, where the bot signs in with its managed identity', () => {
    const endpoint = 'https://hjulet.documents.azure.com';
    expect(readConfig({ ...production, HJULET_COSMOS_ENDPOINT: endpoint })).toMatchObject({
      HJULET_COSMOS_ENDPOINT: endpoint,
      HJULET_COSMOS_DATABASE: 'hjulet',
    });
    const env = { ...production, HJULET_COSMOS_ENDPOINT: endpoint, HJULET_COSMOS_KEY: key };
    expect(faults(env)).toEqual([expect.stringMatching(/^HJULET_COSMOS_KEY \(set, not shown\): must be left out/)]);
    expect(message(env)).not.toContain(key);
  });

  it.each(['https://localhost:8081', 'http://127.0.0.1:3000'])(
    'has a key in local mode, where it is at %s',
    (endpoint) => {
      const env = { HJULET_MODE: 'local', HJULET_COSMOS_ENDPOINT: endpoint, HJULET_COSMOS_KEY: key };
      expect(readConfig(env)).toMatchObject({ HJULET_COSMOS_ENDPOINT: endpoint, HJULET_COSMOS_KEY: key });
    },
  );

  it.each([
    'https://hjulet.documents.azure.com',
    'https://localhost.example.dk',
    'https://not-localhost',
    'https://127.0.0.1.example.dk',
    'ahttps://localhost',
    'httpsa://localhost',
    'localhost:8081',
  ])('in local mode is on this machine, and not at %s', (endpoint) => {
    expect(faults({ HJULET_MODE: 'local', HJULET_COSMOS_ENDPOINT: endpoint, HJULET_COSMOS_KEY: key })).toEqual([
      `HJULET_COSMOS_ENDPOINT ("${endpoint}"): must be on this machine in local mode, such as https://localhost:8081`,
    ]);
  });

  test('in local mode comes with its key', () => {
    const needed = (name: string) => [`${name} (not set): is needed with the other of the two in local mode`];
    expect(faults({ HJULET_MODE: 'local', HJULET_COSMOS_KEY: key })).toEqual(needed('HJULET_COSMOS_ENDPOINT'));
    expect(faults({ HJULET_MODE: 'local', HJULET_COSMOS_ENDPOINT: 'http://localhost' })).toEqual(
      needed('HJULET_COSMOS_KEY'),
    );
  });
});

describe('a wrong setting', () => {
  it.each<{ name: string; value: string; rule?: string }>([
    { name: 'PORT', value: 'http', rule: 'must be a whole number from 0 to 65535' },
    { name: 'PORT', value: '65536' },
    { name: 'PORT', value: '39.78', rule: 'must be a whole number from 0 to 65535' },
    { name: 'HJULET_LANGUAGE', value: 'sv', rule: 'must be da or en' },
    { name: 'HJULET_MODE', value: 'test', rule: 'must be production or local' },
    { name: 'HJULET_TIME_ZONE', value: 'Danmark', rule: 'must be an IANA time zone such as Europe/Copenhagen' },
    { name: 'HJULET_SMALLEST_GROUP', value: '2', rule: 'must be a whole number from 3 to 10' },
    { name: 'HJULET_SMALLEST_GROUP', value: '11' },
    { name: 'HJULET_SMALLEST_GROUP', value: '3.5' },
    { name: 'HJULET_RETENTION_MONTHS', value: '0' },
    { name: 'HJULET_RETENTION_MONTHS', value: '121', rule: 'must be a whole number from 1 to 120' },
    { name: 'HJULET_RETENTION_MONTHS', value: '1.5' },
    ...['http', 'ahttps', 'httpsa'].flatMap((protocol) => [
      {
        name: 'HJULET_COSMOS_ENDPOINT',
        value: `${protocol}://hjulet.documents.azure.com`,
        rule: 'must be the https address of an Azure Cosmos DB account',
      },
      {
        name: 'HJULET_PUBLIC_URL',
        value: `${protocol}://hjulet.example.dk`,
        rule: publicRule,
      },
      {
        name: 'ToChannelFromBotLoginUrl',
        value: `${protocol}://login.example.net/tenant`,
        rule: 'must be an https address',
      },
    ]),
    { name: 'AZURE_CLIENT_ID', value: 'hjulet' },
    { name: 'HJULET_LOG_LEVEL', value: 'loud', rule: 'must be debug, info, warn or error' },
    { name: 'HJULET_PUBLIC_URL', value: 'hjulet.example.dk' },
    { name: 'MicrosoftAppId', value: 'hjulet', rule: 'must be a GUID such as 00000000-0000-0000-0000-000000000000' },
    { name: 'MicrosoftAppTenantId', value: 'kommune.dk' },
    {
      name: 'MicrosoftAppType',
      value: 'Singletenant',
      rule: 'must be SingleTenant, MultiTenant or UserAssignedMSI',
    },
    {
      name: 'ToBotFromChannelOpenIdMetadataUrl',
      value: 'keys',
      rule: 'must be an https address such as https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
    },
    ...['https://api.botframework.us/', 'https://API.botframework.us', 'http://api.botframework.us', 'us'].flatMap(
      (value) =>
        ['ToBotFromChannelTokenIssuer', 'ToChannelFromBotOAuthScope'].map((name) => ({
          name,
          value,
          rule: 'must be an https address such as https://api.botframework.us, in small letters and with nothing after the host',
        })),
    ),
    ...['http://login.example.net/keys', 'file:///etc/keys', 'javascript:1'].map((value) => ({
      name: 'ToBotFromChannelOpenIdMetadataUrl',
      value,
    })),
    ...['/bot', '/?a=1', '/#top', ' .dk'].map((after) => ({
      name: 'HJULET_PUBLIC_URL',
      value: `https://hjulet.example.dk${after}`,
      rule: publicRule,
    })),
    { name: 'HJULET_PUBLIC_URL', value: 'https://hjulet@example.dk', rule: publicRule },
    ...['kommune.onmicrosoft.com', ';', ',', `${production.MicrosoftAppId};${production.MicrosoftAppId}`].map(
      (value) => ({
        name: 'HJULET_TENANTS',
        value,
        rule: 'must be GUIDs such as 00000000-0000-0000-0000-000000000000, with commas or spaces between them',
      }),
    ),
    ...['https://a.example', 'a.example/', 'a.example:443', '*.example', '*', ',', 'b.example,a'].map((value) => ({
      name: 'HJULET_SERVICE_HOSTS',
      value,
      rule: 'must be names of hosts such as smba.trafficmanager.net, without https:// or anything after the name',
    })),
    ...['0x10', '1e3', '80.0', '+80'].map((value) => ({ name: 'PORT', value })),
    ...['+01:00', '-0100'].map((value) => ({ name: 'HJULET_TIME_ZONE', value })),
    ...['a/b', 'a\\b', 'a#b', 'a?b', 'x'.repeat(256)].map((value) => ({
      name: 'HJULET_COSMOS_DATABASE',
      value,
      rule: 'must be the name of a database of at most 255 characters, without / \\ # and ?',
    })),
    { name: 'ToChannelFromBotLoginUrl', value: 'login' },
    {
      name: 'ToChannelFromBotLoginUrl',
      value: 'https://login.example.net/',
      rule: 'must end with the tenant, such as https://login.microsoftonline.us/00000000-0000-0000-0000-000000000000',
    },
  ])('$name "$value" is told with its name, what was given and a rule', ({ name, value, rule }) => {
    const [fault, ...others] = faults({ ...production, [name]: value });
    expect(fault?.startsWith(`${name} ("${value}"): `)).toBe(true);
    const told = fault?.split('): ')[1];
    expect(told).toBe(rule ?? told);
    expect(told).not.toBe('');
    expect(others).toEqual([]);
  });

  test('that is missing is told with its rule, in words of our own', () => {
    expect(faults({}).filter((fault) => /Invalid|expected|received/.test(fault))).toEqual([]);
    expect(faults({})).toContainEqual(
      'HJULET_SIGNING_KEY (not set): must be 32 random bytes or more in base64, as `openssl rand -base64 32` makes',
    );
  });

  test('is told together with every other', () => {
    const env = {
      PORT: 'http',
      HJULET_LANGUAGE: 'sv',
      HJULET_TIME_ZONE: 'Danmark',
      HJULET_SMALLEST_GROUP: '2',
      HJULET_LOG_LEVEL: 'loud',
      HJULET_SIGNING_KEY: 'short',
      MicrosoftAppId: 'hjulet',
      MicrosoftAppTenantId: 'kommune.dk',
      MicrosoftAppPassword: 'kanariefugl',
      ToChannelFromBotLoginUrl: 'login',
    };
    const wrong = [...Object.keys(env).filter((name) => name !== 'MicrosoftAppPassword'), 'HJULET_PUBLIC_URL'];
    expect(named(env).toSorted()).toEqual(wrong.toSorted());
  });

  test('does not hide that one is missing which only the kind of app makes necessary', () => {
    expect(named({}).toSorted()).toEqual(
      [
        'HJULET_PUBLIC_URL',
        'HJULET_SIGNING_KEY',
        'MicrosoftAppId',
        'MicrosoftAppPassword',
        'MicrosoftAppTenantId',
      ].toSorted(),
    );
    const { MicrosoftAppPassword: _, ...rest } = production;
    expect(named({ ...rest, PORT: 'http' }).toSorted()).toEqual(['MicrosoftAppPassword', 'PORT']);
  });

  test('is told with the way to try without Teams', () => {
    expect(message({})).toMatch(/npm run play/);
    expect(message({})).toMatch(/\.env\.example/);
  });
});

describe('a secret', () => {
  it.each([key, key.slice(0, -1), `${'x'.repeat(46)}==`, 'a-b_'.repeat(11)])('may be %s', (secret) => {
    expect(readConfig({ ...production, HJULET_SIGNING_KEY: secret })).toMatchObject({ HJULET_SIGNING_KEY: secret });
  });

  it.each(['kanariefugl', `${key.slice(0, 20)}!`, 'x'.repeat(42), `${key} kanariefugl`, `!${key}`, `${key}==`])(
    'that is no signing key (%s) is asked for again and never shown',
    (secret) => {
      const env = { ...production, HJULET_SIGNING_KEY: secret, MicrosoftAppPassword: 'another kanariefugl' };
      expect(faults(env)).toEqual([expect.stringMatching(/^HJULET_SIGNING_KEY \(set, not shown\): .*openssl rand/)]);
      expect(message(env)).not.toContain(secret);
      expect(message(env)).not.toContain('kanariefugl');
    },
  );

  test.each(['kanariefugl', `IngestionEndpoint=kanariefugl;InstrumentationKey=${production.MicrosoftAppId}`])(
    'that is no connection string (%s) is asked for again and never shown',
    (given) => {
      expect(faults({ ...production, APPLICATIONINSIGHTS_CONNECTION_STRING: given })).toEqual([
        'APPLICATIONINSIGHTS_CONNECTION_STRING (set, not shown): must be the connection string that Application Insights ' +
          'shows, which begins with InstrumentationKey=',
      ]);
    },
  );

  test('is not shown among other faults either', () => {
    const text = message({ ...production, PORT: 'http', MicrosoftAppId: 'wrong', HJULET_SIGNING_KEY: 'kanariefugl' });
    expect(text).toContain('PORT');
    expect(text).not.toContain('kanariefugl');
  });
});
