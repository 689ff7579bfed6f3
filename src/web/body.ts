import type { IncomingMessage, ServerResponse } from 'node:http';

/** A longer body is refused. */
const maxBodyBytes = 256 * 1024;
/** How long what still comes of it is thrown away: a connection that is reset takes the answer with it. */
const lingerMs = 2_000;

/**
 * Reads a body of JSON. restify's own reader answers one that is too long when all of it has come, which may be never.
 * @returns undefined where it was refused, or its client went away; nothing is to be answered then.
 */
export function readJson(request: IncomingMessage, response: ServerResponse): Promise<{ body: unknown } | undefined> {
  const { promise, resolve } = Promise.withResolvers<{ body: unknown } | undefined>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  const refuse = (status: number) => {
    for (const event of ['data', 'end', 'error']) request.removeAllListeners(event);
    // Its client may go away now as before, which is nothing to anybody.
    request.on('error', () => undefined);
    response.writeHead(status, { 'content-length': 0 });
    response.end();
    discard(request);
    resolve(undefined);
  };
  request.on('error', () => resolve(undefined));
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) {
    refuse(413);
    return promise;
  }
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) refuse(413);
    else chunks.push(chunk);
  });
  request.on('end', () => {
    try {
      resolve({ body: bytes === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString()) });
    } catch {
      refuse(400);
    }
  });
  return promise;
}

function discard(request: IncomingMessage): void {
  request.resume();
  // biome-ignore lint/plugin: sockets close in real time.
  const timer = setTimeout(() => request.socket.destroy(), lingerMs);
  request.once('close', () => clearTimeout(timer));
}
