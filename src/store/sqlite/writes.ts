import { type DueRow, shardOf, type WriteOptions } from '../database.ts';
import type { DocumentKey } from '../places.ts';
import { firstVersion } from './statements.ts';
import type { Step } from './writer.ts';

/** Whether the guard with a partition and an id is open, in SQL. */
export const isOpen = `(SELECT json_extract(body, '$.state') FROM documents WHERE partition = ? AND id = ?) = 'open'`;

/** Creates a document, or replaces the version named, which changes one row or none. */
export function documentWrite({ partition, id }: DocumentKey, body: string, options: WriteOptions): Step {
  const { version, whileOpen, expiresAt = null } = options;
  const guard = whileOpen === undefined ? [] : [partition, whileOpen];
  const open = whileOpen === undefined ? 'true' : isOpen;
  if (version === undefined)
    return {
      sql: `INSERT INTO documents (partition, id, version, body, expires_at) SELECT ?, ?, ${firstVersion}, ?, ? WHERE ${open} ON CONFLICT DO NOTHING`,
      values: [partition, id, body, expiresAt, ...guard],
    };
  return {
    sql: `UPDATE documents SET version = version + 1, body = ?, expires_at = ? WHERE partition = ? AND id = ? AND version = ? AND ${open}`,
    values: [body, expiresAt, partition, id, Number(version), ...guard],
  };
}

/** The same for a due item. */
export function dueWrite(due: DueRow, version: string | undefined): Step {
  const { id, body, waiting, visibleAt, expiresAt = null } = due;
  if (version === undefined)
    return {
      sql: 'INSERT INTO due (id, shard, version, waiting, visible_at, body, expires_at) VALUES (?, ?, 1, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      values: [id, shardOf(id), Number(waiting), visibleAt, body, expiresAt],
    };
  return {
    sql: 'UPDATE due SET version = version + 1, waiting = ?, visible_at = ?, body = ?, expires_at = ? WHERE id = ? AND version = ?',
    values: [Number(waiting), visibleAt, body, expiresAt, id, Number(version)],
  };
}
