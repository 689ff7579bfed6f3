import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished, test, vi } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import type { Store } from '../../src/usecases/ports.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { storeContract } from './contract.ts';
import { retentionContract } from './contract-retention.ts';
import { answer, channel, due, here, post, round, wheel } from './records.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'hjulet-store-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const open = async () => openSqlite(join(folder(), 'hjulet.sqlite'));
storeContract('SQLite', open);
retentionContract('SQLite', open);

/** Closed with the test, should the test not have done it. */
function closing(db: Database): Database {
  onTestFinished(() => db.close().catch(() => undefined));
  return db;
}

/** The database, and the connection it is on, for what can only be asked or set there. */
function openWithConnection(file: string, options: Parameters<typeof openSqlite>[1] = {}) {
  const spy = vi.spyOn(DatabaseSync.prototype, 'exec');
  const db = closing(openSqlite(file, options));
  const [connection] = spy.mock.contexts;
  spy.mockRestore();
  if (!(connection instanceof DatabaseSync)) throw new Error('openSqlite opened no connection');
  return { db, connection };
}

/** A second connection, as another program has it. */
function another(file: string): DatabaseSync {
  const connection = new DatabaseSync(file);
  onTestFinished(() => {
    if (connection.isOpen) connection.close();
  });
  return connection;
}

/** A file with one of everything and `people` answers, closed in good order. */
async function filled(people = 3): Promise<string> {
  const file = join(folder(), 'hjulet.sqlite');
  const db = openSqlite(file);
  await fill(createStore(db), people);
  await db.close();
  return file;
}

async function fill(store: Store, people: number): Promise<void> {
  await store.saveChannel(channel());
  await store.saveRound(round());
  for (let i = 0; i < people; i++) await store.saveAnswer(here, answer({ person: `p${i}`, comment: 'x'.repeat(200) }));
  await store.savePost(here, post());
  await store.addDue(due());
  await store.saveRoster(here, { people: ['p1'], readAt: 1 });
  await store.savePicture('picture-1', here, 'r1');
  await store.keepWheel(wheel);
}

/** Everything that `fill` wrote. */
async function everything(store: Store) {
  return {
    channels: await store.channelsOf(here.tenantId),
    round: await store.round(here, 'r1'),
    answers: await store.answers(here, 'r1'),
    posts: await store.posts(here, 'r1'),
    due: await store.due(1_000, 10),
    roster: await store.roster(here),
    picture: await store.picture('picture-1'),
    wheel: await store.wheel('small', 1, 'en'),
  };
}

async function everythingIn(file: string) {
  const db = openSqlite(file);
  try {
    return await everything(createStore(db));
  } finally {
    await db.close();
  }
}

