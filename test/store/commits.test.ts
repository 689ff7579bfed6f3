import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createCommits } from '../../src/store/sqlite/commits.ts';
import { createHealth } from '../../src/store/sqlite/faults.ts';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import type { Written } from '../../src/store/sqlite/writer.ts';
import { createStore } from '../../src/store/store.ts';
import type { Store } from '../../src/usecases/ports.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { answer, due, here, round } from './records.ts';

interface Opened {
  file: string;
  store: Store;
  close(): Promise<void>;
  /** The connection that the store writes on. */
  connection: DatabaseSync;
  /** How many transactions of several writes there were. */
  commits(): number;
}

/** A database with an open round in it. */
async function opened(options: Parameters<typeof openSqlite>[1] = {}): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'hjulet-commits-'));
  const file = join(folder, 'hjulet.sqlite');
  const spy = vi.spyOn(DatabaseSync.prototype, 'exec');
  const db = openSqlite(file, options);
  const connection = spy.mock.contexts[0] as DatabaseSync;
  onTestFinished(async () => {
    spy.mockRestore();
    await db.close().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });
  const store = createStore(db);
  await store.saveRound(round());
  const commits = () => spy.mock.calls.filter(([sql]) => sql === 'COMMIT').length;
  return { file, store, close: () => db.close(), connection, commits };
}

/** What somebody else finds in the file: what is committed and nothing more. */
function another(file: string): { answers(): number } {
  const connection = new DatabaseSync(file, { readOnly: true });
  onTestFinished(() => connection.close());
  const statement = connection.prepare("SELECT count(*) AS n FROM documents WHERE id LIKE 'answer:%'");
  return { answers: () => Number(statement.get()?.n) };
}

const people = Array.from({ length: 50 }, (_, i) => `person${i}`);

describe('writes that are asked for at the same moment', () => {
  test('share one commit, and none is acknowledged before it', async () => {
    const { file, store, commits } = await opened();
    const seen = another(file);
    const before = commits();
    const found = await Promise.all(
      people.map(async (person) => {
        expect(await store.saveAnswer(here, answer({ person }))).toBe('saved');
        return seen.answers();
      }),
    );
    expect(commits() - before).toBe(1);
    expect(new Set(found)).toEqual(new Set([people.length]));
  });

  test('are one commit for an answer and for the note that its cards are to follow, so that no crash comes between', async () => {
    const { store, commits } = await opened();
    const before = commits();
    const noted = store.addDue(due({ id: 'recount:r1' }));
    expect(await store.saveAnswer(here, answer({ person: 'p' }))).toBe('saved');
    await noted;
    expect(commits() - before).toBe(1);
  });

  test('are done in the order they were asked for, so that an answer after a closing is refused', async () => {
    const { store } = await opened();
    const open = await store.round(here, 'r1');
    const outcomes = await Promise.all([
      store.saveAnswer(here, answer({ person: 'before' })),
      store.saveRound(round({ state: 'closing' }), open?.version),
      store.saveAnswer(here, answer({ person: 'after' })),
    ]);
    expect(outcomes).toEqual(['saved', true, 'closed']);
  });

  test('let only one replace a version', async () => {
    const { store } = await opened();
    await store.saveAnswer(here, answer({ person: 'p' }));
    const version = (await store.roundAndAnswer(here, { roundId: 'r1', themeId: 'a', person: 'p' })).answer?.version;
    const changes = [2, 3, 4].map((revision) => store.saveAnswer(here, answer({ person: 'p', revision }), version));
    expect(await Promise.all(changes)).toEqual(['saved', 'changed', 'changed']);
  });

  test('are written one by one where one of them finds no room, so that it takes none with it', async () => {
    const { file, store, connection } = await opened();
    const pages = Number(connection.prepare('PRAGMA page_count').get()?.page_count);
    connection.exec(`PRAGMA max_page_count = ${pages + 20}`);
    const large = store.saveAnswer(here, answer({ person: 'large', comment: 'x'.repeat(1_000_000) }));
    const small = people.slice(0, 5).map((person) => store.saveAnswer(here, answer({ person })));
    await expect(large).rejects.toThrow('full');
    expect(await Promise.all(small)).toEqual(['saved', 'saved', 'saved', 'saved', 'saved']);
    expect(another(file).answers()).toBe(5);
  });

  test('are all refused where another program has the file, and can be done afterwards', async () => {
    const clock = virtualClock();
    const { file, store } = await opened({ clock });
    const other = new DatabaseSync(file);
    onTestFinished(() => other.close());
    other.exec('BEGIN IMMEDIATE');
    const writes = [store.saveAnswer(here, answer({ person: 'p1' })), store.addDue(due({ id: 'recount:r1' }))];
    const ended = Promise.allSettled(writes);
    await clock.pass(6_000);
    for (const { status } of await ended) expect(status).toBe('rejected');
    other.exec('ROLLBACK');
    expect(await store.saveAnswer(here, answer({ person: 'p1' }))).toBe('saved');
  });

  test('are committed before the database closes', async () => {
    const { file, store, close } = await opened();
    const writes = people.map((person) => store.saveAnswer(here, answer({ person })));
    await Promise.resolve();
    await close();
    expect(new Set(await Promise.all(writes))).toEqual(new Set(['saved']));
    expect(another(file).answers()).toBe(people.length);
  });
});

test('a write that a long cleaning kept from the file is done after it, also where it hears of that only then', async () => {
  const clock = virtualClock();
  let isCleaning = true;
  let isLocked = true;
  const write = async (): Promise<Written> => {
    const ended = isLocked
      ? { error: Object.assign(new Error('database is locked'), { errcode: 5 }) }
      : { changes: [[1]] };
    // The thread that writes found the file locked; before it is heard, the one that cleans has ended.
    if (clock.monotonic() > cleanedAt) isCleaning = isLocked = false;
    return ended;
  };
  const cleanedAt = clock.monotonic() + 7_000;
  const commits = createCommits({
    writer: { write, exec: () => undefined, close: async () => undefined },
    clock,
    health: createHealth('hjulet.sqlite', undefined),
    isCleaning: () => isCleaning,
    wrote: () => undefined,
  });
  const written = commits.run([{ sql: 'INSERT', values: [] }]);
  await clock.pass(8_000);
  expect(await written).toEqual([1]);
});
