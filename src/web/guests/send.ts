import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP, SocketAddress } from 'node:net';
import { readForm } from '../body.ts';
import type { GuestReply, GuestRequest } from './request.ts';

export interface GuestDoor {
  /** Answers people without Teams, who have a link. */
  guests(request: GuestRequest): Promise<GuestReply>;
}

/** What the addresses of links begin with. */
const guestFolder = '/answers/';

/** Whether a request is for a page of a link, be it one that there is not: also where an address was cut off or spoilt. */
export function isForGuests({ method = '', url = '' }: IncomingMessage): boolean {
  return /^\/answers(?:[/?]|$)/.test(url) && ['GET', 'HEAD', 'POST'].includes(method);
}

/** Answers a request for a page of a link. */
export async function answerGuest(
  { guests }: GuestDoor,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { headers, url = '' } = request;
  const method = request.method === 'POST' ? 'POST' : 'GET';
  const read = method === 'POST' ? await readForm(request, response) : { body: undefined };
  if (!read) return;
  const reply = await guests({
    method,
    path: url.slice(guestFolder.length),
    cookie: headers.cookie,
    acceptLanguage: headers['accept-language'],
    fetchSite: String(headers['sec-fetch-site'] ?? '') || undefined,
    sender: senderOf(request),
    contentType: headers['content-type'],
    body: typeof read.body === 'string' ? read.body : undefined,
  });
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
  response.end(reply.body);
}

/**
 * The proxy before this server puts whom it speaks for last; what stands before that is the sender's own word. Azure's
 * front ends add the port, which is another for every connection.
 */
function senderOf({ headers, socket }: IncomingMessage): string {
  const forwarded = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .at(-1)
    ?.trim();
  const told = String(forwarded || socket.remoteAddress);
  return isIP(told) ? told : (SocketAddress.parse(told)?.address ?? told);
}
