import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactSign, exportJWK, generateKeyPair } from 'jose';

export const appId = '9c1f7e20-5b64-4f0a-8d3e-2a7b6c5d4e10';
const issuer = 'https://api.botframework.com';

export interface OpenId {
  metadataUrl: string;
  /** So many different tokens of Teams, each for this service address. Teams too uses a token for many requests. */
  tokens(serviceUrl: string, count: number): Promise<string[]>;
  close(): void;
}

/** Serves OpenID metadata and keys as Microsoft does, and signs real tokens with the key in them. */
export async function startOpenId(): Promise<OpenId> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: 'bench', use: 'sig', alg: 'RS256', endorsements: ['msteams'] };
  const server = createServer((request, response) => {
    const body = request.url?.endsWith('/keys')
      ? { keys: [key] }
      : { issuer, jwks_uri: `${origin}/keys`, id_token_signing_alg_values_supported: ['RS256'] };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/.well-known`;
  const sign = (claims: object) =>
    new CompactSign(Buffer.from(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'bench' })
      .sign(privateKey);
  return {
    metadataUrl: `${origin}/openidconfiguration`,
    tokens(serviceUrl, count) {
      const now = Math.floor(Date.now() / 1000);
      return Promise.all(
        Array.from({ length: count }, (_, jti) =>
          sign({ iss: issuer, aud: appId, serviceurl: serviceUrl, nbf: now, exp: now + 4 * 3_600, jti: String(jti) }),
        ),
      );
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
