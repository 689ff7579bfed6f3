import { randomUUID } from 'node:crypto';
import { silent } from '../../src/app.ts';
import { openCosmos } from '../../src/store/cosmos/cosmos.ts';
import type { Database } from '../../src/store/database.ts';
import { createStore } from '../../src/store/store.ts';
import type { Clock } from '../../src/usecases/clock.ts';
import type { Deps } from '../../src/usecases/ports.ts';
import { type WirePeer, wireKey } from '../support/cosmos.ts';
import { type FaultProxy, startFaultProxy } from '../support/cosmos-faults.ts';
import { wheel } from './records.ts';

/** One instance of the bot, as far as answers go, with a connection of its own. */
export interface Instance {
  deps: Deps;
  proxy: FaultProxy;
  close(): Promise<void>;
}

/** One database, two instances that it fails, and two that it does not: one closes, the other looks at it afterwards. */
export interface Place {
  instances: readonly [Instance, Instance];
  calm: Deps;
  other: Deps;
  clock: Clock;
  close(): Promise<void>;
}

/** The database of all rounds, and the time that everything in them goes by. */
interface Shared {
  peer: WirePeer;
  clock: Clock;
}

export async function startPlace({ peer, clock }: Shared, database: string, momentMs: number): Promise<Place> {
  const instances = [
    await startInstance({ peer, clock }, database, momentMs),
    await startInstance({ peer, clock }, database, momentMs),
  ] as const;
  const calm = await openCosmos({ endpoint: peer.endpoint, database, key: wireKey }, { clock, momentMs });
  const other = await openCosmos({ endpoint: peer.endpoint, database, key: wireKey }, { clock, momentMs });
  return {
    instances,
    calm: depsOn(calm, clock),
    other: depsOn(other, clock),
    clock,
    async close() {
      await Promise.all([calm.close(), other.close(), ...instances.map((instance) => instance.close())]);
    },
  };
}

async function startInstance({ peer, clock }: Shared, database: string, momentMs: number): Promise<Instance> {
  const proxy = await startFaultProxy(peer.endpoint, clock.sleep);
  const tuning = { deadlineMs: 5_000, tryMs: 600, momentMs, clock };
  const db = await openCosmos({ endpoint: proxy.endpoint, database, key: wireKey }, tuning);
  return {
    deps: depsOn(db, clock),
    proxy,
    async close() {
      await db.close();
      await proxy.close();
    },
  };
}

function depsOn(db: Database, clock: Clock): Deps {
  const nothing = () => undefined;
  const never = async () => {
    throw new Error('nobody is told anything here');
  };
  return {
    store: createStore(db),
    messenger: { post: never, reply: never, update: never, openChat: never, members: never, isMember: never },
    wheels: { all: () => [wheel], of: async () => wheel },
    prefilledFrame: () => ({ coreTask: '', destination: '', goals: [], values: [] }),
    now: clock.now,
    newId: () => randomUUID(),
    instance: 'this',
    fingerprintOf: (said) => said,
    keyedId: (_, userId) => userId,
    settings: { smallestGroup: 4, retentionMonths: 12, timeZone: 'Europe/Copenhagen', language: 'da', trial: false },
    wake: nothing,
    drawAhead: async () => undefined,
    random: Math.random,
    meter: silent,
    log: { info: nothing, warn: nothing, error: nothing },
  };
}
