import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import { systemClock } from '../../src/system-clock.ts';
import type { Store } from '../../src/usecases/ports.ts';
import { storeContract } from './contract.ts';
import { retentionContract } from './contract-retention.ts';
import { answer, due, here, round } from './records.ts';

/** Where a file is in memory on Linux: no test here cuts the power. */
const inMemory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

function newFile(): string {
  const folder = mkdtempSync(join(inMemory, 'hjulet-thread-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'hjulet.sqlite');
}

const open = async () => openSqlite(newFile(), { thread: true });
storeContract('SQLite with a thread that writes', open);
retentionContract('SQLite with a thread that writes', open);

interface Opened {
  file: string;
  db: Database;
  store: Store;
  logged: string[];
  /** The thread that writes now. */
  thread(): Worker;
  /** Sets something on the connection that writes. */
  set(sql: string): void;
}

/** A database with an open round in it, written by a thread. */
async function opened(clock = systemClock): Promise<Opened> {
  const file = newFile();
  const logged: string[] = [];
  const line = (fields: object, message: string) => {
    logged.push(`${message} ${JSON.stringify(fields)}`);
  };
  const spy = vi.spyOn(Worker.prototype, 'postMessage');
  const db = openSqlite(file, { clock, log: { info: line, warn: line, error: line }, thread: true });
  onTestFinished(async () => {
    spy.mockRestore();
    await db.close().catch(() => undefined);
  });
  const store = createStore(db);
  await store.saveRound(round());
  const thread = () => {
    const last = spy.mock.contexts.at(-1);
    if (!(last instanceof Worker)) throw new Error('No thread was asked to write');
    return last;
  };
  return { file, db, store, logged, thread, set: (sql) => thread().postMessage({ kind: 'exec', sql }) };
}

/** What somebody else finds in the file: what is committed and nothing more. */
function another(file: string): { answers(): number; connection: DatabaseSync } {
  const connection = new DatabaseSync(file);
  onTestFinished(() => connection.close());
  const statement = connection.prepare("SELECT count(*) AS n FROM documents WHERE id LIKE 'answer:%'");
  return { connection, answers: () => Number(statement.get()?.n) };
}

/** Resolves when one thing more is asked of the thread. */
async function asked({ postMessage }: Worker): Promise<void> {
  const { calls } = vi.mocked(postMessage).mock;
  for (const before = calls.length; calls.length === before; ) await new Promise((next) => setImmediate(next));
}

const people = Array.from({ length: 50 }, (_, i) => `person${i}`);
const byEach = (store: Store) => people.map((person) => store.saveAnswer(here, answer({ person })));

describe('a thread that writes', () => {
  test('has all of a moment in the file before any of it is acknowledged', async () => {
    const { file, store } = await opened();
    const seen = another(file);
    const found = await Promise.all(byEach(store).map(async (saved) => [await saved, seen.answers()]));
    expect(new Set(found.flat())).toEqual(new Set(['saved', people.length]));
  });

  test('has what it acknowledged read at once, also in a turn that has read before', async () => {
    // Time stands still: no turn is so long that a reader lets others go first.
    const { file, store } = await opened({ ...systemClock, monotonic: () => 0 });
    const seen = another(file);
    setImmediate(() => void store.round(here, 'r1'));
    const saving = byEach(store).map(async (saved) => [await saved, (await store.answers(here, 'r1')).length]);
    // The turn that read goes on until all of it is in the file.
    setImmediate(() => {
      for (let tries = 0; seen.answers() < people.length && tries < 100_000; tries++);
    });
    const found = await Promise.all(saving);
    expect(new Set(found.flat())).toEqual(new Set(['saved', people.length]));
  });

  test('has all reads of one turn find the file as the first of them did, turn after turn', async () => {
    const { file } = await opened();
    const { connection } = another(file);
    // Another instance, which has written nothing yet. Its time stands still, so that no read lets others go first.
    const db = openSqlite(file, { clock: { ...systemClock, monotonic: () => 0 }, thread: true });
    onTestFinished(() => db.close());
    const store = createStore(db);
    const versions: (string | undefined)[] = [];
    for (let turn = 0; turn < 2; turn++) {
      // Nothing but microtasks from here to the last read of this turn.
      await new Promise((next) => setImmediate(next));
      const before = await store.round(here, 'r1');
      connection.exec("UPDATE documents SET version = version + 1 WHERE id = 'round:r1'");
      const after = await store.round(here, 'r1');
      versions.push(before?.version, after?.version);
    }
    const first = Number(versions[0]);
    expect(versions.map(Number)).toEqual([first, first, first + 1, first + 1]);
  });

  test('has what another program wrote read in the next turn', async () => {
    const { file, store } = await opened();
    expect(await store.round(here, 'r1')).toBeDefined();
    another(file).connection.exec("DELETE FROM documents WHERE id = 'round:r1'");
    await new Promise((next) => setImmediate(next));
    expect(await store.round(here, 'r1')).toBeUndefined();
  });

  test('takes what comes while it writes in the order it comes', async () => {
    const { store, thread } = await opened();
    const found = await store.round(here, 'r1');
    const before = store.saveAnswer(here, answer({ person: 'before' }));
    await asked(thread());
    const closing = store.saveRound(round({ state: 'closing' }), found?.version);
    const after = store.saveAnswer(here, answer({ person: 'after' }));
    expect(await Promise.all([before, closing, after])).toEqual(['saved', true, 'closed']);
  });

  test('that finds no room acknowledges nothing, says so, and goes on when there is room', async () => {
    const { file, db, store, logged, set } = await opened();
    const seen = another(file);
    set('PRAGMA max_page_count = 1');
    const large = answer({ person: 'large', comment: 'x'.repeat(1_000_000) });
    await expect(store.saveAnswer(here, large)).rejects.toThrow('SQLITE_FULL');
    expect(seen.answers()).toBe(0);
    expect(logged.join()).toContain('SQLITE_FULL');
    await expect(db.check()).rejects.toThrow('SQLITE_FULL');
    set('PRAGMA max_page_count = 1000000');
    await db.check();
    expect(await store.saveAnswer(here, large)).toBe('saved');
  });

  test('that ends in the middle is noticed, acknowledges nothing, and the next write starts another', async () => {
    const { file, db, store, logged, thread, set } = await opened();
    const other = another(file);
    const first = thread();
    // It waits within its transaction's first statement, and ends as soon as it gets on.
    set('PRAGMA busy_timeout = 60000');
    other.connection.exec('BEGIN IMMEDIATE');
    const ended = Promise.allSettled([...byEach(store), store.addDue(due())]);
    await asked(first);
    const gone = first.terminate();
    other.connection.exec('ROLLBACK');
    await gone;
    for (const { status } of await ended) expect(status).toBe('rejected');
    expect(logged.join()).toContain('WRITER_LOST');
    expect(other.answers()).toBe(0);
    await db.check();
    expect(logged.join()).toContain('the database can be used again');
    expect(await store.saveAnswer(here, answer({ person: 'p' }))).toBe('saved');
    expect(thread()).not.toBe(first);
    expect(other.answers()).toBe(1);
  });

  test('whose disk does not answer makes the check fail until it does', async () => {
    let aheadMs = 0;
    const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + aheadMs };
    const { file, db, store, thread, set } = await opened(clock);
    const { connection } = another(file);
    set('PRAGMA busy_timeout = 60000');
    connection.exec('BEGIN IMMEDIATE');
    const saved = store.saveAnswer(here, answer({ person: 'p' }));
    await asked(thread());
    await db.check();
    aheadMs = 11_000;
    await expect(db.check()).rejects.toThrow('DISK_STUCK');
    connection.exec('ROLLBACK');
    expect(await saved).toBe('saved');
    await db.check();
  });

  test('is not started again on files of which one was exchanged', async () => {
    const { file, db, store, thread } = await opened();
    renameSync(file, `${file}.away`);
    await thread().terminate();
    await expect(store.saveAnswer(here, answer({ person: 'p' }))).rejects.toThrow();
    await expect(db.check()).rejects.toThrow('FILE_LOST');
  });

  test('has written what waits when the database is closed, and takes nothing after that', async () => {
    const { file, db, store } = await opened();
    const writes = byEach(store);
    await db.close();
    expect(new Set(await Promise.all(writes))).toEqual(new Set(['saved']));
    expect(another(file).answers()).toBe(people.length);
    await expect(store.saveAnswer(here, answer({ person: 'late' }))).rejects.toThrow('closed');
  });

  test('waits for another program that has the file, and lets everybody read meanwhile', async () => {
    const { file, store } = await opened();
    const { connection } = another(file);
    connection.exec('BEGIN IMMEDIATE');
    const saved = store.saveAnswer(here, answer({ person: 'p' }));
    expect(await store.answers(here, 'r1')).toEqual([]);
    connection.exec('ROLLBACK');
    expect(await saved).toBe('saved');
  });
});
