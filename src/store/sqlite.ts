import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Database, type DueRow, type Kept, shardOf, type WriteOptions } from './database.ts';
import type { Place } from './documents.ts';

const schemaVersion = 2;
/** How long another program may have the file to itself before it counts as locked. */
const busyMs = 5_000;
const schema = `
  CREATE TABLE IF NOT EXISTS documents (
    partition TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (partition, id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS due (
    id TEXT PRIMARY KEY, shard INTEGER NOT NULL, version INTEGER NOT NULL, waiting INTEGER NOT NULL,
    visible_at INTEGER NOT NULL, body TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS due_waiting ON due (shard, visible_at, id) WHERE waiting = 1;
  PRAGMA user_version = ${schemaVersion};
`;

/**
 * Opens the embedded database, and makes it where it is not.
 * @param file a path, its folder made as needed.
 * @throws Error naming the file and the remedy where it is newer than this program or is no database.
 */
export function openSqlite(file: string): Database {
  let db: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    db = new DatabaseSync(file, { timeout: busyMs });
    // FULL: an answer that was acknowledged survives a power cut, not only a crash of the process.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    const found = Number(db.prepare('PRAGMA user_version').get()?.user_version);
    if (found > schemaVersion)
      throw new Error(`it is of version ${found} and this program knows up to ${schemaVersion}`);
    if (found === 0) db.exec(`BEGIN IMMEDIATE; ${schema} COMMIT;`);
    if (found === 1) spreadDueItems(db);
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

/** Version 1 had due items of rounds only, in one heap. */
function spreadDueItems(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE');
  // Another program may have been quicker.
  if (db.prepare('PRAGMA user_version').get()?.user_version === 1) {
    const waiting = db.prepare('SELECT id, visible_at, body FROM due WHERE waiting = 1').all();
    db.exec(`DROP TABLE due; ${schema}`);
    const insert = db.prepare(
      'INSERT INTO due (id, shard, version, waiting, visible_at, body) VALUES (?, ?, 1, 1, ?, ?)',
    );
    for (const { id, visible_at: visibleAt, body } of waiting) {
      const { roundId: subject, ...rest } = JSON.parse(String(body));
      insert.run(
        String(id),
        shardOf(String(id)),
        Number(visibleAt),
        JSON.stringify({ ...rest, subject, occasion: '' }),
      );
    }
  }
  db.exec('COMMIT');
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
  readonly #prepared = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  async read(partition: string, ids: readonly string[]): Promise<Kept[]> {
    const marks = ids.map(() => '?').join(', ');
    return this.#rows(
      `SELECT id, body, version FROM documents WHERE partition = ? AND id IN (${marks})`,
      partition,
      ...ids,
    );
  }

  async list({ partition, id }: Place): Promise<Kept[]> {
    return this.#rows(
      'SELECT id, body, version FROM documents WHERE partition = ? AND id >= ? AND id < ? ORDER BY id',
      partition,
      id,
      after(id),
    );
  }

  async count({ partition, id }: Place): Promise<number> {
    const row = this.#sql('SELECT count(*) AS n FROM documents WHERE partition = ? AND id >= ? AND id < ?').get(
      partition,
      id,
      after(id),
    );
    return Number(row?.n);
  }

  async write({ partition, id }: Place, body: string, { version, whileOpen }: WriteOptions = {}) {
    const open = `(SELECT json_extract(body, '$.state') FROM documents WHERE partition = ? AND id = ?) = 'open'`;
    const guard = whileOpen === undefined ? [] : [partition, whileOpen];
    const { changes } =
      version === undefined
        ? this.#sql(
            `INSERT INTO documents (partition, id, version, body) SELECT ?, ?, ${firstVersion}, ? ${whileOpen === undefined ? 'WHERE true' : `WHERE ${open}`} ON CONFLICT DO NOTHING`,
          ).run(partition, id, body, ...guard)
        : this.#sql(
            `UPDATE documents SET version = version + 1, body = ? WHERE partition = ? AND id = ? AND version = ? ${whileOpen === undefined ? '' : `AND ${open}`}`,
          ).run(body, partition, id, Number(version), ...guard);
    if (changes === 1) return 'written';
    if (whileOpen === undefined) return 'conflict';
    const still = this.#sql(`SELECT ${open} AS open`).get(...guard);
    return still?.open === 1 ? 'conflict' : 'guarded';
  }

  async remove({ partition, id }: Place, version: string): Promise<boolean> {
    const sql = 'DELETE FROM documents WHERE partition = ? AND id = ? AND version = ?';
    return this.#sql(sql).run(partition, id, Number(version)).changes === 1;
  }

  async readDue(id: string): Promise<Kept | undefined> {
    return this.#rows('SELECT id, body, version FROM due WHERE id = ?', id)[0];
  }

  async writeDue({ id, body, waiting, visibleAt }: DueRow, version?: string): Promise<string | undefined> {
    const { changes } =
      version === undefined
        ? this.#sql(
            'INSERT INTO due (id, shard, version, waiting, visible_at, body) VALUES (?, ?, 1, ?, ?, ?) ON CONFLICT DO NOTHING',
          ).run(id, shardOf(id), Number(waiting), visibleAt, body)
        : this.#sql(
            'UPDATE due SET version = version + 1, waiting = ?, visible_at = ?, body = ? WHERE id = ? AND version = ?',
          ).run(Number(waiting), visibleAt, body, id, Number(version));
    return changes === 1 ? String(Number(version ?? 0) + 1) : undefined;
  }

  async listDue(shard: number, now: number, limit: number): Promise<Kept[]> {
    const sql =
      'SELECT id, body, version FROM due WHERE waiting = 1 AND shard = ? AND visible_at <= ? ORDER BY visible_at, id LIMIT ?';
    return this.#rows(sql, shard, now, limit);
  }

  async close(): Promise<void> {
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

/** The first text after all that begin with `prefix`, in the order of UTF-8 bytes that SQLite compares by. */
function after(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}
