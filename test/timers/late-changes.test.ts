import { expect, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { installation } from '../support/activities.ts';
import { startHarness } from '../support/app.ts';
import { mortal } from '../support/mortal.ts';
import { mette, pressTwo, startRound } from '../support/rounds.ts';
import { dueItem, here, moveTo, now, pass, quiet } from '../support/time.ts';

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
  expect((await harness.store.round(here, id))?.record.state).toBe('open');
  heldUp.resolve();
  await harness.eventually(() => fate.struck());
  harness.app = await harness.join();
  moveTo(harness, now(harness) + 2 * 60_000);
  await quiet(harness);
  expect(['open', 'closed']).toContain((await harness.store.round(here, id))?.record.state);
  fate.bury();
  await pressed;
});

it('leaves no round open for good where the bot was added again, and its instance died right after that was written late', async () => {
  const fate = mortal('dies', 'after');
  const begun = Promise.withResolvers<void>();
  const heldUp = Promise.withResolvers<void>();
  let isBack = false;
  const wrap = (db: Database): Database => {
    const dying = fate.wrap(db);
    return {
      ...dying,
      async write(place, body, options) {
        if (isBack && place.id.startsWith('channel') && body.includes('"active":true')) {
          isBack = false;
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
  const { id } = await startRound(harness, { expected: '8', deadline: '2026-11-27', deadlineTime: '12:00' });
  await quiet(harness);
  const added = installation(harness.connector, mette);
  await harness.send({ ...added, action: 'remove' });
  await pass(harness, '2026-11-27 13:00');
  isBack = true;
  const sent = harness.send(added).catch(() => undefined);
  await begun.promise;
  harness.app = await harness.join();
  // What was scheduled before the channel is active comes up before it is.
  moveTo(harness, now(harness) + 10_000);
  await harness.eventually(async () => (await harness.store.due(now(harness), 10)).length === 0);
  heldUp.resolve();
  await harness.eventually(() => fate.struck());
  // Teams tells once more of what was not answered.
  await harness.send(added);
  await pass(harness, now(harness) + 2 * 60_000);
  expect((await harness.store.round(here, id))?.record.state).toBe('closed');
  fate.bury();
  await sent;
});
