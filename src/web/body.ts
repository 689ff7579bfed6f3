import type { IncomingMessage, ServerResponse } from 'node:http';

/** A longer body is refused: an activity, and a form. */
const maxJsonBytes = 256 * 1024;
const maxFormBytes = 16 * 1024;
/** How long what still comes of it is thrown away: a connection that is reset takes the answer with it. */
const lingerMs = 2_000;

/** Some programs begin a text with it, which is none of its words (RFC 8259, section 8.1). */
const byteOrderMark = '\ufeff';

type Reader = (request: IncomingMessage, response: ServerResponse) => Promise<{ body: unknown } | undefined>;

export const readJson: Reader = createReader(maxJsonBytes, (text) =>
  text === '' ? undefined : JSON.parse(text.startsWith(byteOrderMark) ? text.slice(1) : text),
);
export const readForm: Reader = createReader(maxFormBytes, (text) => text);

/**
 * Reads a body. restify's own reader answers one that is too long when all of it has come, which may be never.
 * @param parse throws where the text is none that it reads.
 * @returns what resolves to undefined where it was refused, or its client went away; nothing is to be answered then.
 */
function createReader(maxBytes: number, parse: (text: string) => unknown): Reader {
  return (request, response) => read({ request, response }, maxBytes, parse);
}

function read(
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  maxBytes: number,
  parse: (text: string) => unknown,
): ReturnType<Reader> {
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
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
    refuse(413);
    return promise;
  }
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) refuse(413);
    else chunks.push(chunk);
  });
  request.on('end', () => {
    try {
      const [first] = chunks;
      // Most come in one piece.
      const whole = first && chunks.length === 1 ? first : Buffer.concat(chunks);
      resolve({ body: parse(whole.toString()) });
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
