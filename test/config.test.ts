import { describe, expect, it, test } from 'vitest';
import { readConfig } from '../src/config.ts';

const key = 'x6Jm0m1mD3kqfHcVJkq8nJ3pYwTzq0V1r5bXoGkS9mE=';
const production = {
  HJULET_PUBLIC_URL: 'https://hjulet.example.dk',
  HJULET_SIGNING_KEY: key,
  MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
  MicrosoftAppTenantId: '66666666-7777-8888-9999-000000000000',
  MicrosoftAppPassword: 'kanariefugl',
};

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
      HJULET_LOG_LEVEL: 'info',
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
      HJULET_LOG_LEVEL: 'info',
      HJULET_SERVICE_HOSTS: ['smba.trafficmanager.net'],
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
      HJULET_LOG_LEVEL: 'debug',
      HJULET_SERVICE_HOSTS: 'smba.trafficmanager.net, smba.example.net',
      ToBotFromChannelOpenIdMetadataUrl: 'https://login.example.net/keys',
      ToChannelFromBotLoginUrl: 'https://login.example.net',
    };
    expect(readConfig(given)).toEqual({
      ...given,
      HJULET_MODE: 'production',
      MicrosoftAppType: 'SingleTenant',
      PORT: 8080,
      HJULET_SMALLEST_GROUP: 10,
      HJULET_SERVICE_HOSTS: ['smba.trafficmanager.net', 'smba.example.net'],
    });
  });

  test('takes an empty line for a setting that is not set', () => {
    expect(readConfig({ ...production, PORT: '', HJULET_LANGUAGE: '  ' })).toMatchObject({
      PORT: 3978,
      HJULET_LANGUAGE: 'da',
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

describe('a wrong setting', () => {
  it.each([
    { name: 'PORT', value: 'http' },
    { name: 'PORT', value: '65536' },
    { name: 'PORT', value: '39.78' },
    { name: 'HJULET_LANGUAGE', value: 'sv' },
    { name: 'HJULET_TIME_ZONE', value: 'Danmark' },
    { name: 'HJULET_SMALLEST_GROUP', value: '2' },
    { name: 'HJULET_SMALLEST_GROUP', value: '11' },
    { name: 'HJULET_SMALLEST_GROUP', value: '3.5' },
    { name: 'HJULET_LOG_LEVEL', value: 'loud' },
    { name: 'HJULET_PUBLIC_URL', value: 'http://hjulet.example.dk' },
    { name: 'HJULET_PUBLIC_URL', value: 'hjulet.example.dk' },
    { name: 'MicrosoftAppId', value: 'hjulet' },
    { name: 'MicrosoftAppTenantId', value: 'kommune.dk' },
    { name: 'MicrosoftAppType', value: 'Singletenant' },
    { name: 'ToChannelFromBotLoginUrl', value: 'login' },
  ])('$name "$value" is told with its name, what was given and a rule', ({ name, value }) => {
    const [fault, ...others] = faults({ ...production, [name]: value });
    expect(fault?.startsWith(`${name} ("${value}"): `)).toBe(true);
    expect(fault?.split('): ')[1]).not.toBe('');
    expect(others).toEqual([]);
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
  it.each(['kanariefugl', `${key.slice(0, 20)}!`, 'x'.repeat(42), `${key} kanariefugl`])(
    'that is no signing key (%s) is asked for again and never shown',
    (secret) => {
      const env = { ...production, HJULET_SIGNING_KEY: secret, MicrosoftAppPassword: 'another kanariefugl' };
      expect(faults(env)).toEqual([expect.stringMatching(/^HJULET_SIGNING_KEY \(set, not shown\): .*openssl rand/)]);
      expect(message(env)).not.toContain(secret);
      expect(message(env)).not.toContain('kanariefugl');
    },
  );

  test('is not shown among other faults either', () => {
    const text = message({ ...production, PORT: 'http', MicrosoftAppId: 'wrong', HJULET_SIGNING_KEY: 'kanariefugl' });
    expect(text).toContain('PORT');
    expect(text).not.toContain('kanariefugl');
  });
});
