import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../usecases/clock.ts';
import type { Log } from '../../usecases/ports.ts';
import { createTurns, type Turns } from '../../usecases/turns.ts';
import type { Database, DueRow, Freezing, Kept, Moved, WriteOptions } from '../database.ts';
import type { DocumentKey } from '../places.ts';
import { type Cleaning, createCleaning, noCleaning } from './cleaning.ts';
import { busyLookMs, busyMs, type Commits, createCommits } from './commits.ts';
import { createHealth, type Health, isBusy } from './faults.ts';
import { type Files, inMemory, watchFiles } from './files.ts';
import { everything, put } from './moving.ts';
import { createRoom, type Room } from './room.ts';
import { createSnapshot, type Snapshot } from './snapshot.ts';
import { after, createStatements, type Statements } from './statements.ts';
import { sweep } from './sweeping.ts';
import { createThreadWriter, diskStuck } from './thread-writer.ts';
import { type Step, type Write, type Writer, writerOn } from './writer.ts';
import { documentWrite, dueWrite, isOpen } from './writes.ts';

interface Opened {
  db: DatabaseSync;
  file: string;
  /** Whether it was there before. */
  existed: boolean;
  /** Whether threads of its own write and clean. */
  thread: boolean;
  clock: Clock;
  log: Log | undefined;
}

/** So many are fixed in one commit, two milliseconds' work. */
const chunk = 200;
/** A commit that takes longer has met a disk that is gone. */
const stuckMs = 10_000;

/** Documents and due items in one file. */
export class SqliteDatabase implements Database {
  readonly #db: DatabaseSync;
  readonly #sql: Statements;
  readonly #writer: Writer;
  readonly #commits: Commits;
  readonly #clock: Clock;
  readonly #health: Health;
  readonly #room: Room;
  readonly #cleaning: Cleaning;
  /** A database in memory has none, and nobody waits for it. */
  readonly #files: Files | undefined;
  readonly #turns: Turns | undefined;
  /** A connection that writes as well has none: its writes would be part of it. */
  readonly #snapshot: Snapshot | undefined;

