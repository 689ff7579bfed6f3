import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { CosmosClient } from '@azure/cosmos';
import { DefaultAzureCredential } from '@azure/identity';
import { createHttpServer } from '@vercel/cosmosdb-server';
import { containers } from '../../src/store/cosmos/client.ts';

interface Query {
  exec(documents: object[], options: { parameters?: { name: string; value: unknown }[] }): unknown;
}

/**
 * The peer parses and compiles the text of each query anew, at several milliseconds; the bot has a few texts. And it goes
 * through all its documents in a time that grows with the square of their number. Here it is handed those alone that an
 * index would give it, and judges them itself.
 */
const nearPeer = createRequire(import.meta.resolve('@vercel/cosmosdb-server'));
const queries: { default(text: string): Query } = nearPeer('@zeit/cosmosdb-query');
const compile = queries.default;
const compiled = new Map<string, Query>();
queries.default = (text) => {
  const query = compiled.get(text) ?? indexed(text, compile(text));
  compiled.set(text, query);
  return query;
};

function indexed(text: string, query: Query): Query {
  const exec = query.exec.bind(query);
  const all = text.includes(' OR ') ? [] : [...text.matchAll(/\bc\.(\w+) (=|<) @(\w+)/g)];
  query.exec = (documents, options) => {
    const given = new Map(options.parameters?.map(({ name, value }) => [name.slice(1), value]));
    const passes = (document: Record<string, unknown>) =>
      all.every(([, property = '', sign, name = '']) => {
        const [is, wanted] = [document[property], given.get(name)];
        return sign === '=' ? is === wanted : (is as string) < (wanted as string);
      });
    return exec((documents as Record<string, unknown>[]).filter(passes), options);
  };
  return query;
}

interface Account {
  database(name: string): { collection(name: string): { documents: { create(document: object): unknown } } };
}
/** The peer tells nobody of what it holds; this sees it being made. */
const accounts: { default: new (...given: unknown[]) => Account } = nearPeer('./account');
const made: Account[] = [];
accounts.default = class extends accounts.default {
  constructor(...given: unknown[]) {
    super(...given);
    made.push(this);
  }
};

/** Any base64: the wire peer looks at no key. */
export const wireKey = Buffer.alloc(32, 1).toString('base64');

export interface WirePeer {
  endpoint: string;
  /** Puts documents into its memory without a request for each: for a million of them. */
  fill(database: string, container: string, documents: Iterable<object>): void;
  close(): Promise<void>;
}

/** A server on this machine that speaks Cosmos DB's protocol to the real SDK; all it keeps is in memory. */
export async function startWirePeer(): Promise<WirePeer> {
  const server = createHttpServer({ keepAlive: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const account = made.at(-1);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    fill(database, container, documents) {
      const kept = account?.database(database).collection(container).documents;
      for (const document of documents) kept?.create(document);
    },
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
