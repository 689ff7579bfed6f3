import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';

const activitySchema = z.looseObject({
  locale: z.string().optional(),
  entities: z.array(z.looseObject({ type: z.string() })).optional(),
});

/** Every activity of the Playground says en-US, whatever the browser says. This stands before the bot and lets people have another language. */
export async function translateBefore(
  botEndpoint: string,
  locale: string,
): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    try {
      const body = request.method === 'POST' ? inLocale(String(await buffer(request)), locale) : null;
      const headers = { 'content-type': 'application/json', 'x-ms-agents-playground': 'true' };
      const answer = await fetch(botEndpoint, { method: request.method ?? 'GET', headers, body });
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
      response.end(Buffer.from(await answer.arrayBuffer()));
    } catch (error) {
      // As if the bot itself had not answered.
      response.destroy(error instanceof Error ? error : undefined);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}/api/messages`, stop: () => close(server) };
}

function inLocale(json: string, locale: string): string {
  const activity = activitySchema.parse(JSON.parse(json));
  const entities = activity.entities?.map((entity) =>
    entity.type === 'clientInfo' ? { ...entity, locale, country: locale.slice(-2) } : entity,
  );
  return JSON.stringify({ ...activity, locale, ...(entities ? { entities } : {}) });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