  constructor({ db, file, existed, thread, clock, log }: Opened) {
    const onDisk = file !== inMemory;
    const health = createHealth(file, log);
    const isWhole = () => this.#isWhole();
    this.#db = db;
    this.#clock = clock;
    this.#health = health;
    this.#sql = createStatements(db);
    this.#files = onDisk ? watchFiles(file) : undefined;
    this.#turns = onDisk ? createTurns(clock) : undefined;
    this.#cleaning = onDisk ? createCleaning({ db, file, existed, thread, clock, health, log, isWhole }) : noCleaning;
    const isCleaning = () => this.#cleaning.isRunning();
    this.#snapshot = thread && onDisk ? createSnapshot(db) : undefined;
    // Whoever was told that something is written reads it.
    const ended = () => this.#snapshot?.end();
    this.#writer = thread && onDisk ? createThreadWriter({ file, isWhole, health, ended }) : writerOn(db);
    const wrote = () => this.#room.wrote();
    this.#commits = createCommits({ writer: this.#writer, clock, health, isCleaning, wrote });
    this.#room = createRoom({ commits: this.#commits, clock, health });
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

  async write(place: DocumentKey, body: string, options: WriteOptions = {}) {
    const { version, whileOpen } = options;
    const written = await this.#commit(documentWrite(place, body, options));
    if (version !== undefined) this.#cleaning.replaced();
    if (written === 1) return 'written';
    if (whileOpen === undefined) return 'conflict';
    // A guard that has closed stays closed.
    const still = await this.#looking(() => this.#sql(`SELECT ${isOpen} AS open`).get(place.partition, whileOpen));
    return still?.open === 1 ? 'conflict' : 'guarded';
  }

  /** The guard was decided with each write, so that what is there is what counts. */
  async freeze(prefix: DocumentKey, freezing: Freezing): Promise<Kept[]> {
    const ids = await this.ids(prefix);
    for (let i = 0; i < ids.length; i += chunk) {
      await this.#turns?.pause();
      await this.#fix(prefix.partition, ids.slice(i, i + chunk), freezing);
    }
    if (ids.length > 0) this.#cleaning.removed();
    return this.list(prefix);
  }

  /** What somebody changed between the look and the write is looked at anew. */
  async #fix(partition: string, ids: readonly string[], freezing: Freezing): Promise<void> {
    const { expiresAt, change } = freezing;
    const sql =
      'UPDATE documents SET version = version + 1, body = ?, expires_at = ? WHERE partition = ? AND id = ? AND version = ?';
    const look = 'SELECT id, body, version FROM documents WHERE partition = ? AND id = ?';
    const found = await this.#looking(() => ids.flatMap((id) => this.#sql(look).all(partition, id).map(keptOf)));
    if (found.length === 0) return;
    const changes = await this.#run(
      found.map(({ id, body, version }) => ({
        sql,
        values: [change(body), expiresAt, partition, id, Number(version)],
      })),
    );
    const left = found.filter((_, i) => changes[i] === 0).map(({ id }) => id);
    if (left.length > 0) await this.#fix(partition, left, freezing);
  }

  async remove({ partition, id }: DocumentKey, version: string): Promise<boolean> {
    const sql = 'DELETE FROM documents WHERE partition = ? AND id = ? AND version = ?';
    const removed = (await this.#commit({ sql, values: [partition, id, Number(version)] })) === 1;
    if (removed) this.#cleaning.removed();
    return removed;
  }

  async readDue(id: string): Promise<Kept | undefined> {
    return (await this.#rows('SELECT id, body, version FROM due WHERE id = ?', id))[0];
  }

  async writeDue(due: DueRow, version?: string): Promise<string | undefined> {
    const written = await this.#commit(dueWrite(due, version));
    if (version !== undefined) this.#cleaning.replaced();
    return written === 1 ? String(Number(version ?? 0) + 1) : undefined;
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
    if (moved.length > 0) await this.#run(moved.map(put));
  }

  async check(): Promise<void> {
    if (this.#commits.underWayMs() > stuckMs) throw this.#health.found(diskStuck);
    if (this.#isWhole() && this.#health.fault()) await this.#room.attempt();
    const fault = this.#health.fault();
    if (fault) throw fault;
    await this.listDue(0, 0, 1);
  }

  async close(): Promise<void> {
    this.#writer.exec(`PRAGMA busy_timeout = ${busyMs}`);
    await this.#commits.flush();
    await this.#writer.close();
    this.#snapshot?.end();
    await this.#cleaning.stop();
    this.#db.close();
  }

  /** Whether the files are those that were opened. Without its `-wal` everything goes into the file with each commit. */
  #isWhole(): boolean {
    const lost = this.#files?.lost();
    if (!lost) return true;
    this.#health.found(lost);
    if (lost.which === 'wal') this.#writer.exec('PRAGMA wal_autocheckpoint = 1; PRAGMA wal_checkpoint(TRUNCATE);');
    return false;
  }

  #rows(sql: string, ...values: (string | number)[]): Promise<Kept[]> {
    return this.#looking(() =>
      this.#sql(sql)
        .all(...values)
        .map(keptOf),
    );
  }

  /** Reads, a while after others where this turn has lasted long, and again where another program has the file. */
  async #looking<T>(look: () => T): Promise<T> {
    const pause = this.#turns?.pause();
    if (pause) await pause;
    for (const since = this.#clock.monotonic(); ; await this.#clock.sleep(busyLookMs)) {
      try {
        if (!this.#cleaning.isRunning() && !this.#health.fault()) this.#snapshot?.begin();
        return look();
      } catch (error) {
        this.#snapshot?.end();
        if (!isBusy(error) || this.#clock.monotonic() - since >= busyMs) throw this.#health.failed(error);
      }
    }
  }

  /** @returns how much it changed. */
  async #commit(step: Step): Promise<number> {
    return (await this.#run([step]))[0] ?? 0;
  }

  /** Nothing more is kept in files that nobody would find again. */
  #run(write: Write): Promise<number[]> {
    const fault = this.#health.fault();
    if (fault?.code === 'FILE_LOST') return Promise.reject(fault);
    return this.#commits.run(write);
  }
}

function keptOf({ id, body, version }: Record<string, unknown>): Kept {
  return { id: String(id), body: String(body), version: String(version) };
}
