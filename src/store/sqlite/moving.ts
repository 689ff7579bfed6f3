import { type Moved, shardOf } from '../database.ts';
import { firstVersion, type Statements } from './statements.ts';
import type { Step } from './writer.ts';

const pieceSize = 1_000;

/** Everything there is, in pieces. */
export async function* everything(sql: Statements): AsyncIterable<Moved[]> {
  let [partition, id] = ['', ''];
  for (;;) {
    const rows = sql(
      'SELECT partition, id, body, expires_at FROM documents WHERE (partition, id) > (?, ?) ORDER BY partition, id LIMIT ?',
    ).all(partition, id, pieceSize);
    if (rows.length === 0) break;
    const piece = rows.map((row) => ({
      kind: 'document' as const,
      partition: String(row.partition),
      ...movedRow(row),
    }));
    yield piece;
    ({ partition, id } = piece.at(-1) ?? { partition, id });
  }
  for (let last = ''; ; ) {
    const rows = sql('SELECT id, body, waiting, visible_at, expires_at FROM due WHERE id > ? ORDER BY id LIMIT ?').all(
      last,
      pieceSize,
    );
    if (rows.length === 0) break;
    yield rows.map((row) => ({
      kind: 'due' as const,
      waiting: row.waiting === 1,
      visibleAt: Number(row.visible_at),
      ...movedRow(row),
    }));
    last = String(rows.at(-1)?.id);
  }
}

/** Keeps one thing as it was elsewhere, in the place of what has its id. */
export function put(moved: Moved): Step {
  const { id, body, expiresAt = null } = moved;
  if (moved.kind === 'document')
    return {
      sql: `INSERT INTO documents (partition, id, version, body, expires_at) VALUES (?, ?, ${firstVersion}, ?, ?)
        ON CONFLICT DO UPDATE SET version = version + 1, body = excluded.body, expires_at = excluded.expires_at`,
      values: [moved.partition, id, body, expiresAt],
    };
  return {
    sql: `INSERT INTO due (id, shard, version, waiting, visible_at, body, expires_at) VALUES (?, ?, 1, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET version = version + 1, waiting = excluded.waiting, visible_at = excluded.visible_at,
      body = excluded.body, expires_at = excluded.expires_at`,
    values: [id, shardOf(id), Number(moved.waiting), moved.visibleAt, body, expiresAt],
  };
}

function movedRow({ id, body, expires_at: expiresAt }: Record<string, unknown>) {
  return { id: String(id), body: String(body), ...(expiresAt !== null && { expiresAt: Number(expiresAt) }) };
}
