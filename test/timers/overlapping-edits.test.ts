import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { invoke, send } from '../support/activities.ts';
import { startHarness } from '../support/app.ts';
import { button } from '../support/cards.ts';
import { random } from '../support/random.ts';
import { allScores, mette, saved, startRound } from '../support/rounds.ts';
import { dueItem, now, pass, posts, quiet } from '../support/time.ts';

const everybody = Array.from({ length: 60 }, (_, i) => ({ id: `29:person-${i}`, name: `Person ${i}` }));
const presses = 80;
const betweenMs = 300;
const pick = random(7);
/**
 * The recount itself, once more after another took it over, one for each ten seconds in which an edit may still land, and
 * one for what was begun by others meanwhile.
 */
const mostWaiting = 8;

it('has edits that overlap in three instances be made once more together, so that they end with the round', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hjulet-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const harness = await startHarness({
    at: '2026-11-25 10:00',
    async database({ clock }) {
      const db = openSqlite(join(folder, 'hjulet.sqlite'), { clock });
      const read = db.read.bind(db);
      db.read = async (partition, ids) => {
        // It is the last thing that is asked before an edit leaves.
        if (ids[0]?.startsWith('hold:')) await clock.sleep(200 + pick(2_800));
        return read(partition, ids);
      };
      return db;
    },
  });
  const { connector } = harness;
  connector.members.push(...everybody);
  const { id, setup, themes } = await startRound(harness, { expected: '60', closeWhenAll: 'false' });
  const [theme] = themes;
  const instances = [harness.app, await harness.join(), await harness.join()];
  await quiet(harness);

  const { verb, data } = button(theme?.cardNow, 'Gem min vurdering');
  for (let i = 0; i < presses; i++) {
    const [person, seen] = [everybody[i % everybody.length], Math.floor(i / everybody.length)];
    const scores = theme && allScores(theme, String(1 + ((i + seen) % 4)));
    const press = invoke(connector, String(person?.id), setup, verb, { ...data, seen, ...scores });
    const reply = await send(instances[i % instances.length]?.port ?? 0, press);
    expect(JSON.stringify(reply.body)).toContain(saved);
    const next = now(harness) + betweenMs;
    await harness.eventually(() => now(harness) >= next);
  }
  const waiting = await harness.store.due(now(harness) + 60_000, 1_000);
  expect(waiting.filter(({ record }) => record.work === 'recount').length).toBeLessThanOrEqual(mostWaiting);

  const closing = now(harness);
  await harness.send(invoke(connector, mette, setup, 'close', { round: id }));
  await harness.eventually(async () => (await dueItem(harness, `publish:${id}`)).state === 'done');
  expect(now(harness) - closing).toBeLessThan(10_000);
  expect(posts(harness, 'Overblik')).toHaveLength(1);

  await pass(harness, now(harness) + 60_000);
  const edits = () => connector.requests.filter((request) => request.startsWith('PUT')).length;
  const before = edits();
  await pass(harness, now(harness) + 120_000);
  expect(edits()).toBe(before);
});
