import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openSqlite } from '../src/store/sqlite.ts';
import { createStore } from '../src/store/store.ts';

/** Lists what is due next, one line an item: when, what, and which try; ids only, no names. */

const { values } = parseArgs({ options: { next: { type: 'string', default: '10' } } });
const count = Number(values.next);
if (!Number.isInteger(count) || count < 1 || count > 1_000) {
  console.error(`--next ${values.next}: how many to list, a whole number from 1 to 1000, such as --next 10`);
  process.exit(1);
}
const zone = process.env.HJULET_TIME_ZONE ?? 'Europe/Copenhagen';
const when = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: zone });
const db = openSqlite(join(process.env.HJULET_DATA ?? 'data', 'hjulet.sqlite'));
try {
  const items = await createStore(db).due(Number.MAX_SAFE_INTEGER, count);
  for (const { record } of items) {
    const { work, subject, occasion, dueAt, visibleAt, attempts } = record;
    const again = visibleAt === dueAt ? '' : `, looked at again ${when.format(visibleAt)}`;
    console.log(`${when.format(dueAt)}  ${work.padEnd(9)} ${subject} ${occasion} (tries ${attempts}${again})`);
  }
  if (items.length === 0) console.log('Nothing is due.');
} finally {
  await db.close();
}
