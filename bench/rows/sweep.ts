import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { containers } from '../../src/store/cosmos/client.ts';
import { openCosmos } from '../../src/store/cosmos/cosmos.ts';
import { newDue } from '../../src/store/cosmos/documents.ts';
import type { DueRow, Moved } from '../../src/store/database.ts';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import { chargeOf } from '../../test/support/charges.ts';
import { startWirePeer, wireKey } from '../../test/support/cosmos.ts';
import { startFaultProxy } from '../../test/support/cosmos-faults.ts';
import type { Bench } from '../bench.ts';
import { type Line, lineOf } from '../table.ts';

const program = fileURLToPath(new URL('../sweep.ts', import.meta.url));
const many = 1_000_000;
const few = 1_000;
const due = 100;
const atOnce = 5_000;
const now = 1_795_000_000_000;

/** Finding 100 due items among a million stored ones, and among a thousand. */
export async function sweep({ stage, rounds, log }: Bench): Promise<Line[]> {
  const files: Record<number, string> = {
    [many]: await fill(stage.folder, many),
    [few]: await fill(stage.folder, few),
  };
  const taken: Record<number, number[]> = { [many]: [], [few]: [] };
  for (let round = 0; round < rounds; round++) {
    for (const stored of round % 2 === 0 ? [many, few] : [few, many]) {
      const output = execFileSync(process.execPath, [program, files[stored] ?? '', String(now)], { encoding: 'utf8' });
      const { found, ms }: { found: number; ms: number } = JSON.parse(output);
      if (found !== due) throw new Error(`${found} items were found due, and ${due} are`);
      log(`sweep with ${stored} stored: ${ms.toFixed(2)} ms`);
      taken[stored]?.push(ms);
    }
  }
  const figures = {
    product: taken[many] ?? [],
    baseline: taken[few] ?? [],
    unit: (value: number) => `${value.toFixed(2)} ms`,
  };
  const what = `sweep with ${many} stored items, ${due} due`;
  const goal = { is: 'at most', value: 1.5 } as const;
  return [lineOf({ what, against: `${few} stored, ${due} due`, goal }, figures), await onCosmos(log, goal)];
}

/** What a sweep of Cosmos DB costs, by the published charges of what it asks and of what it is given. */
async function onCosmos(log: Bench['log'], goal: Line['goal']): Promise<Line> {
  const peer = await startWirePeer();
  const proxy = await startFaultProxy(peer.endpoint);
  const charged = async (stored: number): Promise<number> => {
    const account = { endpoint: proxy.endpoint, database: `sweep-${stored}`, key: wireKey };
    const db = await openCosmos(account, { deadlineMs: 120_000, tryMs: 60_000 });
    peer.fill(account.database, containers.due.id, dueDocuments(stored));
    const before = proxy.requests.length;
    const found = await createStore(db).due(now, 1_000);
    if (found.length !== due) throw new Error(`${found.length} items were found due, and ${due} are`);
    const asked = proxy.requests.slice(before);
    const units = asked.reduce((sum, request) => sum + chargeOf(request), 0);
    log(`sweep of Cosmos DB with ${stored} stored: ${asked.length} requests, ${units.toFixed(2)} RU`);
    await db.close();
    return units;
  };
  const figures = {
    product: [await charged(many)],
    baseline: [await charged(few)],
    unit: (value: number) => `${value.toFixed(1)} RU`,
  };
  await proxy.close();
  await peer.close();
  const what = `sweep of Cosmos DB with ${many} stored items, ${due} due`;
  return {
    ...lineOf({ what, against: `${few} stored, ${due} due`, goal }, figures),
    note:
      'request units by the published charges, of the requests that were made and what they were answered with, by a server ' +
      'on this machine that holds as many; not measured in Azure.',
  };
}

/** Half of what is not due has ended, as most of what is stored has; the other half comes in the next years. */
async function fill(folder: string, stored: number): Promise<string> {
  const file = join(mkdtempSync(join(folder, 'sweep-')), 'due.sqlite');
  const db = openSqlite(file);
  for (let from = 0; from < stored; from += atOnce) await db.put([...rows(stored, from, from + atOnce)]);
  await db.close();
  return file;
}

function* rows(stored: number, from: number, to: number): Generator<Moved & DueRow> {
  const spacing = stored / due;
  for (let i = from; i < Math.min(to, stored); i++) {
    const isDue = i % spacing === 0;
    const waiting = isDue || i % 2 === 0;
    const visibleAt = isDue ? now - i : now + 1 + i * 1_000;
    yield { kind: 'due', id: `deadline:${i}`, body: body(i, visibleAt, waiting), waiting, visibleAt };
  }
}

function* dueDocuments(stored: number): Generator<object> {
  for (const row of rows(stored, 0, stored)) {
    const { partitionKey: shard, ...document } = newDue(row, Date.now());
    yield { ...document, shard };
  }
}

function body(i: number, at: number, waiting: boolean): string {
  return JSON.stringify({
    v: 1,
    id: `deadline:${i}`,
    work: 'deadline',
    channel: { tenantId: '6d1f0a52-3c7e-4b8e-9a51-0c2f4e7b9d10', conversationId: `19:bench-${i}@thread.tacv2` },
    subject: String(i).padStart(22, 'x'),
    occasion: '',
    dueAt: at,
    visibleAt: at,
    state: waiting ? 'waiting' : 'done',
    attempts: 0,
  });
}
