import { randomBytes, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeProtectedHeader, importX509, jwtVerify } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import { happened } from '../support/arrivals.ts';
import { startProcess } from '../support/process.ts';
import { type Asked, certificateFile, keyFile, type Login, loginForTest } from './login.ts';
import { appId, makeKey, openIdForTest } from './openid.ts';

/** As whom the bot speaks: the process as it runs in production, and what it asks for at its start. */

const tenant = '66666666-7777-8888-9999-000000000000';
const pem = readFileSync(certificateFile, 'utf8');
const { fingerprint, fingerprint256 } = new X509Certificate(pem);
const proofType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Starts the bot as in production. @returns what it asked the login server for before anybody wrote to it. */
async function started(login: Login, env: Record<string, string>): Promise<Asked> {
  const folder = mkdtempSync(join(tmpdir(), 'hjulet-credentials-'));
  const openId = await openIdForTest([await makeKey('teams-key', ['msteams'])]);
  const bot = await startProcess(
    {
      HJULET_DATA: folder,
      HJULET_PUBLIC_URL: 'https://hjulet.example.dk',
      HJULET_SIGNING_KEY: randomBytes(32).toString('base64'),
      MicrosoftAppId: appId,
      MicrosoftAppTenantId: tenant,
      ToBotFromChannelOpenIdMetadataUrl: openId.metadataUrl,
      NODE_EXTRA_CA_CERTS: certificateFile,
      ...env,
    },
    { given: [] },
  );
  onTestFinished(async () => {
    await bot.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  const asked = await happened(
    'a request for a token',
    () => login.asked[0],
    () => 'none',
  );
  expect(login.asked).toHaveLength(1);
  return asked;
}

/** What every request for a token by an app says, whatever its proof. */
function expectAppRequest({ url, form }: Asked): void {
  expect(url.pathname).toBe(`/${tenant}/oauth2/v2.0/token`);
  expect(form.get('client_id')).toBe(appId);
  expect(form.get('grant_type')).toBe('client_credentials');
  expect(form.get('scope')?.split(' ')).toContain('https://api.botframework.com/.default');
}

describe('a bot of one tenant', () => {
  it.each([
    ['as Entra ID shows it', fingerprint.replaceAll(':', ''), 'RS256', 'x5t', fingerprint],
    ['as openssl shows it', fingerprint, 'RS256', 'x5t', fingerprint],
    ['of SHA-256', fingerprint256.replaceAll(':', '').toLowerCase(), 'PS256', 'x5t#S256', fingerprint256],
  ])(
    'with a certificate, its thumbprint %s, asks for a token signed by it',
    async (_name, given, alg, header, print) => {
      const login = await loginForTest({ secure: true });
      const asked = await started(login, {
        CertificateThumbprint: given,
        CertificatePrivateKey: keyFile,
        ToChannelFromBotLoginUrl: `${login.origin}/${tenant}`,
      });
      expectAppRequest(asked);
      expect(asked.form.get('client_secret')).toBeNull();
      expect(asked.form.get('client_assertion_type')).toBe(proofType);
      const assertion = asked.form.get('client_assertion') ?? '';
      const { payload } = await jwtVerify(assertion, await importX509(pem, alg), {
        issuer: appId,
        subject: appId,
        // Its times are rounded.
        clockTolerance: 5,
      });
      expect(payload.aud).toBe(`${login.origin}/${tenant}/oauth2/v2.0/token`);
      const told = decodeProtectedHeader(assertion) as Record<string, unknown>;
      expect(told[header]).toBe(Buffer.from(print.replaceAll(':', ''), 'hex').toString('base64url'));
    },
  );

  it('with a certificate whose key stands in the setting itself signs with it too', async () => {
    const login = await loginForTest({ secure: true });
    const asked = await started(login, {
      CertificateThumbprint: fingerprint,
      CertificatePrivateKey: readFileSync(keyFile, 'utf8').replaceAll('\n', '\\n'),
      ToChannelFromBotLoginUrl: `${login.origin}/${tenant}`,
    });
    await jwtVerify(asked.form.get('client_assertion') ?? '', await importX509(pem, 'RS256'), { clockTolerance: 5 });
  });

  it('with a secret asks for a token with it', async () => {
    const login = await loginForTest({ secure: true });
    const asked = await started(login, {
      MicrosoftAppPassword: 'kanariefugl',
      ToChannelFromBotLoginUrl: `${login.origin}/${tenant}`,
    });
    expectAppRequest(asked);
    expect(asked.form.get('client_secret')).toBe('kanariefugl');
    expect(asked.form.get('client_assertion')).toBeNull();
  });
});

describe('a bot of another cloud than the public one', () => {
  const ToChannelFromBotOAuthScope = 'https://api.botframework.us';

  it('asks for a token for the Connector there', async () => {
    const login = await loginForTest({ secure: true });
    const { form } = await started(login, {
      MicrosoftAppPassword: 'kanariefugl',
      ToChannelFromBotLoginUrl: `${login.origin}/${tenant}`,
      ToChannelFromBotOAuthScope,
    });
    expect(form.get('scope')?.split(' ')).toContain('https://api.botframework.us/.default');
  });

  it('asks its machine for one too', async () => {
    const login = await loginForTest({ secure: false });
    const { url } = await started(login, {
      MicrosoftAppType: 'UserAssignedMSI',
      IDENTITY_ENDPOINT: `${login.origin}/msi/token`,
      IDENTITY_HEADER: 'kanariefugl',
      ToChannelFromBotOAuthScope,
    });
    expect(url.searchParams.get('resource')).toBe('https://api.botframework.us');
  });
});

describe('a bot that its machine vouches for', () => {
  it('in App Service or Container Apps asks their own address for a token for Teams', async () => {
    const login = await loginForTest({ secure: false });
    const { url, headers } = await started(login, {
      MicrosoftAppType: 'UserAssignedMSI',
      IDENTITY_ENDPOINT: `${login.origin}/msi/token`,
      IDENTITY_HEADER: 'kanariefugl',
    });
    expect(url.pathname).toBe('/msi/token');
    expect(url.searchParams.get('resource')).toBe('https://api.botframework.com');
    expect(url.searchParams.get('client_id')).toBe(appId);
    expect(headers['x-identity-header']).toBe('kanariefugl');
  });

  it('in a virtual machine asks the metadata service', async () => {
    const login = await loginForTest({ secure: false });
    const { url, headers } = await started(login, {
      MicrosoftAppType: 'UserAssignedMSI',
      AZURE_POD_IDENTITY_AUTHORITY_HOST: login.origin,
    });
    expect(url.pathname).toMatch(/^\/metadata\/identity\/oauth2\/token\/?$/);
    expect(url.searchParams.get('resource')).toBe('https://api.botframework.com');
    expect(url.searchParams.get('client_id')).toBe(appId);
    expect(headers.metadata).toBe('true');
  });
});
