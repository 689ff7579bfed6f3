import { openSqlite } from '../src/store/sqlite/sqlite.ts';
import { createStore } from '../src/store/store.ts';
import { median } from './table.ts';

/** Finds what is due in the database that the argument names, as the bot does, and prints the median time in milliseconds. */

const times = 200;
const [, , file, now] = process.argv;
if (file === undefined) throw new Error('Name the database');
const db = openSqlite(file);
const store = createStore(db);
const taken: number[] = [];
let found = 0;
for (let i = 0; i < times; i++) {
  const startedAt = performance.now();
  found = (await store.due(Number(now), 1_000)).length;
  taken.push(performance.now() - startedAt);
}
await db.close();
process.stdout.write(JSON.stringify({ found, ms: median(taken.slice(times / 4)) }));
