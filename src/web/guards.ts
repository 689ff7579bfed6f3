import type { IncomingMessage, ServerResponse } from 'node:http';

/** A browser may run, frame, sniff, cache and refer to nothing from here, unless an answer says otherwise. */
const protections = Object.entries({
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'cache-control': 'no-store',
});

/** A year of https alone, for this one host: those beside it are not this program's. */
const onlyHttps = 'max-age=31536000';

export interface GuardNeeds {
  /** Whether people reach this server by https. */
  isHttps: boolean;
}

/** What every answer has, whatever was asked. */
export function protect({ isHttps }: GuardNeeds, response: ServerResponse): void {
  for (const [name, value] of protections) response.setHeader(name, value);
  if (isHttps) response.setHeader('strict-transport-security', onlyHttps);
}

/** What holds for every request, whatever it asks for. @returns whether it may go on; it was answered where it may not. */
export function passesGuards(needs: GuardNeeds, request: IncomingMessage, response: ServerResponse): boolean {
  protect(needs, response);
  // Whoever asks for another protocol is answered in this one, and not kept.
  if (request.headers.upgrade !== undefined) response.setHeader('connection', 'close');
  // restify inflates gzip without a limit, and a body that is not gzip at all ends the process. Teams sends none.
  if ((request.headers['content-encoding'] ?? 'identity').toLowerCase() === 'identity') return true;
  refuse(response, 415);
  return false;
}

/** restify's body parser would write uploads to disk before the token is checked. @returns whether it may go on. */
export function passesAsJson({ headers }: IncomingMessage, response: ServerResponse): boolean {
  const isJson = headers['content-type']?.split(';')[0]?.trim().toLowerCase() === 'application/json';
  if (!isJson) refuse(response, 415);
  return isJson;
}

/** The rest of the body is not read: the connection ends with the answer. */
export function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': 0, connection: 'close' });
  response.end();
}
