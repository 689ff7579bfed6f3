import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import type { Clock } from '../../src/usecases/clock.ts';
import { invoke, send } from '../support/activities.ts';
import { startHarness } from '../support/app.ts';
import { mette, startRound } from '../support/rounds.ts';
import { dueItem, now, pass, posts, quiet } from '../support/time.ts';

/** Publishing looks at a round's posts some times, and each takes so long. */
const lookMs = 2_000;
/** One of two instances that close a round is so long about it that the other publishes already. */
const heldUpMs = 3_000;

it('has two instances take work from each other once, and not for ever, where one schedules what the other is at', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hjulet-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  let slow = false;
  let heldUp = false;
  const database = async ({ clock }: { clock: Clock }): Promise<Database> => {
    const db = openSqlite(join(folder, 'hjulet.sqlite'), { clock });
    const list = db.list.bind(db);
    db.list = async (place) => {
      if (slow && place.id.startsWith('post:')) await clock.sleep(lookMs);
      if (slow && !heldUp && place.id.startsWith('answer:')) {
        heldUp = true;
        await clock.sleep(heldUpMs);
      }
      return list(place);
    };
    return db;
  };
  const harness = await startHarness({ at: '2026-11-25 10:00', database });
  const { id, setup } = await startRound(harness, { expected: '8' });
  await quiet(harness);
  const other = await harness.join();
  slow = true;
  const close = invoke(harness.connector, mette, setup, 'close', { round: id });
  await Promise.all([harness.send(close), send(other.port, close)]);
  await harness.eventually(async () => (await dueItem(harness, `publish:${id}`)).state === 'done');
  await pass(harness, now(harness) + 60_000);
  expect(posts(harness, 'Overblik')).toHaveLength(1);
});
