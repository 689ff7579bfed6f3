import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import type { Clock } from '../../src/usecases/clock.ts';
import { calm } from '../support/in-flight.ts';
import { random } from '../support/random.ts';
import { backupOf, needle, readable } from '../support/remains.ts';
import { type TurningClock, turningClock } from '../support/turning-clock.ts';
import { virtualClock } from '../support/virtual-clock.ts';

/** What was removed or replaced is looked for, as bytes, in everything that somebody could take away. */

interface Place {
  clock: TurningClock;
  file: string;
  db: Database;
}

function opened(): Place {
  const clock = turningClock();
  onTestFinished(() => clock.stop());
  return { clock, ...openedBy(clock) };
}

/** @param thread whether threads write and clean, as where the bot is run. */
function openedBy(clock: Clock, thread = false): Pick<Place, 'db' | 'file'> {
  const folder = mkdtempSync(join(tmpdir(), 'hjulet-gone-'));
  const file = join(folder, 'hjulet.sqlite');
  const db = openSqlite(file, { clock, thread });
  onTestFinished(async () => {
    await db.close().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });
  return { db, file };
}

interface Kept {
  partition: string;
  id: string;
  word: string;
}

/** Documents in several channels, written, changed and removed in any order. @returns what is no more, and what is. */
async function shuffle(db: Database, seed: number) {
  const pick = random(seed);
  const kept = new Map<string, Kept>();
  const gone = new Set<string>();
  const write = async ({ partition, id, word }: Kept, version?: string) => {
    const body = JSON.stringify({ v: 1, text: `${word} `.repeat(1 + pick(60)) });
    expect(await db.write({ partition, id }, body, version === undefined ? {} : { version })).toBe('written');
    kept.set(id, { partition, id, word });
  };
  const step = async (some: Kept | undefined, i: number) => {
    if (!some) {
      const id = `answer:r${pick(20)}:a:${needle().slice(-12)}${i}`;
      return write({ partition: `tenant|channel${pick(8)}`, id, word: needle() });
    }
    const [read] = await db.read(some.partition, [some.id]);
    gone.add(some.word);
    if (pick(2) === 0) return write({ ...some, word: needle() }, read?.version);
    expect(await db.remove(some, read?.version ?? '')).toBe(true);
    kept.delete(some.id);
  };
  for (let round = 0; round < 60; round++) {
    const before = [...kept.values()].toSorted(() => pick(3) - 1);
    const some = Array.from({ length: 80 }, (_, i) => (i < 48 ? undefined : before[i]));
    await Promise.all(some.map(step));
  }
  return { gone, kept: [...kept.values()].map(({ word }) => word) };
}

/** What is written over is cleaned up half a minute later, and again where a cleaning came between. */
async function cleaned(clock: Pick<Clock, 'sleep'>): Promise<void> {
  for (let minutes = 0; minutes < 3; minutes++) {
    await clock.sleep(60_000);
    await calm();
  }
}

describe('what is no more', () => {
  it.each([1, 2, 3])('cannot be read in the file, its -wal or a backup while the bot runs: %i', async (seed) => {
    const place = opened();
    const { gone, kept } = await shuffle(place.db, seed);
    await cleaned(place.clock);
    expect(readable(gone, place.file)).toEqual([]);
    expect(readable(gone, await backupOf(place.file))).toEqual([]);
    expect(readable(kept, place.file)).toHaveLength(kept.length);
  });

  it('cannot be read either where threads write and clean', async () => {
    const clock = virtualClock();
    const { db, file } = openedBy(clock, true);
    const { gone, kept } = await shuffle(db, 7);
    await cleaned({ sleep: (ms) => clock.pass(ms) });
    expect(readable(gone, file)).toEqual([]);
    expect(readable(gone, await backupOf(file))).toEqual([]);
    expect(readable(kept, file)).toHaveLength(kept.length);
  });

  it.each([4, 5, 6])('cannot be read in the file or a backup after a stop: %i', async (seed) => {
    const place = opened();
    const { gone, kept } = await shuffle(place.db, seed);
    await place.db.close();
    expect(readable(gone, place.file)).toEqual([]);
    expect(readable(gone, await backupOf(place.file))).toEqual([]);
    expect(readable(kept, place.file)).toHaveLength(kept.length);
  });
});
