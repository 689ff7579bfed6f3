import { createDefaultHttpClient, createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { type Container, type ContainerDefinition, CosmosClient, type Database } from '@azure/cosmos';
import type { TokenCredential } from '@azure/identity';
import { type Call, ConnectionLost, statusOf } from './calls.ts';

/** Where the account is, and who asks. */
export interface CosmosAccount {
  /** "https://….documents.azure.com", or the address of an emulator on this machine. */
  endpoint: string;
  database: string;
  /** For an emulator only. Without it the managed identity signs in. */
  key?: string;
  /** Client id of a user-assigned managed identity. */
  clientId?: string;
}

/**
 * The containers as they must be. Only what queries ask for is indexed (`id` and `_ts` always are); time to live is on,
 * without a default, so that each document says for itself how long it is kept. infra/ makes the same.
 */
export const containers = {
  documents: {
    id: 'documents',
    partitionKey: { paths: ['/partition'], version: 2 },
    defaultTtl: -1,
    indexingPolicy: {
      indexingMode: 'consistent',
      includedPaths: [{ path: '/partition/?' }],
      excludedPaths: [{ path: '/*' }],
    },
  },
  due: {
    id: 'due',
    partitionKey: { paths: ['/shard'], version: 2 },
    defaultTtl: -1,
    indexingPolicy: {
      indexingMode: 'consistent',
      includedPaths: [{ path: '/shard/?' }, { path: '/at/?' }],
      excludedPaths: [{ path: '/*' }],
    },
  },
} as const satisfies Record<string, ContainerDefinition>;

/** Closing a round counts what other instances have just written, and a read that lags behind would lose some of it. */
export const consistency = 'Strong';

/** The two containers of an account. */
export interface Connection {
  documents: Container;
  due: Container;
  /** Whether the account removes by itself what has expired. */
  enforcesTtl: boolean;
  close(): void;
}

/**
 * Connects, and finds out at once whether everything is as it must be.
 * @throws Error with what is wrong and the remedy.
 */
export async function connect(
  account: CosmosAccount,
  call: Call,
  charged: (units: number) => void,
): Promise<Connection> {
  const { endpoint, key } = account;
  const onThisMachine = key !== undefined;
  const client = new CosmosClient({
    endpoint,
    ...(onThisMachine ? { key } : { aadCredentials: await identity(account) }),
    httpClient: plainHttp(charged),
    connectionPolicy: {
      // One region, one address; and all retries are in calls.ts.
      enableEndpointDiscovery: false,
      requestTimeout: 5_000,
      retryOptions: { maxRetryAttemptCount: 0 },
    },
  });
  try {
    const database = client.database(account.database);
    await call('describe its containers', async () => {
      if (onThisMachine) await make(client, account.database);
      else await checkConsistency(client);
      for (const definition of Object.values(containers)) await check(database, definition);
    });
    return {
      documents: database.container(containers.documents.id),
      due: database.container(containers.due.id),
      enforcesTtl: !onThisMachine,
      close: () => client.dispose(),
    };
  } catch (error) {
    client.dispose();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot use the database ${account.database} at ${endpoint}: ${reason}`, { cause: error });
  }
}

/**
 * A user-assigned identity where one is named; else the machine's own, or the user who is signed in with `az login`.
 */
async function identity({ clientId }: CosmosAccount): Promise<TokenCredential> {
  const { DefaultAzureCredential, ManagedIdentityCredential } = await import('@azure/identity');
  return clientId === undefined ? new DefaultAzureCredential() : new ManagedIdentityCredential({ clientId });
}

async function make(client: CosmosClient, name: string): Promise<void> {
  const { database } = await client.databases.createIfNotExists({ id: name });
  for (const definition of Object.values(containers)) await database.containers.createIfNotExists(copyOf(definition));
}

/** The SDK's types want arrays that may be changed. */
function copyOf(definition: (typeof containers)[keyof typeof containers]): ContainerDefinition {
  return structuredClone(definition) as ContainerDefinition;
}

async function checkConsistency(client: CosmosClient): Promise<void> {
  const level = (await client.getDatabaseAccount()).resource?.consistencyPolicy;
  if (level !== consistency)
    throw new Error(
      `its account's default consistency is ${level} and must be ${consistency}; set it, it needs no new account.`,
    );
}

async function check(database: Database, wanted: (typeof containers)[keyof typeof containers]): Promise<void> {
  const name = `its container "${wanted.id}"`;
  const { resource } = await database
    .container(wanted.id)
    .read()
    .catch((error: unknown) => {
      if (statusOf(error) === 404)
        throw new Error(`${name} is not there. Deploy infra/ first, or see the name of the database.`);
      if (statusOf(error) === 401 || statusOf(error) === 403)
        throw new Error(`${name} may not be read. Give the identity the role Cosmos DB Built-in Data Contributor.`);
      throw error;
    });
  const path = resource?.partitionKey?.paths[0];
  if (path !== wanted.partitionKey.paths[0])
    throw new Error(
      `${name} has the partition key ${path} and must have ${wanted.partitionKey.paths[0]}. Make it anew.`,
    );
  if (resource?.defaultTtl === undefined)
    throw new Error(`${name} has time to live off and would keep everything for ever. Set it to -1 (on, no default).`);
}

/** The SDK's own way to the network, less three habits of it. */
function plainHttp(charged: (units: number) => void): HttpClient {
  const http = createDefaultHttpClient();
  return {
    async sendRequest(request) {
      // The SDK asks for a plan beside each query and uses it only for queries over partitions, of which there are
      // none.
      if (request.headers.get('x-ms-cosmos-is-query-plan-request') !== undefined)
        return { request, status: 400, headers: createHttpHeaders(), bodyAsText: '{"message":"no plan is needed"}' };
      // It allows every query to go over all partitions; one that names its partition must stay in it.
      if (request.headers.has('x-ms-documentdb-isquery') && request.headers.has('x-ms-documentdb-partitionkey'))
        request.headers.delete('x-ms-documentdb-query-enablecrosspartition');
      try {
        const response = await http.sendRequest(request);
        charged(Number(response.headers.get('x-ms-request-charge') ?? 0));
        // It stumbles over a failure whose body is no JSON, as one from a gateway in between.
        return response.status >= 400 && !isJson(response.bodyAsText)
          ? { ...response, bodyAsText: JSON.stringify({ message: `status ${response.status}` }) }
          : response;
      } catch (error) {
        if (error instanceof Error && error.name === 'AbortError') throw error;
        throw new ConnectionLost(error instanceof Error ? error.message : String(error), { cause: error });
      }
    },
  };
}

function isJson(text: string | null | undefined): boolean {
  try {
    return typeof JSON.parse(text ?? '') === 'object';
  } catch {
    return false;
  }
}
