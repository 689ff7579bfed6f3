import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../usecases/clock.ts';
import type { Log } from '../../usecases/ports.ts';
import { createTurns, type Turns } from '../../usecases/turns.ts';
import {
  type Database,
  type DueRow,
  type Freezing,
  type Kept,
  type Moved,
  shardOf,
  type WriteOptions,
} from '../database.ts';
import type { DocumentKey } from '../places.ts';
import { type Cleaning, createCleaning, noCleaning } from './cleaning.ts';
import { busyLookMs, busyMs, type Commits, createCommits } from './commits.ts';
import { createHealth, type Health, isBusy } from './faults.ts';
import { type Files, inMemory, watchFiles } from './files.ts';
import { everything, put } from './moving.ts';
import { createRoom, type Room } from './room.ts';
import { after, createStatements, firstVersion, type Statements } from './statements.ts';
import { sweep } from './sweeping.ts';

interface Opened {
  db: DatabaseSync;
  file: string;
  /** Whether it was there before. */
  existed: boolean;
  clock: Clock;
  log: Log | undefined;
}

/** So many are fixed in one commit, two milliseconds' work. */
const chunk = 200;

/** Documents and due items in one file. */
export class SqliteDatabase implements Database {
  readonly #db: DatabaseSync;
  readonly #sql: Statements;
  readonly #commits: Commits;
  readonly #clock: Clock;
  readonly #health: Health;
  readonly #room: Room;
  readonly #cleaning: Cleaning;
  /** A database in memory has none, and nobody waits for it. */
  readonly #files: Files | undefined;
  readonly #turns: Turns | undefined;

  constructor({ db, file, existed, clock, log }: Opened) {
    const onDisk = file !== inMemory;
    const health = createHealth(file, log);
    const isWhole = () => this.#isWhole();
    this.#db = db;
    this.#clock = clock;
    this.#health = health;
    this.#sql = createStatements(db);
    this.#files = onDisk ? watchFiles(file) : undefined;
    this.#turns = onDisk ? createTurns(clock) : undefined;
    this.#cleaning = onDisk ? createCleaning({ db, file, existed, clock, health, log, isWhole }) : noCleaning;
    const isCleaning = () => this.#cleaning.isRunning();
    this.#commits = createCommits({ db, clock, health, isCleaning, wrote: () => this.#room.wrote() });
    this.#room = createRoom({ sql: this.#sql, commits: this.#commits, clock, health });
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
    const rows = await this.#looking(() => this.#sql(sql).all(partition, id, after(id)));
    return rows.map((row) => String(row.id));
  }

  async write({ partition, id }: DocumentKey, body: string, options: WriteOptions = {}) {
    const { version, whileOpen, expiresAt = null } = options;
    const open = `(SELECT json_extract(body, '$.state') FROM documents WHERE partition = ? AND id = ?) = 'open'`;
    const guard = whileOpen === undefined ? [] : [partition, whileOpen];
    const outcome = await this.#commit(() => {
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
    if (version !== undefined) this.#cleaning.replaced();
    return outcome;
  }

  /** The guard was decided with each write, so that what is there is what counts. */
  async freeze(prefix: DocumentKey, { expiresAt, change }: Freezing): Promise<Kept[]> {
    const { partition } = prefix;
    const ids = await this.ids(prefix);
    const sql = 'UPDATE documents SET version = version + 1, body = ?, expires_at = ? WHERE partition = ? AND id = ?';
    for (let i = 0; i < ids.length; i += chunk) {
      await this.#turns?.pause();
      await this.#commit(() => {
        for (const id of ids.slice(i, i + chunk)) {
          const found = this.#sql('SELECT body FROM documents WHERE partition = ? AND id = ?').get(partition, id);
          if (found) this.#sql(sql).run(change(String(found.body)), expiresAt, partition, id);
        }
      }, 'whole');
    }
    if (ids.length > 0) this.#cleaning.removed();
    return this.list(prefix);
  }

  async remove({ partition, id }: DocumentKey, version: string): Promise<boolean> {
    const sql = 'DELETE FROM documents WHERE partition = ? AND id = ? AND version = ?';
    const removed = await this.#commit(() => this.#sql(sql).run(partition, id, Number(version)).changes === 1);
    if (removed) this.#cleaning.removed();
    return removed;
  }

  async readDue(id: string): Promise<Kept | undefined> {
    return (await this.#rows('SELECT id, body, version FROM due WHERE id = ?', id))[0];
  }

  async writeDue(due: DueRow, version?: string): Promise<string | undefined> {
    const { id, body, waiting, visibleAt, expiresAt = null } = due;
    const written = await this.#commit(() => {
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
    if (version !== undefined) this.#cleaning.replaced();
    return written;
  }

  async listDue(shard: number, now: number, limit: number): Promise<Kept[]> {
    const sql =
      'SELECT id, body, version FROM due WHERE waiting = 1 AND shard = ? AND visible_at <= ? ORDER BY visible_at, id LIMIT ?';
    return this.#rows(sql, shard, now, limit);
  }

  async sweep(now: number): Promise<number> {
    try {
      const count = await sweep({ sql: this.#sql, commits: this.#commits, turns: this.#turns }, now);
      if (count > 0) this.#cleaning.removed();
      this.#cleaning.daily();
      return count;
    } catch (error) {
      throw this.#health.failed(error);
    }
  }

  everything(): AsyncIterable<Moved[]> {
    return everything(this.#sql);
  }

  async put(moved: readonly Moved[]): Promise<void> {
    await this.#commit(() => {
      for (const each of moved) put(this.#sql, each);
    }, 'whole');
  }

  async check(): Promise<void> {
    if (this.#isWhole() && this.#health.fault()) await this.#room.attempt();
    const fault = this.#health.fault();
    if (fault) throw fault;
    await this.listDue(0, 0, 1);
  }

  async close(): Promise<void> {
    this.#db.exec(`PRAGMA busy_timeout = ${busyMs}`);
    this.#commits.flush();
    await this.#cleaning.stop();
    this.#db.close();
  }

  /** Whether the files are those that were opened. Without its `-wal` everything goes into the file with each commit. */
  #isWhole(): boolean {
    const lost = this.#files?.lost();
    if (!lost) return true;
    this.#health.found(lost);
    if (lost.which === 'wal') this.#db.exec('PRAGMA wal_autocheckpoint = 1; PRAGMA wal_checkpoint(TRUNCATE);');
    return false;
  }

  #rows(sql: string, ...values: (string | number)[]): Promise<Kept[]> {
    return this.#looking(() =>
      this.#sql(sql)
        .all(...values)
        .map(({ id, body, version }) => ({ id: String(id), body: String(body), version: String(version) })),
    );
  }

  /** Reads, a while after others where this turn has lasted long, and again where another program has the file. */
  async #looking<T>(look: () => T): Promise<T> {
    const pause = this.#turns?.pause();
    if (pause) await pause;
    for (const since = this.#clock.monotonic(); ; await this.#clock.sleep(busyLookMs)) {
      try {
        return look();
      } catch (error) {
        if (!isBusy(error) || this.#clock.monotonic() - since >= busyMs) throw this.#health.failed(error);
      }
    }
  }

  /** Nothing more is kept in files that nobody would find again. */
  #commit<T>(write: () => T, whole?: 'whole'): Promise<T> {
    const fault = this.#health.fault();
    if (fault?.code === 'FILE_LOST') return Promise.reject(fault);
    return this.#commits.run(write, whole);
  }
}
