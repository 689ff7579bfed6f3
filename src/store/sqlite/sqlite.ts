import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { systemClock } from '../../system-clock.ts';
import { type Database, type DueRow, type Kept, type Moved, shardOf, type WriteOptions } from '../database.ts';
import type { DocumentKey } from '../places.ts';
import { type Commits, createCommits } from './commits.ts';
import { prepareSchema } from './schema.ts';

/** How long another program may have the file to itself before it counts as locked. */
const busyMs = 5_000;
/**
 * Opens the embedded database, and makes it where it is not.
 * @param file a path, its folder made as needed.
 * @param now epoch milliseconds: from then on what an older program kept for ever is kept for as long as anything.
 * @throws Error naming the file and the remedy where it is newer than this program or is no database.
 */
export function openSqlite(file: string, now = systemClock.now): Database {
  let db: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    db = new DatabaseSync(file, { timeout: busyMs });
    // FULL: an answer that was acknowledged survives a power cut, not only a crash of the process.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    prepareSchema(db, now());
    return new Sqlite(db);
  } catch (error) {
    db?.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot open the database ${file}: ${reason}. ${remedyFor(reason)}`, { cause: error });
  }
}

function remedyFor(reason: string): string {
  if (/locked|busy/.test(reason)) return 'Another program has it open: stop that one first.';
  if (/version/.test(reason)) return 'Start the newer program.';
  if (/not a database|malformed|disk image/.test(reason))
    return 'It is damaged, or no database at all: restore a backup of it.';
  return 'See that HJULET_DATA names a folder that this program may write in, with room on its disk.';
}

/** Not 1: a document removed and made anew must not have a version that somebody still holds. Whole in a JavaScript number. */
const firstVersion = 'abs(random() % 4503599627370496)';

interface Row {
  id: string;
  body: string;
  version: number;
}

class Sqlite implements Database {
  readonly #db: DatabaseSync;
  readonly #commits: Commits;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#commits = createCommits(db);
  }

  async read(partition: string, ids: readonly string[]): Promise<Kept[]> {
    const marks = ids.map(() => '?').join(', ');
    return this.#rows(
      `SELECT id, body, version FROM documents WHERE partition = ? AND id IN (${marks})`,
      partition,
      ...ids,
    );
  }

  async list({ partition, id }: DocumentKey): Promise<Kept[]> {
    return this.#rows(
      'SELECT id, body, version FROM documents WHERE partition = ? AND id >= ? AND id < ? ORDER BY id',
      partition,
      id,
      after(id),
    );
  }

  async ids({ partition, id }: DocumentKey): Promise<string[]> {
    const sql = 'SELECT id FROM documents WHERE partition = ? AND id >= ? AND id < ? ORDER BY id';
    return this.#sql(sql)
      .all(partition, id, after(id))
      .map((row) => String(row.id));
  }

  async write({ partition, id }: DocumentKey, body: string, options: WriteOptions = {}) {
    const { version, whileOpen, expiresAt = null } = options;
    const open = `(SELECT json_extract(body, '$.state') FROM documents WHERE partition = ? AND id = ?) = 'open'`;
    const guard = whileOpen === undefined ? [] : [partition, whileOpen];
    return this.#commits.run(() => {
      const { changes } =
        version === undefined
          ? this.#sql(
              `INSERT INTO documents (partition, id, version, body, expires_at) SELECT ?, ?, ${firstVersion}, ?, ? ${whileOpen === undefined ? 'WHERE true' : `WHERE ${open}`} ON CONFLICT DO NOTHING`,
            ).run(partition, id, body, expiresAt, ...guard)
          : this.#sql(
              `UPDATE documents SET version = version + 1, body = ?, expires_at = ? WHERE partition = ? AND id = ? AND version = ? ${whileOpen === undefined ? '' : `AND ${open}`}`,
            ).run(body, expiresAt, partition, id, Number(version), ...guard);
      if (changes === 1) return 'written';
      if (whileOpen === undefined) return 'conflict';
      const still = this.#sql(`SELECT ${open} AS open`).get(...guard);
      return still?.open === 1 ? 'conflict' : 'guarded';
    });
  }

  /** The guard was decided with each write, so that what is there is what counts. */
  async freeze({ partition, id }: DocumentKey, expiresAt: number): Promise<Kept[]> {
    const sql = 'UPDATE documents SET expires_at = ? WHERE partition = ? AND id >= ? AND id < ?';
    this.#sql(sql).run(expiresAt, partition, id, after(id));
    return this.list({ partition, id });
  }

  async remove({ partition, id }: DocumentKey, version: string): Promise<boolean> {
    const sql = 'DELETE FROM documents WHERE partition = ? AND id = ? AND version = ?';
    return this.#commits.run(() => this.#sql(sql).run(partition, id, Number(version)).changes === 1);
  }

  async readDue(id: string): Promise<Kept | undefined> {
    return this.#rows('SELECT id, body, version FROM due WHERE id = ?', id)[0];
  }

  async writeDue(due: DueRow, version?: string): Promise<string | undefined> {
    const { id, body, waiting, visibleAt, expiresAt = null } = due;
    return this.#commits.run(() => {
      const { changes } =
        version === undefined
          ? this.#sql(
              'INSERT INTO due (id, shard, version, waiting, visible_at, body, expires_at) VALUES (?, ?, 1, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
            ).run(id, shardOf(id), Number(waiting), visibleAt, body, expiresAt)
          : this.#sql(
              'UPDATE due SET version = version + 1, waiting = ?, visible_at = ?, body = ?, expires_at = ? WHERE id = ? AND version = ?',
            ).run(Number(waiting), visibleAt, body, expiresAt, id, Number(version));
      return changes === 1 ? String(Number(version ?? 0) + 1) : undefined;
    });
  }

  async listDue(shard: number, now: number, limit: number): Promise<Kept[]> {
    const sql =
      'SELECT id, body, version FROM due WHERE waiting = 1 AND shard = ? AND visible_at <= ? ORDER BY visible_at, id LIMIT ?';
    return this.#rows(sql, shard, now, limit);
  }

  async sweep(now: number): Promise<number> {
    const documents = this.#sql('DELETE FROM documents WHERE expires_at <= ?').run(now).changes;
    return Number(documents) + Number(this.#sql('DELETE FROM due WHERE expires_at <= ?').run(now).changes);
  }

  async *everything(): AsyncIterable<Moved[]> {
    let [partition, id] = ['', ''];
    for (;;) {
      const rows = this.#sql(
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
      const rows = this.#sql(
        'SELECT id, body, waiting, visible_at, expires_at FROM due WHERE id > ? ORDER BY id LIMIT ?',
      ).all(last, pieceSize);
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

  async put(moved: readonly Moved[]): Promise<void> {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      for (const each of moved) this.#put(each);
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  #put(moved: Moved): void {
    const { id, body, expiresAt = null } = moved;
    if (moved.kind === 'document') {
      this.#sql(
        `INSERT INTO documents (partition, id, version, body, expires_at) VALUES (?, ?, ${firstVersion}, ?, ?)
          ON CONFLICT DO UPDATE SET version = version + 1, body = excluded.body, expires_at = excluded.expires_at`,
      ).run(moved.partition, id, body, expiresAt);
      return;
    }
    this.#sql(
      `INSERT INTO due (id, shard, version, waiting, visible_at, body, expires_at) VALUES (?, ?, 1, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET version = version + 1, waiting = excluded.waiting, visible_at = excluded.visible_at,
        body = excluded.body, expires_at = excluded.expires_at`,
    ).run(id, shardOf(id), Number(moved.waiting), moved.visibleAt, body, expiresAt);
  }

  async close(): Promise<void> {
    this.#commits.flush();
    this.#db.close();
  }

  #rows(sql: string, ...values: (string | number)[]): Kept[] {
    // The columns are the ones selected in this file; node:sqlite types every row as a record of values.
    const rows = this.#sql(sql).all(...values) as unknown as Row[];
    return rows.map(({ id, body, version }) => ({ id, body, version: String(version) }));
  }

  #sql(sql: string): StatementSync {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#db.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }
}

const pieceSize = 1_000;

function movedRow({ id, body, expires_at: expiresAt }: Record<string, unknown>) {
  return { id: String(id), body: String(body), ...(expiresAt !== null && { expiresAt: Number(expiresAt) }) };
}

/** The first text after all that begin with `prefix`, in the order of UTF-8 bytes that SQLite compares by. */
function after(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}
