import { join } from 'node:path';
import { createStore } from '../src/store/store.ts';
import { type Due, type DueWork, dueWorks } from '../src/usecases/due/due-ports.ts';
import type { Store } from '../src/usecases/ports.ts';
import { naming, openNamed } from './databases.ts';
import { optionsOf, runScript } from './options.ts';

/** Lists what is due next, one line an item: when, what, and which try; ids only, no names. The bot may run meanwhile. */

const usual = `sqlite:${join(process.env.HJULET_DATA ?? 'data', 'hjulet.sqlite')}`;
const { next, of } = optionsOf(
  { next: { type: 'string', default: '10' }, of: { type: 'string', default: usual } },
  `npm run timers -- --next 10 --of <database>\n${naming} Without --of it is ${usual}.`,
);

const longestName = Math.max(...dueWorks.map((work) => work.length));

/** Work that does nothing once its round is closed, and stays in the database until its time. */
const untilClosed: ReadonlySet<DueWork> = new Set<DueWork>(['deadline', 'nudge', 'personalReminder']);

async function isOver(store: Store, { work, channel, subject }: Due): Promise<boolean> {
  if (!untilClosed.has(work)) return false;
  return (await store.round(channel, subject))?.record.state === 'closed';
}

/** The next `count` items that have something to do, the soonest first. */
async function nextItems(store: Store, count: number): Promise<Due[]> {
  for (let limit = count; ; limit *= 2) {
    const items = await store.due(Number.MAX_SAFE_INTEGER, limit);
    const found: Due[] = [];
    for (const { record } of items) if (!(await isOver(store, record))) found.push(record);
    if (found.length >= count || items.length < limit) return found.slice(0, count);
  }
}

await runScript(async () => {
  const count = Number(next);
  if (!Number.isInteger(count) || count < 1 || count > 1_000)
    throw new Error(`--next ${next}: how many to list, a whole number from 1 to 1000, such as --next 10`);
  const timeZone = process.env.HJULET_TIME_ZONE ?? 'Europe/Copenhagen';
  const when = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone });
  const db = await openNamed('--of', of, true);
  try {
    const items = await nextItems(createStore(db), count);
    for (const { work, subject, occasion, dueAt, visibleAt, attempts } of items) {
      const again = visibleAt === dueAt ? '' : `, looked at again ${when.format(visibleAt)}`;
      const what = occasion === '' ? subject : `${subject} ${occasion}`;
      console.log(`${when.format(dueAt)}  ${work.padEnd(longestName)} ${what} (tries ${attempts}${again})`);
    }
    if (items.length === 0) console.log('Nothing is due.');
  } finally {
    await db.close();
  }
});
