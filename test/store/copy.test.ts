import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, test } from 'vitest';
import type { Round } from '../../src/domain/round.ts';
import { copyStore, holdingOf } from '../../src/store/copy.ts';
import { openCosmos } from '../../src/store/cosmos/cosmos.ts';
import type { Database, Moved } from '../../src/store/database.ts';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import type { Store } from '../../src/usecases/ports.ts';
import { startWirePeer, type WirePeer, wireKey } from '../support/cosmos.ts';
import { environment } from '../support/process.ts';
import { agreed, answer, channel, closedRound, due, here, post, round, there, wheel } from './records.ts';

let peer: WirePeer;
let opened = 0;
beforeAll(async () => {
  peer = await startWirePeer();
});
afterAll(() => peer.close());

function closing(db: Database): Database {
  onTestFinished(() => db.close().catch(() => undefined));
  return db;
}

async function cosmos(): Promise<Database> {
  opened += 1;
  return closing(
    await openCosmos({ endpoint: peer.endpoint, database: `copy-${opened}`, key: wireKey }, { momentMs: 5 }),
  );
}

function file(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hjulet-copy-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'hjulet.sqlite');
}

/** How many documents and due items `fill` makes. */
const filled = (channels: number) => 1 + channels * 8 + Math.ceil(channels / 10) * 8;

/** So many channels, each with a round that closed, one that is open, and what belongs to them, and every tenth with a plan. */
async function fill(db: Database, channels: number): Promise<void> {
  const store = createStore(db);
  await store.keepWheel(wheel);
  for (let i = 0; i < channels; i++) {
    const key = { tenantId: `tenant-${i % 7}`, conversationId: `19:ø/${i}#?@thread.tacv2` };
    await store.saveChannel(
      channel({ ...key, name: `Kanal ${i} 👩‍👩‍👧 \ud800`, latestRoundId: `r${i}`, openRoundId: `o${i}` }),
    );
    const own = answer({ roundId: `r${i}`, comment: `nr. ${i}\n"citat" \u0000` });
    await store.saveRound(round({ id: `r${i}`, channel: key }));
    await store.saveAnswer(key, own);
    await store.saveRound(
      { ...closedRound([own]), id: `r${i}`, channel: key },
      there(await store.round(key, `r${i}`)).version,
    );
    await store.saveRound(round({ id: `o${i}`, channel: key }));
    await store.saveAnswer(key, answer({ roundId: `o${i}`, person: 'p2' }));
    await store.savePost(key, post({ roundId: `o${i}`, slot: 'status' }));
    await store.addDue(
      due({ id: `deadline:o${i}:2026-12-10T16:00`, subject: `o${i}`, channel: key, visibleAt: 1_000 + i }),
    );
    const done = due({ id: `publish:r${i}`, subject: `r${i}`, channel: key });
    await store.addDue(done);
    await store.saveDue({ ...done, state: 'done' }, there(await store.dueItem(done.id)).version);
    if (i % 10 === 0) await plan(store, key, `r${i}`);
  }
}

/** What is agreed on, chosen, planned and steered by after a round, and when the channel scores again: eight documents. */
async function plan(store: Store, key: Round['channel'], roundId: string): Promise<void> {
  await store.saveJointScore(key, agreed({ roundId }));
  const choice = { roundId, channel: key, startedAt: 1 } as const;
  await store.saveChoice({ ...choice, state: 'open' });
  await store.saveVote(key, { roundId, person: 'p1', units: ['a1'], revision: 1, accepted: [] });
  await store.saveChoice({ ...choice, state: 'settled' }, there(await store.choice(key, roundId)).version);
  const frame = { coreTask: 'Æblegrød', destination: '', goals: ['UDSYN'], values: [] };
  await store.saveFrame(key, { content: frame, revision: 1 });
  const tracked = { status: 'open', reason: '', turn: 0, createdAt: 1, revision: 1 } as const;
  const unit = { wheelId: 'small', wheelVersion: 1, themeId: 'a', unitId: 'a1', roundId, chosenAfter: roundId };
  await store.saveFocus(key, { ...tracked, ...unit, id: 'f1', content: { term: 'short' } });
  const words = { title: 'Ring', milestone: false, goal: '', value: '', partners: '' };
  await store.saveAction(key, { ...tracked, id: 'a1', content: { focusId: 'f1', ...words } });
  await store.savePlanPost(key, { conversationId: 'c1', activityId: '1' });
  const rule = {
    cadence: { kind: 'months', every: 3 },
    from: '2026-11-22',
    time: '10:00',
    zone: 'Europe/Copenhagen',
  } as const;
  await store.saveSchedule({ id: `s-${roundId}`, channel: key, rule, stopped: false });
}

