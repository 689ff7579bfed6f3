import type { Database } from '../../src/store/database.ts';
import { answer } from '../activities.ts';
import type { Bench } from '../bench.ts';
import { startProduct } from '../product.ts';
import { send } from '../rounds.ts';
import { copyOfData, environment } from '../servers.ts';
import { peopleInEach } from '../stage.ts';
import type { Line } from '../table.ts';

/** How often the store was asked. `notes`: for due items, which nobody waits for. */
interface Counts {
  reads: number;
  writes: number;
  notes: number;
}

/** What the store and Teams are asked by an answer, counted on the store's port and at the Connector. */
export async function operations({ stage }: Bench): Promise<Line[]> {
  const { connector, places } = stage;
  const [place] = places;
  const [first, ...others] = place?.themes ?? [];
  if (!place || first === undefined) throw new Error('There is no round to answer in');
  const counts: Counts = { reads: 0, writes: 0, notes: 0 };
  const env = { ...environment(stage, 0, copyOfData(stage, 'operations')), HJULET_LOG_LEVEL: 'error' };
  const app = await startProduct(env, (db) => counted(db, counts));
  let given = 0;
  let calls = 0;
  try {
    // The first answer after a start reads the channel's roster, once.
    await send(stage, app.port, answer(place, 0, { theme: first, nth: 0 }));
    Object.assign(counts, { reads: 0, writes: 0, notes: 0 });
    calls = connector.requests;
    for (const theme of others) {
      for (let person = 0; person < peopleInEach; person++) {
        await send(stage, app.port, answer(place, person, { theme, nth: 0 }));
        given += 1;
      }
    }
    calls = connector.requests - calls;
  } finally {
    await app.stop();
  }
  const each = { reads: counts.reads / given, writes: counts.writes / given, calls: calls / given };
  const ratio = (each.reads + each.writes + each.calls) / 2;
  return [
    {
      what: 'store operations and Teams calls of an answer',
      product: `${each.reads.toFixed(2)} reads, ${each.writes.toFixed(2)} writes, ${each.calls.toFixed(2)} calls`,
      against: 'the least possible',
      baseline: '1 read, 1 write, 0 calls',
      ratio: { median: ratio, lowest: ratio, highest: ratio },
      goal: { is: 'at most', value: 1 },
      note: `beside them ${counts.notes} operations noted recounts for ${given} answers; nobody waits for those.`,
    },
  ];
}

/** Counts what is asked. Nothing is ever due, so that all of it is asked by answers. */
function counted(db: Database, counts: Counts): Database {
  const counting =
    <A extends unknown[], R>(what: keyof Counts, ask: (...args: A) => R) =>
    (...args: A): R => {
      counts[what] += 1;
      return ask(...args);
    };
  return {
    read: counting('reads', db.read.bind(db)),
    list: counting('reads', db.list.bind(db)),
    ids: counting('reads', db.ids.bind(db)),
    freeze: counting('writes', db.freeze.bind(db)),
    sweep: counting('writes', db.sweep.bind(db)),
    everything: db.everything.bind(db),
    put: counting('writes', db.put.bind(db)),
    write: counting('writes', db.write.bind(db)),
    remove: counting('writes', db.remove.bind(db)),
    readDue: counting('notes', db.readDue.bind(db)),
    writeDue: counting('notes', db.writeDue.bind(db)),
    listDue: async () => [],
    check: () => db.check(),
    close: () => db.close(),
  };
}
