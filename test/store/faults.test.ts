import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import { happened } from '../support/arrivals.ts';
import { stir } from '../support/in-flight.ts';
import { answer, here, round } from './records.ts';

/** What whoever runs the bot is told when the file, or its disk, cannot be used. */

interface Place {
  folder: string;
  file: string;
  db: Database;
  connection: DatabaseSync;
  logged: [string, object][];
}

function opened(
  file = join(mkdtempSync(join(tmpdir(), 'hjulet-faults-')), 'hjulet.sqlite'),
  logged: Place['logged'] = [],
): Place {
  const folder = dirname(file);
  const line = (fields: object, message: string) => {
    logged.push([message, fields]);
    stir();
  };
  const spy = vi.spyOn(DatabaseSync.prototype, 'exec');
  const db = openSqlite(file, { log: { info: line, warn: line, error: line } });
  const [connection] = spy.mock.contexts;
  spy.mockRestore();
  if (!(connection instanceof DatabaseSync)) throw new Error('openSqlite opened no connection');
  onTestFinished(async () => {
    await db.close().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });
  return { folder, file, db, connection, logged };
}

const unusable = 'the database cannot be used';
const usable = 'the database can be used again';

async function answers(db: Database, count: number, comment = 'x'.repeat(500)): Promise<void> {
  const store = createStore(db);
  if (!(await store.round(here, 'r1'))) await store.saveRound(round());
  const people = Array.from({ length: count }, (_, i) => answer({ person: `p${i}`, comment }));
  await Promise.all(people.map((each) => store.saveAnswer(here, each)));
}

/** Everything of a database that a kill would leave on the disk, in a folder of its own. */
function leftBy({ folder, file }: Place): string {
  const left = mkdtempSync(join(tmpdir(), 'hjulet-left-'));
  onTestFinished(() => rmSync(left, { recursive: true, force: true }));
  for (const each of readdirSync(folder)) copyFileSync(join(folder, each), join(left, each));
  return join(left, basename(file));
}

describe('a full disk', () => {
  it('is told once in the log, with the file, the code and the remedy, and makes the check fail', async () => {
    const { file, db, connection, logged } = opened();
    await answers(db, 5);
    await db.check();
    const pages = Number(connection.prepare('PRAGMA page_count').get()?.page_count);
    connection.exec(`PRAGMA max_page_count = ${pages}`);
    for (let i = 0; i < 2; i++)
      await expect(answers(db, 50, 'y'.repeat(500))).rejects.toMatchObject({ code: 'SQLITE_FULL', file });
    await expect(db.check()).rejects.toThrow(
      `${file} cannot be used: database or disk is full (SQLITE_FULL). Make room`,
    );
    expect(logged).toEqual([[unusable, { file, code: 'SQLITE_FULL', remedy: expect.stringContaining('Make room') }]]);
  });

  it('is over for the check as soon as there is room, though nobody writes', async () => {
    const { file, db, connection, logged } = opened();
    const pages = Number(connection.prepare('PRAGMA page_count').get()?.page_count);
    connection.exec(`PRAGMA max_page_count = ${pages}`);
    await expect(answers(db, 50)).rejects.toThrow('SQLITE_FULL');
    await expect(db.check()).rejects.toThrow('SQLITE_FULL');
    connection.exec('PRAGMA max_page_count = 100000');
    await db.check();
    expect(logged.map(([message]) => message)).toEqual([unusable, usable]);
    expect(logged[1]?.[1]).toEqual({ file });
    await answers(db, 50);
  });
});

