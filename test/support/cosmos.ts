import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { CosmosClient } from '@azure/cosmos';
import { DefaultAzureCredential } from '@azure/identity';
import { createHttpServer } from '@vercel/cosmosdb-server';
import { containers } from '../../src/store/cosmos-client.ts';

/** The peer parses and compiles the text of each query anew, at several milliseconds; the bot has a few texts. */
const nearPeer = createRequire(import.meta.resolve('@vercel/cosmosdb-server'));
const queries: { default(text: string): unknown } = nearPeer('@zeit/cosmosdb-query');
const compile = queries.default;
const compiled = new Map<string, unknown>();
queries.default = (text) => {
  const query = compiled.get(text) ?? compile(text);
  compiled.set(text, query);
  return query;
};

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

/** Removes all that a database for tests holds, whoever is signed in with `az login`. */
export async function emptyAccount(endpoint: string, database: string): Promise<void> {
  const client = new CosmosClient({ endpoint, aadCredentials: new DefaultAzureCredential() });
  for (const { id, partitionKey } of Object.values(containers)) {
    const container = client.database(database).container(id);
    const key = partitionKey.paths[0].slice(1);
    const { resources } = await container.items.readAll<{ id: string; [key: string]: string }>().fetchAll();
    for (const item of resources) await container.item(item.id, item[key]).delete();
  }
  client.dispose();
}
