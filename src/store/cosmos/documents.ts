import { type DueRow, type Kept, type Moved, type MovedDocument, shardOf } from '../database.ts';
import type { Document } from './container.ts';
import { plainId, safeId } from './ids.ts';

/**
 * A due item. `at`, when it is looked at and its id, is there while it waits, so that one range of an index is what is
 * due.
 */
export interface DueDocument extends Document {
  shard: string;
  at?: string;
}

/** A document of a channel, under a guard or a guard itself. */
export interface GuardedDocument extends Document {
  partition: string;
  /** Of what has one: "open", "closing", "closed". */
  state?: string;
}

export function keptOf({ id, body, _etag, frozen }: Document): Kept {
  return { id: plainId(id), body, version: _etag, frozen: frozen !== undefined };
}

/** What others are guarded by, out of the document's own text. */
function stateOf(body: string): string | undefined {
  const { state } = JSON.parse(body);
  return typeof state === 'string' ? state : undefined;
}

export const shardNameOf = (id: string) => String(shardOf(id));

/** Digits that sort as text as they do as numbers, whatever moment. */
export const momentOf = (ms: number) =>
  String(Math.min(Math.max(0, Math.ceil(ms)), Number.MAX_SAFE_INTEGER)).padStart(16, '0');

const longestTtl = 2_147_483_647;

export function ttl(expiresAt: number, now: number): { ttl: number };
export function ttl(expiresAt: number | undefined, now: number): { ttl?: number };
export function ttl(expiresAt: number | undefined, now: number): { ttl?: number } {
  if (expiresAt === undefined) return {};
  return { ttl: Math.min(Math.max(1, Math.ceil((expiresAt - now) / 1_000)), longestTtl) };
}

function expiry({ _ts, ttl }: Document): { expiresAt?: number } {
  return ttl === undefined ? {} : { expiresAt: (_ts + ttl) * 1_000 };
}

export function newDocument({ partition, id, body, frozen, expiresAt }: Omit<MovedDocument, 'kind'>, now: number) {
  const state = stateOf(body);
  return {
    partitionKey: partition,
    id: safeId(id),
    body,
    ...(state !== undefined && { state }),
    ...(frozen && { frozen: 'moved' }),
    ...ttl(expiresAt, now),
  };
}

/** A due item as it lies in its container, but for the name of the write. */
export function newDue({ id, body, waiting, visibleAt, expiresAt }: DueRow, now: number) {
  const at = waiting ? { at: `${momentOf(visibleAt)} ${id}` } : {};
  return { partitionKey: shardNameOf(id), id: safeId(id), body, ...at, ...ttl(expiresAt, now) };
}

export function movedDocument(kept: GuardedDocument): Moved {
  const { id, partition, body, frozen } = kept;
  return { kind: 'document', partition, id: plainId(id), body, frozen: frozen !== undefined, ...expiry(kept) };
}

export function movedDue(kept: DueDocument): Moved {
  const visibleAt = Number(kept.at?.split(' ')[0] ?? 0);
  return {
    kind: 'due',
    id: plainId(kept.id),
    body: kept.body,
    waiting: kept.at !== undefined,
    visibleAt,
    ...expiry(kept),
  };
}
