import { CosmosClient } from '@azure/cosmos';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, test } from 'vitest';
import { CosmosBusy } from '../../src/store/cosmos/calls.ts';
import { type CosmosTuning, openCosmos } from '../../src/store/cosmos/cosmos.ts';
import { withDeadline } from '../../src/store/deadline.ts';
import { createStore } from '../../src/store/store.ts';
import { systemClock } from '../../src/system-clock.ts';
import type { Store } from '../../src/usecases/ports.ts';
import { startWirePeer, type WirePeer, wireKey } from '../support/cosmos.ts';
import { type FaultProxy, startFaultProxy, type WireFate, type WireRequest } from '../support/cosmos-faults.ts';
import { turningClock } from '../support/turning-clock.ts';
import { channel, here, there } from './records.ts';

/** D9 of the SDKs: writes that the SDK gives up at once, and waiting that it does for half a minute. */

let peer: WirePeer;
let proxy: FaultProxy;
let opened = 0;
let database: string;
beforeAll(async () => {
  peer = await startWirePeer();
  proxy = await startFaultProxy(peer.endpoint);
});
afterAll(async () => {
  await proxy.close();
  await peer.close();
});
beforeEach(() => {
  opened += 1;
  database = `retries-${opened}`;
  proxy.fate = () => ({ kind: 'pass' });
});

async function open(tuning: Partial<CosmosTuning> = {}): Promise<Store> {
  const db = await openCosmos({ endpoint: proxy.endpoint, database, key: wireKey }, { momentMs: 20, ...tuning });
  onTestFinished(() => db.close());
  return createStore(db);
}

/** The next so many requests of a kind end like this; what came of it is counted. */
function failing(operation: WireRequest['operation'], fate: WireFate, times = 1): { count: number } {
  const seen = { count: 0 };
  proxy.fate = (request) => {
    if (request.operation !== operation) return { kind: 'pass' };
    seen.count += 1;
    return seen.count <= times ? fate : { kind: 'pass' };
  };
  return seen;
}

const failures: [string, WireFate][] = [
  ['429', { kind: 'refuse', status: 429 }],
  ['429 and a time', { kind: 'refuse', status: 429, retryAfterMs: 5 }],
  ['449', { kind: 'refuse', status: 449 }],
  ...[408, 410, 500, 503].flatMap((status): [string, WireFate][] => [
    [`${status}, not carried out`, { kind: 'refuse', status }],
    [`${status}, carried out`, { kind: 'status', status }],
  ]),
  ['a reset, not carried out', { kind: 'reset', applied: false }],
  ['a reset, carried out', { kind: 'reset', applied: true }],
  ['no answer, not carried out', { kind: 'hang', applied: false }],
  ['no answer, carried out', { kind: 'hang', applied: true }],
];

/** No answer comes within so many turns of the event loop, and any that does comes in far fewer, however busy the machine is. */
function byTurns(): Pick<CosmosTuning, 'tryMs' | 'clock'> {
  const clock = turningClock();
  onTestFinished(() => clock.stop());
  return { tryMs: 2_000, clock };
}