async function everythingIn(db: Database): Promise<Moved[]> {
  const all: Moved[] = [];
  for await (const piece of db.everything()) all.push(...piece);
  const nameOf = (each: Moved) => `${each.kind === 'document' ? each.partition : ''} ${each.id}`;
  return all.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** Without when it expires, which is kept to the second, and without what only a database that freezes has. */
function content(all: readonly Moved[]) {
  return all.map((each) =>
    each.kind === 'document'
      ? { partition: each.partition, id: each.id, body: each.body }
      : { id: each.id, body: each.body, waiting: each.waiting, visibleAt: each.waiting ? each.visibleAt : 0 },
  );
}

describe('copying from SQLite to Cosmos DB and back', () => {
  test('a thousand channels gives the same content, the same times of expiry, and the same that is due', async () => {
    const [first, middle, last] = [closing(openSqlite(':memory:')), await cosmos(), closing(openSqlite(':memory:'))];
    await fill(first, 1_000);
    const there = await copyStore(first, middle);
    const back = await copyStore(middle, last);
    expect(there.count).toBe(filled(1_000));
    expect(back).toEqual(there);
    const [before, after] = [await everythingIn(first), await everythingIn(last)];
    expect(content(after)).toEqual(content(before));
    for (const [i, { expiresAt }] of after.entries()) {
      expect(expiresAt === undefined).toBe(before[i]?.expiresAt === undefined);
      expect(Math.abs((expiresAt ?? 0) - (before[i]?.expiresAt ?? 0))).toBeLessThan(300_000);
    }
    const waiting = async (db: Database) => (await createStore(db).due(1_500, 2_000)).map(({ record }) => record);
    expect(await waiting(middle)).toEqual(await waiting(first));
    const key = { tenantId: 'tenant-0', conversationId: '19:ø/7#?@thread.tacv2' };
    expect(await createStore(middle).answers(key, 'r7')).toEqual(await createStore(first).answers(key, 'r7'));
    const planned = { tenantId: 'tenant-6', conversationId: '19:ø/20#?@thread.tacv2' };
    for (const db of [middle, last]) {
      const [copied, before] = [createStore(db), createStore(first)];
      // Counted votes count there too, where those that came too late do not.
      expect((await copied.votes(planned, 'r20')).map(({ record }) => record)).toEqual(
        (await before.votes(planned, 'r20')).map(({ record }) => record),
      );
      expect(await copied.focuses(planned)).toEqual(await before.focuses(planned));
      expect(await copied.focuses(planned)).toHaveLength(1);
    }
  }, 90_000);

  test('stopped half way and run again, leaves nothing out and nothing twice', async () => {
    const [from, to] = [closing(openSqlite(':memory:')), await cosmos()];
    await fill(from, 30);
    let context = 100;
    const stopping = new Proxy(to, {
      get: (db, name) => {
        if (name !== 'put') return Reflect.get(db, name).bind(db);
        return async (moved: Moved[]) => {
          await db.put(moved.slice(0, context));
          context -= moved.length;
          if (context <= 0) throw new Error('stopped');
        };
      },
    });
    await expect(copyStore(from, stopping)).rejects.toThrow('stopped');
    expect((await holdingOf(to)).count).toBe(100);
    expect(await copyStore(from, to)).toEqual(await holdingOf(from));
    expect(await copyStore(from, to)).toEqual(await holdingOf(from));
  });

  test('is told from a copy that is not whole by its count, and from one that differs by its digest', async () => {
    const [from, to] = [closing(openSqlite(':memory:')), await cosmos()];
    await fill(from, 1);
    await createStore(to).saveChannel(channel());
    await expect(copyStore(from, to)).rejects.toThrow(/17 documents .* the target holds 18 .*empty the target/s);
  });

  test('leaves out the answer and the vote that came too late to be counted', async () => {
    const [from, to] = [await cosmos(), closing(openSqlite(':memory:'))];
    const store = createStore(from);
    await store.saveRound(round());
    await store.saveAnswer(here, answer());
    await store.saveRound(round({ state: 'closing' }), there(await store.round(here, 'r1')).version);
    const counted = await store.freezeAnswers(here, 'r1');
    await store.saveRound(closedRound(counted), there(await store.round(here, 'r1')).version);
    const late = { v: 1, ...answer({ person: 'late' }) };
    const partition = `${here.tenantId}|${here.conversationId}`;
    await from.put([{ kind: 'document', partition, id: 'answer:r1:a:late', body: JSON.stringify(late) }]);
    const choice = { roundId: 'r1', channel: here, startedAt: 1, state: 'closed' } as const;
    await store.saveChoice(choice);
    const vote = { v: 1, roundId: 'r1', person: 'late', units: ['a1'], revision: 1, accepted: [] };
    await from.put([{ kind: 'document', partition, id: 'vote:r1:late', body: JSON.stringify(vote) }]);
    await copyStore(from, to);
    expect(await createStore(to).answers(here, 'r1')).toEqual([{ ...answer(), accepted: [] }]);
    expect(await createStore(to).answers(here, 'r1')).toEqual(await store.answers(here, 'r1'));
    expect([await store.voted(here, 'r1'), await createStore(to).voted(here, 'r1')]).toEqual([0, 0]);
  });
});

describe('documents of version 0.1', () => {
  const old: { partition: string; id: string; body: object }[] = JSON.parse(
    readFileSync(new URL('fixtures/version-0.1.json', import.meta.url), 'utf8'),
  );

  it.each([
    { name: 'SQLite', open: async () => closing(openSqlite(':memory:')) },
    { name: 'Cosmos DB', open: cosmos },
  ])('are read as they were meant on $name, with what they lack made up', async ({ open }) => {
    const db = await open();
    await db.put(old.map(({ body, ...place }) => ({ kind: 'document', ...place, body: JSON.stringify(body) })));
    const store = createStore(db);
    const lacking = { deadlineTime: '23:59', zone: 'Europe/Copenhagen', nudges: false, personalReminders: false };
    expect(there(await store.round(here, 'r1')).record).toEqual(round(lacking));
    expect(there(await store.channel(here)).record).toEqual(channel({ openRoundId: 'r1', welcomed: true }));
    expect(await store.answers(here, 'r1')).toEqual([answer({ comment: 'Æblegrød på en ø', revision: 2 })]);
    expect((await store.posts(here, 'r1')).map(({ record }) => record.state)).toEqual(['sent']);
    expect(await store.roster(here)).toEqual({ people: ['p1', 'p2'], readAt: 900 });
    expect(await store.picture('picture-1')).toEqual({ channel: here, roundId: 'r1' });
    // And are written over as any other.
    const { record, version } = there(await store.round(here, 'r1'));
    expect(await store.saveRound({ ...record, expected: 9 }, version)).toBe(true);
    expect(await store.saveAnswer(here, answer({ person: 'p2' }))).toBe('saved');
  });
});

describe('a backup', () => {
  test('made with SQLite’s own command while the bot writes opens as a database with what was there', async () => {
    const [live, copied] = [file(), file()];
    const db = closing(openSqlite(live));
    await fill(db, 5);
    const before = content(await everythingIn(db));
    const connection = new DatabaseSync(live);
    const [writing] = await Promise.all([createStore(db).saveChannel(channel()), backup(connection, copied)]);
    connection.close();
    expect(writing).toBe(true);
    const restored = closing(openSqlite(copied));
    const kept = content(await everythingIn(restored));
    expect(kept).toEqual(expect.arrayContaining(before));
    expect(await createStore(restored).saveRound(round())).toBe(true);
  });
});

describe('npm run store:copy', () => {
  const script = fileURLToPath(new URL('../../scripts/store-copy.ts', import.meta.url));
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [script, ...args], {
      env: { ...environment, HJULET_COSMOS_KEY: wireKey, HJULET_COSMOS_DATABASE: 'copied' },
    });

  test('copies a file to Cosmos DB and from there to a file, and says what both hold', async () => {
    const [from, to] = [file(), file()];
    const db = openSqlite(from);
    await fill(db, 2);
    await db.close();
    for (const args of [
      ['--from', `sqlite:${from}`, '--to', `cosmos:${peer.endpoint}`],
      ['--from', `cosmos:${peer.endpoint}`, '--to', `sqlite:${to}`],
    ]) {
      expect((await run(...args)).stdout).toContain(`both hold ${filled(2)} documents`);
    }
    expect(content(await everythingIn(closing(openSqlite(to))))).toEqual(
      content(await everythingIn(closing(openSqlite(from)))),
    );
  });

  test('makes no file where the one to copy from is not there, and says how it is used', async () => {
    const missing = file();
    await expect(run('--from', `sqlite:${missing}`, '--to', `sqlite:${file()}`)).rejects.toThrow(
      'there is no such file',
    );
    expect(existsSync(missing)).toBe(false);
    await expect(run('--from', 'hjulet.sqlite')).rejects.toThrow('must be sqlite:<file> or cosmos:<https address>');
  });
});
