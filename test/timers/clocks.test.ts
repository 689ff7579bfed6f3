import { describe, expect, it } from 'vitest';
import { local } from '../domain/wall-time.ts';
import { installation } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { mette, startRound } from '../support/rounds.ts';
import { reminders, setSchedule } from '../support/schedules.ts';
import { dueItem, here, pass, posts, quiet } from '../support/time.ts';

const begin = '2026-11-25 10:00';
const minute = 60_000;
const hour = 60 * minute;
const due = local('2027-02-25 09:00');

async function scheduled(given: Record<string, unknown> = { cadence: 'quarter' }) {
  const harness = await startHarness({ at: begin });
  const { id } = await setSchedule(harness, given);
  return { harness, id };
}

const nudges = (harness: Harness) => posts(harness, 'Husk at svare');

// The first four are those of graphile/worker, __tests__/cron-timing.test.ts at abfb4cf, in this bot's terms.
describe('a due time', () => {
  it('is kept when it comes', async () => {
    const { harness } = await scheduled();
    await pass(harness, due - hour + 1_000);
    expect(reminders(harness)).toEqual([]);
    await pass(harness, due + 1_000);
    expect(reminders(harness)).toHaveLength(1);
  });

  it('is not kept twice when the clock is put back', async () => {
    const { harness } = await scheduled();
    await pass(harness, due - hour + 1_000);
    await pass(harness, due + 1_000);
    expect(reminders(harness)).toHaveLength(1);
    await pass(harness, due - hour + 1_000);
    await pass(harness, due + 1_000);
    expect(reminders(harness)).toHaveLength(1);
    await pass(harness, local('2027-05-25 09:00'));
    expect(reminders(harness)).toHaveLength(2);
  });

  it('is kept when it comes, however the clock jumped to and fro before it', async () => {
    const { harness } = await scheduled();
    for (let i = 0; i < 10; i++) {
      await pass(harness, due - minute);
      await pass(harness, due - minute / 2);
      expect(reminders(harness)).toEqual([]);
    }
    await pass(harness, due + 1_000);
    expect(reminders(harness)).toHaveLength(1);
  });

  it('that is noted again is the same one, before it comes and after', async () => {
    const harness = await startHarness({ at: begin });
    const { id } = await startRound(harness, { expected: '8', closeWhenAll: 'false' });
    const again = async () => {
      await harness.send({ ...installation(harness.connector, mette), action: 'remove' });
      await harness.send(installation(harness.connector, mette));
      await quiet(harness);
    };
    for (let i = 0; i < 3; i++) await again();
    const waiting = (await harness.store.due(Number.MAX_SAFE_INTEGER, 100)).map(({ record }) => record.id);
    expect(waiting.toSorted()).toEqual([
      `deadline:${id}:2026-12-09T16:00`,
      `nudge:${id}:halfway:2026-12-09T16:00`,
      `nudge:${id}:lastWorkday:2026-12-09T16:00`,
      `personalReminder:${id}:2026-12-09T16:00`,
    ]);
    await pass(harness, '2026-12-02 09:00');
    await again();
    expect(nudges(harness)).toHaveLength(1);
    await pass(harness, '2026-12-08 09:00');
    expect(nudges(harness)).toHaveLength(2);
  });
});

describe('several instances', () => {
  it('whose clocks are 90 s apart keep a time once, and not before it has come by the clock of the one that does', async () => {
    const { harness, id } = await scheduled();
    const ahead = await harness.join({ aheadMs: 90_000 });
    const at = async (instant: number) => {
      await pass(harness, instant);
      ahead.sweep();
      await quiet(harness, 90_000);
    };
    await at(due - 95_000);
    expect(reminders(harness)).toEqual([]);
    await at(due - 85_000);
    expect(reminders(harness)).toHaveLength(1);
    await at(due);
    await at(due + 2 * minute);
    expect(reminders(harness)).toHaveLength(1);
    const [{ activityId } = { activityId: '' }] = reminders(harness);
    expect(await dueItem(harness, `reassess:${id}:2027-02-25`)).toMatchObject({ state: 'sent', post: { activityId } });
  });

  it('that are five and all look at once do each thing once', async () => {
    const { harness } = await scheduled({ cadence: 'date', date: '2026-12-07' });
    const { id } = await startRound(harness, { deadline: '2026-12-04', deadlineTime: '16:00' });
    const apps = [harness.app];
    for (let i = 0; i < 4; i++) apps.push(await harness.join());
    for (const at of ['2026-11-30 09:00', '2026-12-03 09:00', '2026-12-04 16:00', '2026-12-07 09:00']) {
      harness.clock.setTo(local(at));
      for (const app of apps) app.sweep();
      await quiet(harness);
    }
    expect([nudges(harness).length, posts(harness, 'Overblik').length, reminders(harness).length]).toEqual([2, 1, 1]);
    expect((await harness.store.round(here, id))?.record.state).toBe('closed');
  });
});

describe('a clock that is wrong', () => {
  it('by an hour, ahead and put right again, keeps a time once, when it has come by that clock', async () => {
    const { harness } = await scheduled();
    await pass(harness, due - 30 * minute);
    await pass(harness, due - 30 * minute + hour);
    expect(reminders(harness)).toHaveLength(1);
    await pass(harness, due - 29 * minute);
    await pass(harness, due);
    expect(reminders(harness)).toHaveLength(1);
  });

  it('by an hour, behind and put right again, keeps a time once, when it has come by that clock', async () => {
    const { harness } = await scheduled();
    await pass(harness, due - 30 * minute);
    await pass(harness, due - 30 * minute - hour);
    await pass(harness, due - minute);
    expect(reminders(harness)).toEqual([]);
    await pass(harness, due + minute);
    await pass(harness, due - minute);
    await pass(harness, due + minute);
    expect(reminders(harness)).toHaveLength(1);
  });

  it('by a day, ahead and put right again, leaves out what it takes to be too late and tells so, and does nothing twice', async () => {
    const { harness, id } = await scheduled();
    await pass(harness, due - 2 * hour);
    await pass(harness, due - 2 * hour + 24 * hour);
    expect((await dueItem(harness, `reassess:${id}:2027-02-25`)).state).toBe('skippedLate');
    await pass(harness, due - hour);
    await pass(harness, due);
    expect(reminders(harness)).toEqual([]);
    await harness.say(mette, 'status');
    await harness.eventually(() => posts(harness, /Påmindelsen den 25. februar 2027 blev sprunget over/)[0]);
    await pass(harness, local('2027-05-25 09:00'));
    expect(reminders(harness)).toHaveLength(1);
  });

  it('by a day, ahead and put right again, closes no round twice', async () => {
    const harness = await startHarness({ at: begin });
    const { id } = await startRound(harness, { nudges: 'false' });
    await pass(harness, local('2026-12-09 15:00') + 24 * hour);
    const closed = (await harness.store.round(here, id))?.record;
    expect(closed?.state).toBe('closed');
    await pass(harness, '2026-12-09 15:00');
    await pass(harness, '2026-12-09 16:00');
    await pass(harness, '2026-12-10 16:00');
    expect((await harness.store.round(here, id))?.record).toEqual(closed);
    expect(posts(harness, 'Overblik')).toHaveLength(1);
  });
});
