import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCosmos } from '../../src/store/cosmos/cosmos.ts';
import type { Database } from '../../src/store/database.ts';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import { dueWorks } from '../../src/usecases/due/due-ports.ts';
import { closedRound, due, round } from '../store/records.ts';
import { startWirePeer, wireKey } from '../support/cosmos.ts';
import { environment } from '../support/process.ts';

const script = fileURLToPath(new URL('../../scripts/timers.ts', import.meta.url));

/** What `npm run timers` says. @throws what it says where it ends with anything but 0. */
async function timers(args: string[], env: Record<string, string> = {}): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], {
    env: { ...environment, ...env },
  });
  return stdout.trimEnd().split('\n');
}

function file(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hjulet-timers-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'hjulet.sqlite');
}

const at = (text: string) => Date.parse(text);
/** Three that are to come, in another order, and one that has come. */
async function fill(db: Database): Promise<void> {
  const store = createStore(db);
  const items = [
    due({ id: 'nudge:r1:halfway', work: 'nudge', subject: 'r1', occasion: 'halfway', dueAt: at('2026-12-04T08:00Z') }),
    due({
      id: 'deadline:r1',
      work: 'deadline',
      subject: 'r1',
      occasion: '2026-12-10T16:00',
      dueAt: at('2026-12-10T15:00Z'),
    }),
    due({
      id: 'deadline:r2',
      work: 'deadline',
      subject: 'r2',
      occasion: '2026-11-30T16:00',
      dueAt: at('2026-11-30T15:00Z'),
    }),
  ];
  for (const item of items) await store.addDue({ ...item, visibleAt: item.dueAt });
  const late = due({ id: 'publish:r0', work: 'publish', subject: 'r0', occasion: '', dueAt: at('2026-11-20T09:00Z') });
  await store.addDue({ ...late, visibleAt: late.dueAt + 120_000, attempts: 2 });
  await store.addDue(due({ id: 'deadline:r9', subject: 'r9', dueAt: 1, visibleAt: 1, state: 'done' }));
  await db.close();
}
const listed = [
  '2026-11-20 10:00:00  publish          r0 (tries 2, looked at again 2026-11-20 10:02:00)',
  '2026-11-30 16:00:00  deadline         r2 2026-11-30T16:00 (tries 0)',
  '2026-12-04 09:00:00  nudge            r1 halfway (tries 0)',
  '2026-12-10 16:00:00  deadline         r1 2026-12-10T16:00 (tries 0)',
];

describe('npm run timers', () => {
  it('lists what waits in the database of this machine, the soonest first, while somebody else has it open', async () => {
    const path = file();
    await fill(openSqlite(path));
    const running = openSqlite(path);
    onTestFinished(() => running.close());
    expect(await timers(['--next', '10'], { HJULET_DATA: join(path, '..') })).toEqual(listed);
    expect(await timers(['--next', '2', '--of', `sqlite:${path}`])).toEqual(listed.slice(0, 2));
  });

  it('lists what waits in Cosmos DB', async () => {
    const peer = await startWirePeer();
    onTestFinished(() => peer.close());
    await fill(await openCosmos({ endpoint: peer.endpoint, database: 'timers', key: wireKey }));
    const env = { HJULET_COSMOS_KEY: wireKey, HJULET_COSMOS_DATABASE: 'timers' };
    expect(await timers(['--of', `cosmos:${peer.endpoint}`], env)).toEqual(listed);
  });

  it('has what an item is about in one column, however long the name of its work is', async () => {
    const path = file();
    const db = openSqlite(path);
    for (const work of dueWorks)
      await createStore(db).addDue(
        due({ id: `${work}:s1`, work, subject: 's1', occasion: '', dueAt: 1, visibleAt: 1 }),
      );
    await db.close();
    const lines = await timers(['--next', '1000', '--of', `sqlite:${path}`]);
    expect(lines).toHaveLength(dueWorks.length);
    expect(new Set(lines.map((line) => line.indexOf(' s1 ')))).toHaveLength(1);
  });

  it('leaves out what does nothing since its round is closed, and goes on to what has something to do', async () => {
    const path = file();
    const db = openSqlite(path);
    const store = createStore(db);
    const { channel } = round();
    for (const each of [round({ id: 'open' }), closedRound([], undefined, { id: 'over' })]) await store.saveRound(each);
    for (const [i, subject] of ['over', 'open'].entries())
      for (const work of ['deadline', 'nudge', 'personalReminder', 'dialogue'] as const) {
        const dueAt = at('2026-12-10T15:00Z') + i * 1_000;
        await store.addDue(
          due({ id: `${work}:${subject}`, work, channel, subject, occasion: '', dueAt, visibleAt: dueAt }),
        );
      }
    await db.close();
    const works = async (next: string) =>
      (await timers(['--next', next, '--of', `sqlite:${path}`])).map((line) => line.split(/ +/).slice(2, 4).join(' '));
    expect((await works('10')).sort()).toEqual(
      ['dialogue over', 'deadline open', 'dialogue open', 'nudge open', 'personalReminder open'].sort(),
    );
    expect((await works('2'))[0]).toBe('dialogue over');
    expect(await works('2')).toHaveLength(2);
  });

  it('tells times in the zone of the settings', async () => {
    const path = file();
    await fill(openSqlite(path));
    const [first] = await timers(['--next', '1', '--of', `sqlite:${path}`], { HJULET_TIME_ZONE: 'America/Nuuk' });
    expect(first).toMatch(/^2026-11-20 07:00:00 {2}publish/);
  });

  it('says that nothing waits where nothing does', async () => {
    const path = file();
    await openSqlite(path).close();
    expect(await timers(['--of', `sqlite:${path}`])).toEqual(['Nothing is due.']);
  });

  it.each([
    [['--next', '0'], '--next 0: how many to list, a whole number from 1 to 1000'],
    [['--next', 'ten'], '--next ten: how many to list'],
    [['--next', '1001'], '--next 1001: how many to list'],
    [['--of', 'hjulet.sqlite'], '--of hjulet.sqlite: must be sqlite:<file> or cosmos:<https address>.'],
    [['--of', 'sqlite:/nowhere/hjulet.sqlite'], '--of sqlite:/nowhere/hjulet.sqlite: there is no such file.'],
    [['--all'], 'npm run timers -- --next 10 --of <database>'],
  ])('told %j says what is wrong, and no stack', async (args, words) => {
    const failure = await timers(args).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(words) });
    expect(failure).toMatchObject({ stderr: expect.not.stringMatching(/ at .*\.ts/) });
  });
});