function failure(deed: () => unknown): string {
  try {
    deed();
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('the file', () => {
  test('is made where it is not, with its folder', async () => {
    const file = join(folder(), 'deep', 'down', 'hjulet.sqlite');
    await openSqlite(file).close();
    expect(existsSync(file)).toBe(true);
  });

  test('is written ahead of itself and on the disk before an answer is acknowledged (WAL, synchronous FULL)', () => {
    const { connection } = openWithConnection(join(folder(), 'hjulet.sqlite'));
    expect(connection.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(connection.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  });

  test('opened again holds everything, at the versions it had', async () => {
    const file = join(folder(), 'hjulet.sqlite');
    const db = closing(openSqlite(file));
    await fill(createStore(db), 3);
    const before = await everything(createStore(db));
    await db.close();
    expect(await everythingIn(file)).toEqual(before);
    expect(await everythingIn(file)).toEqual(before);
  });

  test('as a crash leaves it, never closed, holds everything that was acknowledged', async () => {
    const file = join(folder(), 'hjulet.sqlite');
    const store = createStore(closing(openSqlite(file)));
    await fill(store, 50);
    const left = join(folder(), 'hjulet.sqlite');
    for (const part of ['', '-wal']) copyFileSync(file + part, left + part);
    expect(await everythingIn(left)).toEqual(await everything(store));
  });

  test('is one database to two programs at once, as when one version takes over from another', async () => {
    const file = await filled();
    const [one, two] = [openSqlite(file), openSqlite(file)].map((db) => createStore(closing(db)));
    if (!one || !two) throw new Error('no stores');
    const seen = await Promise.all([one.round(here, 'r1'), two.round(here, 'r1')]);
    expect(await one.saveRound(round({ state: 'closing', closedBy: 'person' }), seen[0]?.version)).toBe(true);
    expect(await two.saveRound(round({ expected: 9 }), seen[1]?.version)).toBe(false);
    expect(await two.saveAnswer(here, answer({ person: 'late' }))).toBe('closed');
    const [item] = await one.due(1_000, 1);
    if (!item) throw new Error('nothing is due');
    expect(await two.saveDue({ ...item.record, visibleAt: 61_000 }, item.version)).toBeDefined();
    expect(await one.saveDue({ ...item.record, visibleAt: 61_000 }, item.version)).toBeUndefined();
  });

  test('is made by one of two programs that start at once, and opened by both', async () => {
    const file = join(folder(), 'hjulet.sqlite');
    const { exec } = DatabaseSync.prototype;
    const spy = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
      if (/CREATE TABLE/.test(sql)) {
        // The other program is quicker.
        spy.mockRestore();
        closing(openSqlite(file));
      }
      exec.call(this, sql);
    });
    onTestFinished(() => spy.mockRestore());
    const store = createStore(closing(openSqlite(file)));
    expect(await store.saveChannel(channel())).toBe(true);
  });
});

describe('a file of version 1', () => {
  test('keeps what is due in it, and everything else', async () => {
    const file = join(folder(), 'hjulet.sqlite');
    const db = new DatabaseSync(file);
    db.exec(`
      CREATE TABLE documents (partition TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (partition, id)) WITHOUT ROWID;
      CREATE TABLE due (id TEXT PRIMARY KEY, version INTEGER NOT NULL, waiting INTEGER NOT NULL, visible_at INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
      CREATE INDEX due_waiting ON due (visible_at, id) WHERE waiting = 1;
      PRAGMA user_version = 1;
    `);
    const { subject, occasion: _, ...old } = due({ visibleAt: 700, attempts: 2 });
    const body = JSON.stringify({ v: 1, ...old, roundId: subject });
    db.prepare('INSERT INTO due VALUES (?, 9, 1, 700, ?)').run(old.id, body);
    db.prepare('INSERT INTO due VALUES (?, 9, 0, 700, ?)').run('open:r1', body);
    db.prepare('INSERT INTO documents VALUES (?, ?, 1, ?)').run(
      here.tenantId,
      `channel:${here.conversationId}`,
      JSON.stringify({ v: 1, ...channel() }),
    );
    db.close();
    for (let start = 0; start < 2; start++) {
      const store = createStore(closing(openSqlite(file)));
      expect((await store.due(700, 10)).map(({ record }) => record)).toEqual([due({ visibleAt: 700, attempts: 2 })]);
      expect((await store.channel(here))?.record).toEqual(channel());
    }
  });
});

describe('a file that cannot be used', () => {
  const remedy = /restore a backup/;

  test('of a newer program is refused with both versions, the file and the remedy, and loses nothing', async () => {
    const file = await filled();
    const before = await everythingIn(file);
    const raw = another(file);
    raw.exec('PRAGMA user_version = 4');
    const message = failure(() => openSqlite(file));
    expect(message).toContain(file);
    expect(message).toMatch(/of version 4 .* knows up to 3/);
    expect(message).toMatch(/newer program/);
    raw.exec('PRAGMA user_version = 3');
    raw.close();
    expect(await everythingIn(file)).toEqual(before);
  });

  it.each([
    { what: 'random bytes', content: randomBytes(20_000) },
    { what: 'another kind of file', content: Buffer.from('{"wheel": "sammenhaengshjulet"}\n'.repeat(200)) },
    { what: 'nothing but zeros', content: Buffer.alloc(8_192) },
  ])('with $what is refused with the file and the remedy, and left as it is', ({ content }) => {
    const file = join(folder(), 'hjulet.sqlite');
    writeFileSync(file, content);
    const message = failure(() => openSqlite(file));
    expect(message).toContain(`Cannot open the database ${file}: file is not a database`);
    expect(message).toMatch(remedy);
    expect(readFileSync(file).equals(content)).toBe(true);
  });

  it.each([0.1, 0.5, 0.9])(
    'cut off at %f of its length is refused with the file and the remedy, and left as it is',
    async (part) => {
      const file = await filled(200);
      truncateSync(file, Math.floor(statSync(file).size * part));
      const before = readFileSync(file);
      const message = failure(() => openSqlite(file));
      expect(message).toContain(`Cannot open the database ${file}: database disk image is malformed`);
      expect(message).toMatch(remedy);
      expect(readFileSync(file).equals(before)).toBe(true);
    },
  );

  test('of another program is refused with the remedy, and left as it is', () => {
    const file = join(folder(), 'hjulet.sqlite');
    const raw = another(file);
    raw.exec('CREATE TABLE customers (name TEXT); CREATE TABLE due (day TEXT)');
    raw.close();
    const before = readFileSync(file);
    const message = failure(() => openSqlite(file));
    expect(message).toContain(`Cannot open the database ${file}: it has tables of another program`);
    expect(message).toContain('Set HJULET_DATA to a folder');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('because it is a folder is refused with its name', () => {
    const file = folder();
    expect(failure(() => openSqlite(file))).toContain(`Cannot open the database ${file}`);
  });

  test('because its folder is a file is refused with its name', () => {
    const file = join(folder(), 'in-the-way');
    writeFileSync(file, '');
    expect(failure(() => openSqlite(join(file, 'hjulet.sqlite')))).toContain(`Cannot open the database ${file}`);
  });
});

describe('a file that another program holds', () => {
  const hold = (file: string) => {
    const holder = another(file);
    holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM due WHERE false; COMMIT;');
    return holder;
  };

  test('is refused as locked, with its name and no advice to replace it, and loses nothing', async () => {
    const file = await filled();
    const before = await everythingIn(file);
    const holder = hold(file);
    const message = failure(() => openSqlite(file));
    holder.close();
    expect(await everythingIn(file)).toEqual(before);
    expect(message).toContain(`Cannot open the database ${file}: database is locked`);
    expect(message).not.toMatch(/backup|newer program/);
  });

  /** A store whose file another program writes to, by a clock of the test's own. */
  async function besideAWriter() {
    const file = await filled();
    const clock = virtualClock();
    const { db } = openWithConnection(file, { clock });
    const store = createStore(db);
    const holder = another(file);
    holder.exec('BEGIN IMMEDIATE');
    return { clock, store, letGo: () => holder.exec('ROLLBACK') };
  }

  test('while it writes lets nobody think an answer was kept; once it lets go, answers are kept again', async () => {
    const { clock, store, letGo } = await besideAWriter();
    const before = await everything(store);
    const refused = Promise.allSettled([
      store.saveAnswer(here, answer({ person: 'p9' })),
      store.addDue(due({ id: 'open:r1' })),
    ]);
    await clock.pass(6_000);
    for (const each of await refused)
      expect(each).toMatchObject({ reason: { code: 'SQLITE_BUSY', message: expect.stringContaining('is locked') } });
    expect(await everything(store)).toEqual(before);
    letGo();
    expect(await store.saveAnswer(here, answer({ person: 'p9' }))).toBe('saved');
  });

  test('keeps nobody from starting: the wheels, kept before, are read and not written again', async () => {
    const { clock, store } = await besideAWriter();
    const [kept] = await Promise.all([store.keepWheel({ ...wheel, name: 'changed since' }), clock.pass(6_000)]);
    expect(kept).toEqual(wheel);
  });

  test('is waited for up to five seconds, while everybody else goes on', async () => {
    const { clock, store, letGo } = await besideAWriter();
    const saving = store.saveAnswer(here, answer({ person: 'p9' }));
    await clock.pass(4_900);
    expect(await store.answers(here, 'r1')).toHaveLength(3);
    letGo();
    await clock.pass(100);
    expect(await saving).toBe('saved');
    expect(await store.answers(here, 'r1')).toHaveLength(4);
  });
});

describe('a full disk', () => {
  /** Answers until there is no room, each of which was acknowledged. */
  async function untilFull(store: Store): Promise<{ acknowledged: string[]; refused: string; error: unknown }> {
    const acknowledged: string[] = [];
    for (let i = 0; i < 10_000; i++) {
      const person = `full${i}`;
      try {
        const outcome = await store.saveAnswer(here, answer({ person, comment: 'x'.repeat(500) }));
        if (outcome !== 'saved') throw new Error(`an answer was ${outcome}`);
      } catch (error) {
        return { acknowledged, refused: person, error };
      }
      acknowledged.push(person);
    }
    throw new Error('the disk never filled up');
  }

  async function fullDisk() {
    const file = await filled();
    const { db, connection } = openWithConnection(file);
    const pages = Number(connection.prepare('PRAGMA page_count').get()?.page_count);
    connection.exec(`PRAGMA max_page_count = ${pages + 20}`);
    const store = createStore(db);
    return { file, db, connection, store, ...(await untilFull(store)) };
  }
  const people = async (store: Store) =>
    (await store.answers(here, 'r1')).flatMap(({ person }) => (person.startsWith('full') ? [person] : []));

  test('refuses an answer in plain words and loses none that was acknowledged', async () => {
    const { file, db, store, acknowledged, refused, error } = await fullDisk();
    expect(error).toMatchObject({ code: 'SQLITE_FULL', file });
    expect(String(error)).toContain(
      `${file} cannot be used: database or disk is full (SQLITE_FULL). Make room on its disk`,
    );
    expect(acknowledged.length).toBeGreaterThan(10);
    expect(new Set(await people(store))).toEqual(new Set(acknowledged));
    expect((await store.roundAndAnswer(here, { roundId: 'r1', themeId: 'a', person: refused })).answer).toBeUndefined();
    await db.close();
    const found = await everythingIn(file);
    const kept = found.answers.filter(({ person }) => person.startsWith('full')).map(({ person }) => person);
    expect(new Set(kept)).toEqual(new Set(acknowledged));
  });

  test('is over when there is room again', async () => {
    const { connection, store, acknowledged, refused } = await fullDisk();
    connection.exec('PRAGMA max_page_count = 100000');
    expect(await store.saveAnswer(here, answer({ person: refused }))).toBe('saved');
    expect(new Set(await people(store))).toEqual(new Set([...acknowledged, refused]));
  });

  test('leaves an answer as it was when its change finds no room', async () => {
    const { store } = await fullDisk();
    const before = (await store.roundAndAnswer(here, { roundId: 'r1', themeId: 'a', person: 'p0' })).answer;
    if (!before) throw new Error('p0 has no answer');
    const longer = answer({ person: 'p0', revision: 2, comment: 'y'.repeat(100_000) });
    await expect(store.saveAnswer(here, longer, before.version)).rejects.toThrow('full');
    expect((await store.roundAndAnswer(here, { roundId: 'r1', themeId: 'a', person: 'p0' })).answer).toEqual(before);
  });
});

test('a document of a shape that this program does not know is refused and not guessed at', async () => {
  const file = await filled();
  const raw = another(file);
  raw.exec("UPDATE documents SET body = json_set(body, '$.v', 2) WHERE id = 'round:r1'");
  const store = createStore(closing(openSqlite(file)));
  await expect(store.round(here, 'r1')).rejects.toThrow();
});
