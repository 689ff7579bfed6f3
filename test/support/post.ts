import { Agent, type OutgoingHttpHeaders, request } from 'node:http';

export interface Answered {
  status: number;
  text: string;
}

export interface Posting {
  path?: string;
  method?: string;
  /** A list is sent as that many lines. */
  headers?: Record<string, string | string[]>;
  agent?: Agent;
}

/** A request whose headers and body are the test's own, whatever sense they make. @param body a text as it stands, or what becomes JSON. */
export function post(port: number, body: unknown, posting: Posting = {}): Promise<Answered> {
  const { path = '/api/messages', method = 'POST', headers = {}, agent = new Agent() } = posting;
  const sent = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  // Node's types allow one Authorization only, which Node itself does not insist on.
  const all = { 'content-type': 'application/json', ...headers } as OutgoingHttpHeaders;
  const options = { host: '127.0.0.1', port, path, method, agent, headers: all };
  return new Promise((resolve, reject) => {
    const sending = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    // The answer may come, and the connection end, before all of the body has left.
    sending.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? undefined : reject(error)));
    sending.on('close', () => reject(new Error('The connection ended before the answer did')));
    sending.end(sent ?? '');
  });
}

export const healthz = (port: number): Promise<Answered> => post(port, '', { path: '/healthz', method: 'GET' });
