import type { Next, Request, Response } from 'restify';

/** A longer body is refused. */
export const maxBodyBytes = 256 * 1024;
/** How long what still comes of it is thrown away: a connection that is reset takes the answer with it. */
const lingerMs = 2_000;

/**
 * Reads a body of JSON. restify's own reader answers one that is too long when all of it has come, which may be never.
 */
export function readJson(request: Request, response: Response, next: Next): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let isOver = false;
  const goOn = (after?: false) => {
    if (!isOver) next(after);
    isOver = true;
  };
  const refuse = (status: number) => {
    request.removeAllListeners('data').removeAllListeners('end');
    response.writeHead(status, { 'content-length': 0 });
    response.end();
    discard(request);
    goOn(false);
  };
  request.on('error', () => goOn(false));
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) {
    refuse(413);
    return;
  }
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) refuse(413);
    else chunks.push(chunk);
  });
  request.on('end', () => {
    try {
      request.body = bytes === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
    } catch {
      refuse(400);
      return;
    }
    goOn();
  });
}

function discard(request: Request): void {
  request.resume();
  // biome-ignore lint/plugin: sockets close in real time.
  const timer = setTimeout(() => request.socket.destroy(), lingerMs);
  request.once('close', () => clearTimeout(timer));
}
