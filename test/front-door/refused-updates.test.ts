import { describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import { anders, answerAll, fatima, mette, startRound } from '../support/rounds.ts';
import { setSchedule } from '../support/schedules.ts';
import { dueItem, here, now, pass, passPauses, posts, quiet } from '../support/time.ts';

/** A card whose updates Teams refuses is lost alone, and only where it refuses them again and again. */

const begin = '2026-11-25 10:00';
const channelOf = async ({ store }: Harness) => (await store.channel(here))?.record;

describe('a card that somebody deleted', () => {
  it.each([403, 404])(
    'is lost alone, where its updates are refused with %i: the round closes with its summary',
    async (status) => {
      const harness = await startHarness({ at: begin });
      const { id, setup, themes } = await startRound(harness, { expected: '2' });
      let tries = 0;
      harness.connector.fate = ({ method, path }) => {
        if (method !== 'PUT' || !path.includes(setup.activityId)) return { kind: 'accept' };
        tries += 1;
        return { kind: 'status', status };
      };
      await answerAll(harness, themes, [mette, anders]);
      await harness.eventually(() => posts(harness, 'Overblik').length === 1);
      const gone = async () => (await harness.store.post(here, id, 'status'))?.record.state === 'gone';
      await passPauses(harness, gone);
      await quiet(harness);
      // All cards of the round are shown once more.
      await harness.execute(mette, themes[0] ?? setup, 'sendMissing', { round: id });
      await quiet(harness);
      expect(tries).toBe(3);
      expect(await channelOf(harness)).toMatchObject({ active: true, latestRoundId: id });
      expect(posts(harness, /^Tema \d af \d.*Vælg/s)).toEqual([]);
    },
  );

  it('is tried three times by what would show on it, and no more', async () => {
    const harness = await startHarness({ at: begin });
    const { id, themes } = await startRound(harness, { expected: '2' });
    await quiet(harness);
    harness.connector.fate = ({ method }) => (method === 'PUT' ? { kind: 'status', status: 404 } : { kind: 'accept' });
    await answerAll(harness, themes.slice(0, 1), [anders]);
    await pass(harness, now(harness) + 60_000);
    expect((await harness.store.post(here, id, 'status'))?.record.state).toBe('gone');
    expect(await dueItem(harness, `recount:${id}`)).toMatchObject({ state: 'done', attempts: 3 });
  });

  it('may refuse an update once by mistake, and shows the next', async () => {
    const harness = await startHarness({ at: begin });
    const { setup, themes } = await startRound(harness, { expected: '2' });
    await quiet(harness);
    let strikes = 1;
    harness.connector.fate = ({ method, path }) =>
      method === 'PUT' && path.includes(setup.activityId) && strikes-- > 0
        ? { kind: 'status', status: 404 }
        : { kind: 'accept' };
    await answerAll(harness, themes, [mette]);
    await passPauses(harness, () => textOf(setup.cardNow).includes('1 af 2 har svaret'));
  });
});

describe('a card whose updates are refused now and then', () => {
  /** Teams answers the updates of the round's status with these, and accepts all after them. */
  async function refusing(statuses: number[]) {
    const harness = await startHarness({ at: begin });
    const { id, setup, themes } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    const left = [...statuses];
    harness.connector.fate = ({ method, path }) => {
      const status = method === 'PUT' && path.includes(setup.activityId) ? left.shift() : undefined;
      return status === undefined || status === 200 ? { kind: 'accept' } : { kind: 'status', status };
    };
    const answered = async (person: string, count: number) => {
      await answerAll(harness, themes, [person]);
      await passPauses(harness, () => textOf(setup.cardNow).includes(`${count} af 8 har svaret`));
      await quiet(harness);
      return (await harness.store.post(here, id, 'status'))?.record;
    };
    return { harness, setup, themes, left, answered };
  }

  it('is known to be there by each one that was accepted in between', async () => {
    const { left, answered } = await refusing([404, 404, 200, 404, 404]);
    expect((await answered(anders, 1))?.refusals).toBeUndefined();
    const after = await answered(fatima, 2);
    expect([after?.state, after?.refusals, left]).toEqual(['sent', undefined, []]);
  });

  it('is not tried again where the update itself is refused, which the log tells, and shows the next', async () => {
    const { harness, setup, themes, left, answered } = await refusing([413]);
    const { updates } = setup;
    await answerAll(harness, themes.slice(0, 1), [anders]);
    await harness.eventually(() => left.length === 0);
    await quiet(harness);
    const { length: made } = harness.connector.requests;
    await pass(harness, now(harness) + 60_000);
    expect([setup.updates, harness.connector.requests.slice(made)]).toEqual([updates, []]);
    expect(harness.logged.filter((line) => line === '{"status":413}Teams refused an update')).toHaveLength(1);
    const after = await answered(fatima, 1);
    expect([after?.state, after?.refusals]).toEqual(['sent', undefined]);
  });

  it('is not edited where it shows already what it is to show', async () => {
    const { harness, setup, answered } = await refusing([]);
    await answered(anders, 1);
    const { updates } = setup;
    harness.clock.offset += 61_000;
    await harness.press(mette, setup, 'Opdater');
    await quiet(harness);
    expect(setup.updates).toBe(updates);
  });
});

describe('a status card that was deleted', () => {
  it('is posted anew where somebody asks for what is missing, and edited when there is something new to show', async () => {
    const harness = await startHarness({ at: begin });
    const { id, setup, themes } = await startRound(harness, { expected: '4' });
    await quiet(harness);
    harness.connector.fate = ({ method, path }) =>
      method === 'PUT' && path.includes(setup.activityId) ? { kind: 'status', status: 403 } : { kind: 'accept' };
    await answerAll(harness, themes, [anders]);
    await passPauses(harness, async () => (await harness.store.post(here, id, 'status'))?.record.state === 'gone');
    await quiet(harness);
    await harness.execute(mette, setup, 'sendMissing', { round: id });
    const status = await harness.eventually(() =>
      posts(harness, 'Runden er i gang').find(({ activityId }) => activityId !== setup.activityId),
    );
    await quiet(harness);
    expect([textOf(status.cardNow).includes('1 af 4 har svaret'), status.updates]).toEqual([true, 0]);
    await answerAll(harness, themes, [fatima]);
    await harness.eventually(() => textOf(status.cardNow).includes('2 af 4 har svaret'));
  });
});

describe('the post of a schedule', () => {
  it.each([403, 413])(
    'is left as it is where its update is refused with %i, which the log tells once',
    async (status) => {
      const harness = await startHarness({ at: begin });
      const { post, id } = await setSchedule(harness);
      let tries = 0;
      harness.connector.fate = ({ method }) => {
        if (method !== 'PUT') return { kind: 'accept' };
        tries += 1;
        return { kind: 'status', status };
      };
      await harness.execute(mette, post, 'stopSchedule', { schedule: id });
      await pass(harness, now(harness) + 3_600_000);
      expect([(await dueItem(harness, `schedule:${id}`)).state, tries]).toEqual(['cancelled', 1]);
      expect(harness.logged.filter((line) => line === `{"status":${status}}Teams refused an update`)).toHaveLength(1);
      expect(await channelOf(harness)).toMatchObject({ active: true });
    },
  );

  it('is edited when Teams says that it may be, and once', async () => {
    const harness = await startHarness({ at: begin });
    const { post, id } = await setSchedule(harness);
    const before = post.updates;
    const at: number[] = [];
    harness.connector.fate = ({ method }) =>
      method === 'PUT' && at.push(now(harness)) === 1
        ? { kind: 'status', status: 429, headers: { 'retry-after': '20' } }
        : { kind: 'accept' };
    await harness.execute(mette, post, 'stopSchedule', { schedule: id });
    await harness.eventually(() => textOf(post.cardNow).includes('slået fra'));
    const [first = 0, second = 0] = at;
    expect([second - first >= 20_000, post.updates]).toEqual([true, before + 1]);
  });
});
