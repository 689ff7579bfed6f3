import { expect, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { startHarness } from '../support/app.ts';
import { mortal } from '../support/mortal.ts';
import { mette, pressTwo, startRound } from '../support/rounds.ts';
import { dueItem, here, moveTo, now, quiet } from '../support/time.ts';

it('leaves no round half closed where the closing was held up for long, and its instance died right after it', async () => {
  const fate = mortal('dies', 'after');
  const begun = Promise.withResolvers<void>();
  const heldUp = Promise.withResolvers<void>();
  const wrap = (db: Database): Database => {
    const dying = fate.wrap(db);
    return {
      ...dying,
      async write(place, body, options) {
        if (place.id.startsWith('round:') && body.includes('"state":"closing"')) {
          begun.resolve();
          await heldUp.promise;
          fate.strikeAt(1);
        }
        return dying.write(place, body, options);
      },
    };
  };
  const harness = await startHarness({ at: '2026-11-25 10:00', wrap });
  onTestFinished(() => fate.bury());
  const { id, setup } = await startRound(harness, { expected: '8' });
  await quiet(harness);
  const pressed = pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']).catch(() => undefined);
  await begun.promise;
  // The follow-up that was noted before the closing comes up before it.
  moveTo(harness, now(harness) + 10_000);
  await harness.eventually(async () => (await dueItem(harness, `publish:${id}`)).state === 'done');
  heldUp.resolve();
  await harness.eventually(() => fate.struck());
  harness.app = await harness.join();
  moveTo(harness, now(harness) + 2 * 60_000);
  await quiet(harness);
  expect(['open', 'closed']).toContain((await harness.store.round(here, id))?.record.state);
  fate.bury();
  await pressed;
});
