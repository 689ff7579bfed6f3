import { randomBytes } from 'node:crypto';
import type { Container, JSONValue } from '@azure/cosmos';
import { type Call, statusOf } from './calls.ts';

/** What every document has; `write` says which write made it, so that one whose answer was lost knows itself again. */
export interface Document {
  id: string;
  body: string;
  write: string;
  _etag: string;
  /** Seconds since 1970. */
  _ts: number;
  /** Seconds after `_ts`. */
  ttl?: number;
  /** Set by a closing, and what `write` was before it: nothing under way can change this document any more. */
  frozen?: string;
}

/** What a write left behind: the version, and the name of the write. */
export interface Written {
  etag: string;
  write: string;
}

/** What is written; the partition and what Cosmos DB adds come to it. */
interface NewDocument {
  id: string;
  body: string;
  ttl?: number;
  [indexed: string]: string | number;
}

/** What a query asks for: `where` goes on after "of this partition AND", with the values of its names. */
interface Question {
  select?: string;
  top?: number;
  where: string;
  values: Record<string, JSONValue>;
  orderBy?: string;
}

interface Patch {
  id: string;
  etag: string;
  properties: Record<string, string | number>;
}

/** One container, with retries, and with a write that is settled where its answer was lost. */
export interface CosmosContainer<D extends Document> {
  read(partition: string, id: string): Promise<D | undefined>;
  /** Never leaves its partition. */
  query(partition: string, question: Question): Promise<D[]>;
  /** @returns undefined where it exists already, is gone or has another etag. */
  write(partition: string, document: NewDocument, etag?: string): Promise<Written | undefined>;
  /** Sets some properties and leaves all others as they are. @returns as `write` does. */
  patch(partition: string, { id, etag, properties }: Patch): Promise<Written | undefined>;
  remove(partition: string, id: string, etag: string): Promise<boolean>;
  /** Writes many, each in the place of what has its id, without looking at what that is; for moving only. */
  putAll(documents: readonly (NewDocument & { partitionKey: string })[]): Promise<void>;
  /** All of it, page after page, over all partitions. */
  pages(): AsyncIterable<D[]>;
}

/** As many as fit: a page ends at 4 MB. */
const pageSize = 1_000;
/** The SDK tries what was too much at once again by itself; a document it gives up is tried so often by us. */
const putTries = 5;

/** What every operation on a container needs. */
interface Needs {
  container: Container;
  /** The property that is the partition key. */
  key: 'partition' | 'shard';
  call: Call;
}

/** @param key the property that is the partition key. */
export function createContainer<D extends Document>(
  container: Container,
  key: Needs['key'],
  call: Call,
): CosmosContainer<D> {
  const needs = { container, key, call };
  return { ...reading<D>(needs), ...writing<D>(needs), ...moving<D>(needs) };
}

function reading<D extends Document>({ container, key, call }: Needs): Pick<CosmosContainer<D>, 'read' | 'query'> {
  return {
    read: (partition, id) =>
      call(
        'read a document',
        async (abortSignal) => (await container.item(id, partition).read<D>({ abortSignal })).resource,
      ),
    query: (partition, question) =>
      call('answer a query', async (abortSignal) => {
        // The partition is named twice: the option sends the query there, and the emulators keep to it by the text only.
        const iterator = container.items.query<D>(querySpec(key, partition, question), {
          partitionKey: partition,
          maxItemCount: pageSize,
          abortSignal,
        });
        return (await iterator.fetchAll()).resources;
      }),
  };
}

function writing<D extends Document>({
  container,
  key,
  call,
}: Needs): Pick<CosmosContainer<D>, 'write' | 'patch' | 'remove'> {
  /** Does a write under a name of its own, by which it knows itself again where its answer was lost. */
  const settled = (
    partition: string,
    id: string,
    send: (write: string, abortSignal: AbortSignal) => Promise<{ headers: Record<string, unknown> }>,
  ): Promise<Written | undefined> => {
    const write = randomBytes(9).toString('base64url');
    return call('write a document', async (abortSignal, unclear) => {
      try {
        const { headers } = await send(write, abortSignal);
        return { etag: String(headers.etag), write };
      } catch (error) {
        if (!isOtherVersion(error)) throw error;
        if (!unclear) return undefined;
        // Perhaps what stands in the way is this very write, from a try whose answer was lost.
        const { resource: kept } = await container.item(id, partition).read<D>({ abortSignal });
        return kept && (kept.write === write || kept.frozen === write) ? { etag: kept._etag, write } : undefined;
      }
    });
  };
  return {
    write: (partition, document, etag) =>
      settled(partition, document.id, (write, abortSignal) => {
        const made = { ...document, [key]: partition, write };
        return etag === undefined
          ? container.items.create(made, { abortSignal })
          : container.item(document.id, partition).replace(made, { accessCondition: ifMatch(etag), abortSignal });
      }),
    patch: (partition, { id, etag, properties }) =>
      settled(partition, id, (write, abortSignal) => {
        const operations = Object.entries({ ...properties, write }).map(([name, value]) => ({
          op: 'set' as const,
          path: `/${name}`,
          value,
        }));
        return container.item(id, partition).patch(operations, { accessCondition: ifMatch(etag), abortSignal });
      }),
    remove: (partition, id, etag) =>
      call('remove a document', async (abortSignal, unclear) => {
        try {
          await container.item(id, partition).delete({ accessCondition: ifMatch(etag), abortSignal });
          return true;
        } catch (error) {
          if (!isOtherVersion(error)) throw error;
          return unclear && statusOf(error) === 404;
        }
      }),
  };
}

function moving<D extends Document>({ container, key, call }: Needs): Pick<CosmosContainer<D>, 'putAll' | 'pages'> {
  return {
    async putAll(documents) {
      let left = documents.map(({ partitionKey, ...document }) => ({
        operationType: 'Upsert' as const,
        partitionKey,
        resourceBody: { ...document, [key]: partitionKey, write: 'moved' },
      }));
      for (let tries = 1; left.length > 0; tries++) {
        const results = await container.items.executeBulkOperations(left);
        const failed = results.flatMap(({ error }, i) => (error ? [{ error, operation: left[i] }] : []));
        if (tries === putTries && failed[0]) throw failed[0].error;
        left = failed.flatMap(({ operation }) => (operation ? [operation] : []));
      }
    },
    async *pages() {
      let continuationToken: string | undefined;
      do {
        const page = await call('read a page', async (abortSignal) => {
          const from = continuationToken === undefined ? {} : { continuationToken };
          return container.items.readAll<D>({ maxItemCount: pageSize, abortSignal, ...from }).fetchNext();
        });
        yield page.resources ?? [];
        continuationToken = page.continuationToken;
      } while (continuationToken !== undefined);
    },
  };
}

function querySpec(key: string, partition: string, { select = '*', top, where, values, orderBy }: Question) {
  const named = { ...values, partition, ...(top !== undefined && { top }) };
  const query = [
    `SELECT ${top === undefined ? '' : 'TOP @top '}${select} FROM c WHERE c.${key} = @partition AND ${where}`,
    ...(orderBy === undefined ? [] : [`ORDER BY ${orderBy}`]),
  ].join(' ');
  return { query, parameters: Object.entries(named).map(([name, value]) => ({ name: `@${name}`, value })) };
}

function ifMatch(etag: string) {
  return { type: 'IfMatch', condition: etag };
}

/** It exists already (409), is gone (404) or was changed (412). */
function isOtherVersion(error: unknown): boolean {
  return [404, 409, 412].includes(statusOf(error) ?? 0);
}
