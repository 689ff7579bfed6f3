import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createHttpServer } from '@vercel/cosmosdb-server';

/** Any base64: the wire peer looks at no key. */
export const wireKey = Buffer.alloc(32, 1).toString('base64');

export interface WirePeer {
  endpoint: string;
  close(): Promise<void>;
}

/** A server on this machine that speaks Cosmos DB's protocol to the real SDK; all it keeps is in memory. */
export async function startWirePeer(): Promise<WirePeer> {
  const server = createHttpServer({ keepAlive: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