describe('D9: a write that fails', () => {
  it.each([449, 408, 410, 500, 503])('is given up at once on %i by the SDK as it comes', async (status) => {
    await (await open()).saveChannel(channel());
    const writes = failing('create', { kind: 'refuse', status });
    const client = new CosmosClient({
      endpoint: proxy.endpoint,
      key: wireKey,
      connectionPolicy: { enableEndpointDiscovery: false },
    });
    const { items } = client.database(database).container('documents');
    await expect(items.create({ id: 'x', partition: 'p' })).rejects.toMatchObject({ code: status });
    expect(writes.count).toBe(1);
    client.dispose();
  });

  it.each(failures)('is made once all the same: created, on %s', async (_name, fate) => {
    const store = await open(byTurns());
    const writes = failing('create', fate);
    expect(await store.saveChannel(channel({ name: 'mine' }))).toBe(true);
    expect(writes.count).toBe(2);
    expect(await store.saveChannel(channel({ name: 'another’s' }))).toBe(false);
    expect(await store.channelsOf(here.tenantId)).toEqual([channel({ name: 'mine' })]);
  });

  it.each(failures)('is made once all the same: replaced, on %s', async (_name, fate) => {
    const store = await open(byTurns());
    await store.saveChannel(channel());
    const { version } = there(await store.channel(here));
    const writes = failing('replace', fate);
    expect(await store.saveChannel(channel({ name: 'mine' }), version)).toBe(true);
    expect(writes.count).toBe(2);
    expect(await store.saveChannel(channel({ name: 'late' }), version)).toBe(false);
    expect(there(await store.channel(here)).record.name).toBe('mine');
  });

  test('is not taken for made where somebody else was first while its answer was lost', async () => {
    const store = await open();
    const other = await openCosmos({ endpoint: peer.endpoint, database, key: wireKey });
    onTestFinished(() => other.close());
    await createStore(other).saveChannel(channel({ name: 'first' }));
    failing('create', { kind: 'reset', applied: true });
    expect(await store.saveChannel(channel({ name: 'second' }))).toBe(false);
    expect(there(await store.channel(here)).record.name).toBe('first');
  });
});

describe('D9: a database that has no room or gives no answer', () => {
  /** Time that passes only while somebody waits. */
  const steady = () => {
    let now = 0;
    const slept: number[] = [];
    const sleep = async (ms: number) => {
      now += ms;
      slept.push(ms);
    };
    return { clock: { ...systemClock, monotonic: () => now, sleep }, slept };
  };

  it.each([
    ['says 429 for ever', { kind: 'refuse', status: 429, retryAfterMs: 400 }],
    ['asks for half a minute', { kind: 'refuse', status: 429, retryAfterMs: 30_000 }],
    ['says 503 for ever', { kind: 'refuse', status: 503 }],
    ['breaks every connection', { kind: 'reset', applied: false }],
  ] as const)('keeps no person waiting for more than three seconds where it %s', async (_name, fate) => {
    const { clock, slept } = steady();
    const store = await open({ clock });
    failing('read', fate, Number.POSITIVE_INFINITY);
    const asking = withDeadline(3_000, async () => {
      await store.channel(here).catch(() => undefined);
      // What the first used up the second has not.
      return store.channel(here);
    });
    await expect(asking).rejects.toThrow(CosmosBusy);
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(3_000);
  });

  test('is waited for longer by work that nobody waits for, and then given up in words that say what to do', async () => {
    const { clock, slept } = steady();
    const store = await open({ clock });
    const reads = failing('read', { kind: 'refuse', status: 429, retryAfterMs: 1_000 }, Number.POSITIVE_INFINITY);
    await expect(store.channel(here)).rejects.toThrow(/did not read a document within .*429.*needs more throughput/s);
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(7_000);
    expect(reads.count).toBe(slept.length + 1);
  });

  test('is not asked again where it says that a thing cannot be', async () => {
    const store = await open();
    const reads = failing('read', { kind: 'refuse', status: 403 }, Number.POSITIVE_INFINITY);
    await expect(store.channel(here)).rejects.toMatchObject({ code: 403 });
    expect(reads.count).toBe(1);
  });
});

test('what each request is charged is told, once for each time that it was made', async () => {
  const told: number[] = [];
  const db = await openCosmos({ endpoint: proxy.endpoint, database, key: wireKey }, byTurns(), (units) =>
    told.push(units),
  );
  onTestFinished(() => db.close());
  const store = createStore(db);
  told.length = 0;
  failing('create', { kind: 'status', status: 503 });
  await store.saveChannel(channel());
  // The peer charges one unit for everything, and nothing is told with the failure; then comes the look at what was made.
  expect(told).toEqual([0, 1, 1]);
});
