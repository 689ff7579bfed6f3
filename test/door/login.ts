import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { heldBack, neverAnswered, stir } from '../support/in-flight.ts';

/**
 * A certificate of this machine's name, for tests only and trusted by nothing else: the login server shows it, and the bot
 * proves with it who it is. Made with `openssl req -x509 -newkey rsa:2048 -nodes -days 36500 -subj /CN=localhost
 * -addext subjectAltName=DNS:localhost`.
 */
const path = (name: string) => fileURLToPath(new URL(`../fixtures/login/${name}`, import.meta.url));
export const certificateFile = path('cert.pem');
export const keyFile = path('key.pem');

interface TokenAnswer {
  status: number;
  body: object;
}

/** A request for a token as it came. */
export interface Asked {
  url: URL;
  headers: IncomingMessage['headers'];
  form: URLSearchParams;
}

export interface Login {
  origin: string;
  asked: Asked[];
  /** What a request for a token is answered with; while it is undefined they are held back, until they are let go. */
  answer: TokenAnswer | undefined | 'never';
  letGo(answer: TokenAnswer): void;
  close(): Promise<void>;
}

export const granted = {
  status: 200,
  // A login server tells how long the token lives, a machine's own address until when.
  body: {
    token_type: 'Bearer',
    access_token: 'a-token-for-teams',
    expires_in: 86_400,
    expires_on: String(Math.floor(Date.now() / 1000) + 86_400),
  },
};

function listener(
  login: Pick<Login, 'asked' | 'answer'>,
  waiting: ((answer: TokenAnswer) => void)[],
  origin: () => string,
): RequestListener {
  const handle = async (request: IncomingMessage, send: (status: number, body: object) => void) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const url = new URL(request.url ?? '/', origin());
    const tenant = `${origin()}/${url.pathname.split('/')[1]}`;
    if (url.pathname.endsWith('openid-configuration')) {
      const endpoints = {
        token_endpoint: `${tenant}/oauth2/v2.0/token`,
        authorization_endpoint: `${tenant}/authorize`,
      };
      return send(200, { issuer: `${tenant}/v2.0`, jwks_uri: `${tenant}/keys`, ...endpoints });
    }
    login.asked.push({ url, headers: request.headers, form: new URLSearchParams(body) });
    stir();
    if (login.answer === 'never') return neverAnswered(request);
    if (!login.answer) heldBack(request);
    const { status, body: told } = login.answer ?? (await new Promise<TokenAnswer>((resolve) => waiting.push(resolve)));
    send(status, told);
  };
  return (request, response) => {
    handle(request, (status, body) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    }).catch(() => response.destroy());
  };
}

/**
 * Microsoft's login server, or the machine's own address for tokens, over real HTTP; it keeps what it was asked.
 * @param secure over TLS, which MSAL asks of a login server; a machine's own address has none.
 */
export async function startLogin({ secure }: { secure: boolean }): Promise<Login> {
  const login = { asked: [] as Asked[], answer: granted as Login['answer'] };
  const waiting: ((answer: TokenAnswer) => void)[] = [];
  const tls = { cert: readFileSync(certificateFile), key: readFileSync(keyFile) };
  const listen = listener(login, waiting, () => origin);
  const server = secure ? createSecureServer(tls, listen) : createServer(listen);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `${secure ? 'https' : 'http'}://localhost:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const letGo = (answer: TokenAnswer) => {
    login.answer = answer;
    for (const resolve of waiting.splice(0)) resolve(answer);
  };
  return Object.assign(login, { origin, letGo, close });
}

/** The same, closed when the test is over. */
export async function loginForTest(kind: { secure: boolean }): Promise<Login> {
  const login = await startLogin(kind);
  onTestFinished(() => login.close());
  return login;
}