describe('damaged pages', () => {
  it('are told with the file, the code and the remedy, and the check fails until the bot is started again', async () => {
    const { file, db, logged } = opened();
    await answers(db, 400);
    await db.close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(7, 4 * 4096));
    const again = opened(file, logged);
    await expect(createStore(again.db).answers(here, 'r1')).rejects.toThrow(
      `${file} cannot be used: database disk image is malformed (SQLITE_CORRUPT). It is damaged`,
    );
    for (let i = 0; i < 2; i++) await expect(again.db.check()).rejects.toMatchObject({ code: 'SQLITE_CORRUPT', file });
    expect(logged).toEqual([
      [unusable, { file, code: 'SQLITE_CORRUPT', remedy: expect.stringContaining('restore a backup') }],
    ]);
  });

  it('are told with the file, the code and the remedy whichever they are, also where a thread writes', async () => {
    const { file, db } = opened();
    await answers(db, 40);
    await db.close();
    const bytes = readFileSync(file);
    const [size, told] = [4096, new Set<string>()];
    for (let page = 1; page < bytes.length / size; page++) {
      writeFileSync(file, Buffer.from(bytes).fill(7, page * size, (page + 1) * size));
      const again = openSqlite(file, { thread: true });
      const store = createStore(again);
      for (const look of [() => store.round(here, 'r1'), () => store.answers(here, 'r1'), () => again.listDue(0, 1, 1)])
        await look().catch((error: Error) => told.add(error.message));
      await again.close();
    }
    expect([...told]).toEqual([
      expect.stringMatching(
        /hjulet\.sqlite cannot be used: database disk image is malformed \(SQLITE_CORRUPT\)\. It is/,
      ),
    ]);
  });

  it('are found when the bot starts, before anybody looks at them', async () => {
    const { file, db, logged } = opened();
    await answers(db, 400);
    await db.close();
    writeFileSync(file, readFileSync(file).fill(7, 4 * 4096));
    const again = opened(file, logged);
    await again.db.sweep(0).catch(() => undefined);
    await happened(
      'a line of the log',
      () => logged.length > 0,
      () => 'none',
    );
    expect(logged.map(([message]) => message)).toEqual([unusable]);
    await expect(again.db.check()).rejects.toMatchObject({ code: 'SQLITE_CORRUPT' });
  });
});

describe('a -wal that is gone', () => {
  const people = async (db: Database) => (await createStore(db).answers(here, 'r1')).length;

  it('after a kill keeps the bot from starting without what was in it, and says what to do', async () => {
    const place = opened();
    await answers(place.db, 30);
    const left = leftBy(place);
    rmSync(`${left}-wal`);
    expect(() => openSqlite(left)).toThrow(`Cannot open the database ${left}: its ${left}-wal is missing or cut off`);
    expect(() => openSqlite(left)).toThrow(
      /\(WAL_LOST\)\. Put it back beside the file, or restore a backup\. .*remove .*-shm/,
    );
  });

  it('cut off is as good as gone', async () => {
    const place = opened();
    await answers(place.db, 30);
    const left = leftBy(place);
    truncateSync(`${left}-wal`, statSync(`${left}-wal`).size - 1);
    expect(() => openSqlite(left)).toThrow('WAL_LOST');
  });

  it('with its -shm taken away as told lets the bot start with what is in the file', async () => {
    const place = opened();
    await answers(place.db, 30);
    const left = leftBy(place);
    rmSync(`${left}-wal`);
    rmSync(`${left}-shm`);
    await openSqlite(left).close();
  });

  it('and everything else as a kill leaves it, lets it start', async () => {
    const place = opened();
    await answers(place.db, 30);
    const again = openSqlite(leftBy(place));
    onTestFinished(() => again.close());
    expect(await people(again)).toBe(30);
  });

  it('while the bot runs is told, makes the check fail, and nothing that was written before or after is lost', async () => {
    const place = opened();
    const { file, db, logged } = place;
    await answers(db, 30);
    rmSync(`${file}-wal`);
    for (let i = 0; i < 2; i++) await expect(db.check()).rejects.toMatchObject({ code: 'WAL_LOST', file });
    await createStore(db).saveAnswer(here, answer({ person: 'later' }));
    expect(logged).toEqual([
      [unusable, { file, code: 'WAL_LOST', remedy: expect.stringContaining('Restart the bot') }],
    ]);
    // Killed now, it leaves this.
    const left = leftBy(place);
    rmSync(`${left}-shm`, { force: true });
    const again = openSqlite(left);
    onTestFinished(() => again.close());
    expect(await people(again)).toBe(31);
    await again.check();
  });
});

describe('a file that is gone while the bot runs', () => {
  it('is told, and nobody thinks that an answer was kept in it', async () => {
    const { file, db, logged } = opened();
    await answers(db, 3);
    renameSync(file, `${file}.away`);
    await expect(db.check()).rejects.toMatchObject({ code: 'FILE_LOST', file });
    await expect(createStore(db).saveAnswer(here, answer({ person: 'p9' }))).rejects.toMatchObject({
      code: 'FILE_LOST',
    });
    expect(logged).toHaveLength(1);
  });
});
