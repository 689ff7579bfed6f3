import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import { systemClock } from '../../src/system-clock.ts';
import { createTurns } from '../../src/usecases/turns.ts';
import { answer, elsewhere, here, round } from './records.ts';

/** Counts how often others had the event loop while something went on. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let over = false;
  const count = () => {
    turns += 1;
    if (!over) setImmediate(count);
  };
  setImmediate(count);
  await work();
  over = true;
  return turns;
}

describe('long work', () => {
  it('lets everybody else in once a turn has lasted long, and not before', async () => {
    let now = 0;
    const turns = createTurns({ monotonic: () => now }, 10);
    expect(turns.pause()).toBeUndefined();
    now = 9;
    expect(turns.pause()).toBeUndefined();
    now = 10;
    const pause = turns.pause();
    expect(pause).toBeInstanceOf(Promise);
    await pause;
    expect(turns.pause()).toBeUndefined();
  });

  it('of many reads of the database is done between what others do', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hjulet-turns-'));
    // Each look at the clock takes a millisecond.
    let now = 0;
    const db = openSqlite(join(folder, 'hjulet.sqlite'), { clock: { ...systemClock, monotonic: () => now++ } });
    onTestFinished(async () => {
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const store = createStore(db);
    await store.saveRound(round());
    const reads = async () => {
      for (let i = 0; i < 500; i++) await store.round(here, 'r1');
    };
    expect(await turnsDuring(reads)).toBeGreaterThan(20);
  });

  it('of reading thousands of answers is done a piece at a time', async () => {
    const db = openSqlite(':memory:');
    onTestFinished(() => db.close());
    const store = createStore(db);
    await store.saveRound(round());
    await Promise.all(
      Array.from({ length: 1_000 }, (_, i) => store.saveAnswer(here, answer({ person: `p${i}`, comment: 'x' }))),
    );
    expect(await turnsDuring(() => store.answers(here, 'r1'))).toBeGreaterThan(10);
    expect(await store.answers(elsewhere, 'r1')).toEqual([]);
  });
});
