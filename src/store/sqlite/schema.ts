import type { DatabaseSync } from 'node:sqlite';
import { keptUntil, retention } from '../../domain/retention.ts';
import { shardOf } from '../database.ts';

const schemaVersion = 3;
const schema = `
  CREATE TABLE IF NOT EXISTS documents (
    partition TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, expires_at INTEGER,
    PRIMARY KEY (partition, id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS due (
    id TEXT PRIMARY KEY, shard INTEGER NOT NULL, version INTEGER NOT NULL, waiting INTEGER NOT NULL,
    visible_at INTEGER NOT NULL, body TEXT NOT NULL, expires_at INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS due_waiting ON due (shard, visible_at, id) WHERE waiting = 1;
  PRAGMA user_version = ${schemaVersion};
`;

/** Makes the tables where there are none, and brings those of an older program up to date. @throws Error on newer ones. */
export function prepareSchema(db: DatabaseSync, now: number): void {
  const found = versionOf(db);
  if (found > schemaVersion) throw new Error(`it is of version ${found} and this program knows up to ${schemaVersion}`);
  if (found === 0) db.exec(`BEGIN IMMEDIATE; ${schema} COMMIT;`);
  else if (found < schemaVersion) upgrade(db, now);
}

/** To be asked before anything is changed. @throws Error where another program has its tables in the file. */
export function refuseForeign(db: DatabaseSync): void {
  // One statement, since another instance may be making the tables just now.
  const asked = 'SELECT 1 FROM pragma_user_version WHERE user_version = 0 AND EXISTS (SELECT 1 FROM sqlite_schema)';
  if (db.prepare(asked).get()) throw new Error('it has tables of another program, and nothing in it was touched');
}

function versionOf(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.user_version);
}

function upgrade(db: DatabaseSync, now: number): void {
  db.exec('BEGIN IMMEDIATE');
  // Another program may have been quicker.
  const found = versionOf(db);
  const old = found === 1 ? takeDueItems(db) : [];
  if (found === 2) db.exec('ALTER TABLE due ADD COLUMN expires_at INTEGER');
  if (found < schemaVersion) {
    db.exec(`ALTER TABLE documents ADD COLUMN expires_at INTEGER; ${schema}`);
    // Nobody knows when these were written, so their time begins now.
    const ofRounds = ['round', 'answer', 'agreed', 'choice', 'vote', 'post'].map((kind) => `id GLOB '${kind}:*'`);
    db.prepare(`UPDATE documents SET expires_at = ? WHERE partition GLOB 'picture|*' OR ${ofRounds.join(' OR ')}`).run(
      keptUntil('open', now, retention.default),
    );
  }
  const insert = db.prepare(
    'INSERT INTO due (id, shard, version, waiting, visible_at, body) VALUES (?, ?, 1, 1, ?, ?)',
  );
  for (const { id, visibleAt, body } of old) insert.run(id, shardOf(id), visibleAt, body);
  db.exec('COMMIT');
}

/** Version 1 had due items of rounds only, in one heap; those that wait come along. */
function takeDueItems(db: DatabaseSync): { id: string; visibleAt: number; body: string }[] {
  const waiting = db.prepare('SELECT id, visible_at, body FROM due WHERE waiting = 1').all();
  db.exec('DROP TABLE due');
  return waiting.map(({ id, visible_at: visibleAt, body }) => {
    const { roundId: subject, ...rest } = JSON.parse(String(body));
    return { id: String(id), visibleAt: Number(visibleAt), body: JSON.stringify({ ...rest, subject, occasion: '' }) };
  });
}
