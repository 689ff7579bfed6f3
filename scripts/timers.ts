import { join } from 'node:path';
import { createStore } from '../src/store/store.ts';
import { naming, openNamed } from './databases.ts';
import { optionsOf, runScript } from './options.ts';

/** Lists what is due next, one line an item: when, what, and which try; ids only, no names. The bot may run meanwhile. */

const usual = `sqlite:${join(process.env.HJULET_DATA ?? 'data', 'hjulet.sqlite')}`;
const { next, of } = optionsOf(
  { next: { type: 'string', default: '10' }, of: { type: 'string', default: usual } },
  `npm run timers -- --next 10 --of <database>\n${naming} Without --of it is ${usual}.`,
);

await runScript(async () => {
  const count = Number(next);
  if (!Number.isInteger(count) || count < 1 || count > 1_000)
    throw new Error(`--next ${next}: how many to list, a whole number from 1 to 1000, such as --next 10`);
  const timeZone = process.env.HJULET_TIME_ZONE ?? 'Europe/Copenhagen';
  const when = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone });
  const db = await openNamed('--of', of, true);
  try {
    const items = await createStore(db).due(Number.MAX_SAFE_INTEGER, count);
    for (const { record } of items) {
      const { work, subject, occasion, dueAt, visibleAt, attempts } = record;
      const again = visibleAt === dueAt ? '' : `, looked at again ${when.format(visibleAt)}`;
      const what = occasion === '' ? subject : `${subject} ${occasion}`;
      console.log(`${when.format(dueAt)}  ${work.padEnd(9)} ${what} (tries ${attempts}${again})`);
    }
    if (items.length === 0) console.log('Nothing is due.');
  } finally {
    await db.close();
  }
});
