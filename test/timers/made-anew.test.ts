import { describe, expect, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { type Mortal, mortal } from '../support/mortal.ts';
import { anders, answerAll, isOver, mette, startRound } from '../support/rounds.ts';
import { dueItem, here, now, pass, passPauses, posts, quiet, takeOver } from '../support/time.ts';

const begin = '2026-11-25 10:00';
const minute = 60_000;
const hour = 60 * minute;

/** An instance that dies once it has taken a post out of its place. */
async function start(): Promise<{ harness: Harness; fate: Mortal }> {
  const fate = mortal('dies', 'after');
  const wrap = (db: Database): Database => {
    const dying = fate.wrap(db);
    return {
      ...dying,
      remove(place, version) {
        if (place.id.startsWith('post:')) fate.strikeAt(1);
        return dying.remove(place, version);
      },
    };
  };
  const harness = await startHarness({ at: begin, wrap });
  onTestFinished(() => fate.bury());
  return { harness, fate };
}

describe('posts that are made anew, and the death of the instance that took the first back', () => {
  it.each([
    { title: 'Send det igen', lost: 1, are: 4 },
    { title: 'Vis temakortene igen', lost: 0, are: 5 },
  ])('are there all the same after "$title"', async ({ title, lost, are }) => {
    const { harness, fate } = await start();
    let left = lost;
    harness.connector.fate = ({ method, path }) =>
      method === 'POST' && path.endsWith('/conversations') && left-- > 0
        ? { kind: 'status', status: 500 }
        : { kind: 'accept' };
    const { setup } = await startRound(harness, { expected: '8' }, { themeCount: 4 - lost });
    // Nothing is due any longer that would bring them anyway.
    await pass(harness, now(harness) + hour);
    const pressed = harness.press(mette, setup, title).catch(() => undefined);
    await harness.eventually(() => fate.struck());
    await takeOver(harness);
    await harness.eventually(() => posts(harness, /^Tema/).length === are);
    fate.bury();
    await pressed;
  });

  it('are there all the same after "Send resultatet igen"', async () => {
    const { harness, fate } = await start();
    let left = 1;
    harness.connector.fate = ({ method, body }) =>
      method === 'POST' && body.includes('Overblik') && left-- > 0
        ? { kind: 'status', status: 500 }
        : { kind: 'accept' };
    const { setup, themes } = await startRound(harness, { expected: '1' });
    await answerAll(harness, themes, [mette]);
    await harness.eventually(() => left < 1);
    // Nothing is due any longer that would bring them anyway.
    await pass(harness, now(harness) + hour);
    const pressed = harness.press(mette, setup, 'Send resultatet igen').catch(() => undefined);
    await harness.eventually(() => fate.struck());
    await takeOver(harness);
    await harness.eventually(() => posts(harness, 'Overblik').length === 1);
    fate.bury();
    await pressed;
  });
});

describe('the results of a round, for which no instance was there for a day', () => {
  it('come onto its cards though Teams fails a dozen times more', async () => {
    const harness = await startHarness({ at: begin });
    const { id, setup, themes } = await startRound(harness, { expected: '8' });
    await answerAll(harness, themes, [anders]);
    await quiet(harness);
    let tries = 0;
    let fails = true;
    harness.connector.fate = ({ method, path }) => {
      if (!fails || method !== 'PUT' || !path.includes(themes[0]?.activityId ?? '')) return { kind: 'accept' };
      tries += 1;
      return { kind: 'status', status: 500 };
    };
    await harness.execute(mette, setup, 'close', { round: id });
    await harness.eventually(() => tries > 0);
    await harness.restart('2026-11-26 11:30');
    const tried = async () => (await dueItem(harness, `publish:${id}`)).attempts;
    for (const times of [7, 14]) await passPauses(harness, async () => (await tried()) >= times);
    fails = false;
    await passPauses(harness, () => themes.every(isOver));
    expect((await harness.store.post(here, id, 'summary'))?.record.state).toBe('sent');
  });
});
