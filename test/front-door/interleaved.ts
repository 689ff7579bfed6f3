import { silent } from '../../src/app.ts';
import type { Database } from '../../src/store/database.ts';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import type { Deps } from '../../src/usecases/ports.ts';

/** Several people at once against one real store, in an order that a seed decides. */
export interface Interleaving {
  deps: Deps;
  /** Every text that was written under an id, oldest first, as the database took them. */
  written: Map<string, string[]>;
  /** Runs them all at once, one step of the database at a time, whoever's step it is. */
  run(people: (() => Promise<void>)[]): Promise<void>;
  close(): Promise<void>;
}

/** @param pick whole numbers from 0 to below its argument; the same ones give the same order again. */
export function interleaving(pick: (below: number) => number): Interleaving {
  const waiting: (() => void)[] = [];
  let running = false;
  const turn = async () => {
    if (running) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const db = openSqlite(':memory:');
  const written = new Map<string, string[]>();
  const deps = worldOver(gated(db, turn, written), pick);
  return {
    deps,
    written,
    async run(people) {
      running = true;
      let left = people.length;
      const all = Promise.all(people.map((person) => person().finally(() => left--)));
      while (left > 0) {
        // Everything that can go on by itself goes on until it needs the database.
        await new Promise(setImmediate);
        if (waiting.length > 0) waiting.splice(pick(waiting.length), 1)[0]?.();
      }
      running = false;
      await all;
    },
    close: () => db.close(),
  };
}

/** Each step waits for its turn, and so does its answer: others can come between the two. */
function gated(db: Database, turn: () => Promise<void>, written: Map<string, string[]>): Database {
  const inTurn = async <T>(step: () => Promise<T>): Promise<T> => {
    await turn();
    const outcome = await step();
    await turn();
    return outcome;
  };
  return {
    read: (partition, ids) => inTurn(() => db.read(partition, ids)),
    list: (prefix, guard) => inTurn(() => db.list(prefix, guard)),
    ids: (prefix, guard) => inTurn(() => db.ids(prefix, guard)),
    write: (place, body, options) =>
      inTurn(async () => {
        const outcome = await db.write(place, body, options);
        if (outcome === 'written') written.set(place.id, [...(written.get(place.id) ?? []), body]);
        return outcome;
      }),
    remove: (place, version) => inTurn(() => db.remove(place, version)),
    freeze: (prefix, freezing) => inTurn(() => db.freeze(prefix, freezing)),
    readDue: (id) => inTurn(() => db.readDue(id)),
    writeDue: (due, version) => inTurn(() => db.writeDue(due, version)),
    listDue: (shard, now, limit) => inTurn(() => db.listDue(shard, now, limit)),
    sweep: (now) => db.sweep(now),
    everything: () => db.everything(),
    put: (moved) => db.put(moved),
    check: () => db.check(),
    close: () => db.close(),
  };
}

/** Nothing is sent here, and time stands still. */
function worldOver(db: Database, pick: (below: number) => number): Deps {
  const nobody = async (): Promise<never> => {
    throw new Error('Teams is not asked here');
  };
  let ids = 0;
  return {
    store: createStore(db),
    messenger: {
      post: nobody,
      reply: nobody,
      update: nobody,
      openChat: nobody,
      members: nobody,
      isMember: async () => false,
    },
    wheels: { all: () => [], of: nobody },
    prefilledFrame: () => ({ coreTask: '', destination: 'Alle med', goals: ['UDSYN'], values: ['Tillid'] }),
    now: () => Date.UTC(2027, 2, 1, 10),
    newId: () => `${ids++}`.padStart(22, 'i'),
    instance: 'this',
    fingerprintOf: (said) => said,
    keyedId: (scope, userId) => `${scope} ${userId}`,
    settings: { smallestGroup: 4, retentionMonths: 12, timeZone: 'Europe/Copenhagen', language: 'da', trial: false },
    wake: () => undefined,
    drawAhead: async () => undefined,
    random: () => pick(1_000) / 1_000,
    meter: silent,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };
}
