import { describe, expect, it } from 'vitest';
import { people } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import { anders, answerAll, fatima, lars, mette, notHere, pressTwo, signe, startRound } from '../support/rounds.ts';
import { dueItem, moveTo, onlyPost, pass, posts, quiet } from '../support/time.ts';

// A Wednesday; the set-up card offers 9 December 16:00, so halfway is 2 December and the last working day the 8th.
const begin = '2026-11-25 10:00';
const nudges = (harness: Harness) => posts(harness, 'Husk at svare');

async function started(given: Record<string, unknown> = {}) {
  const harness = await startHarness({ at: begin });
  const round = await startRound(harness, { expected: '8', ...given });
  return { harness, ...round };
}

describe('a reminder of an open round', () => {
  it('comes halfway and on the last working day, in the thread of the round, with how many and never who', async () => {
    const { harness, setup, themes } = await started();
    await answerAll(harness, themes, [anders, fatima, lars]);
    // One theme of four is no whole answer.
    await answerAll(harness, themes.slice(0, 1), [signe]);
    await pass(harness, '2026-12-02 08:58');
    expect(nudges(harness)).toHaveLength(0);
    await pass(harness, '2026-12-02 09:00');
    const halfway = onlyPost(harness, 'Husk at svare');
    expect(halfway.conversationId).toBe(setup.conversationId);
    expect(textOf(halfway.cardNow)).toContain('3 af 8 har svaret på alle temaer');
    expect(textOf(halfway.cardNow)).toContain('Svarfrist: 9. december 2026 kl. 16.00');
    await answerAll(harness, themes, [mette]);
    await pass(harness, '2026-12-08 08:58');
    expect(nudges(harness)).toHaveLength(1);
    await pass(harness, '2026-12-08 09:00');
    const [, last] = nudges(harness);
    expect(textOf(last?.cardNow)).toContain('4 af 8 har svaret');
    await pass(harness, '2026-12-09 16:00');
    expect(nudges(harness)).toHaveLength(2);
    const told = JSON.stringify(nudges(harness).map(({ cardNow: card }) => card));
    for (const { id, name } of people) for (const word of [id, ...name.split(' ')]) expect(told).not.toContain(word);
  });

  it('has its post kept by its id', async () => {
    const { harness, id } = await started();
    await pass(harness, '2026-12-02 09:00');
    const { conversationId, activityId } = onlyPost(harness, 'Husk at svare');
    expect(await dueItem(harness, `nudge:${id}:halfway:2026-12-09T16:00`)).toMatchObject({
      state: 'sent',
      post: { conversationId, activityId },
    });
  });

  it('is off where the round is set up so', async () => {
    const { harness } = await started({ nudges: 'false' });
    for (const at of ['2026-12-02 09:00', '2026-12-08 09:00', '2026-12-09 15:58']) await pass(harness, at);
    expect(nudges(harness)).toEqual([]);
  });

  it('does not come when everyone has answered', async () => {
    const { harness, id, themes } = await started({ expected: '2', closeWhenAll: 'false' });
    await answerAll(harness, themes, [anders, fatima]);
    await pass(harness, '2026-12-02 09:00');
    expect(nudges(harness)).toEqual([]);
    expect((await dueItem(harness, `nudge:${id}:halfway:2026-12-09T16:00`)).state).toBe('cancelled');
  });

  it('does not come after the round is closed', async () => {
    const { harness, id, setup } = await started();
    await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
    await quiet(harness);
    await pass(harness, '2026-12-02 09:00');
    await pass(harness, '2026-12-08 09:00');
    expect(nudges(harness)).toEqual([]);
    expect((await dueItem(harness, `nudge:${id}:lastWorkday:2026-12-09T16:00`)).state).toBe('cancelled');
  });

  it('keeps off weekends and holidays over Christmas', async () => {
    const harness = await startHarness({ at: '2026-12-18 10:00' });
    await startRound(harness, { expected: '8', deadline: '2027-01-04', deadlineTime: '16:00' });
    const days = Array.from({ length: 17 }, (_, i) => new Date(Date.UTC(2026, 11, 19 + i)).toISOString().slice(0, 10));
    const came: string[] = [];
    for (const day of days) {
      const before = nudges(harness).length;
      await pass(harness, `${day} 09:01`);
      if (nudges(harness).length > before) came.push(day);
    }
    expect(came).toEqual(['2026-12-23', '2026-12-30']);
  });

  it('comes late by day where the bot was down, once, and not at all the day after', async () => {
    const { harness, id } = await started();
    await harness.restart('2026-12-02 15:00');
    await quiet(harness);
    expect(nudges(harness)).toHaveLength(1);
    await harness.restart('2026-12-08 22:00');
    await quiet(harness);
    await pass(harness, '2026-12-09 08:00');
    expect(nudges(harness)).toHaveLength(1);
    expect((await dueItem(harness, `nudge:${id}:lastWorkday:2026-12-09T16:00`)).state).toBe('skippedLate');
  });
});

describe('reminding by hand', () => {
  const done = 'Jeg skriver det i tråden med rundens kort';
  const today = 'Kanalen er allerede mindet om det i dag';

  it('writes in the thread of the round at once, and once a day whoever presses', async () => {
    const { harness, setup } = await started();
    expect((await harness.press(mette, setup, 'Mind om at svare')).text).toContain(done);
    await harness.eventually(() => nudges(harness).length === 1);
    expect(onlyPost(harness, 'Husk at svare').conversationId).toBe(setup.conversationId);
    moveTo(harness, '2026-11-25 23:30');
    expect((await harness.press(mette, setup, 'Mind om at svare')).text).toContain(today);
    await quiet(harness);
    expect(nudges(harness)).toHaveLength(1);
    moveTo(harness, '2026-11-26 08:00');
    expect((await harness.press(mette, setup, 'Mind om at svare')).text).toContain(done);
    await harness.eventually(() => nudges(harness).length === 2);
  });

  it('writes once more on a day on which the first may not have come, and the log tells that', async () => {
    const { harness, setup } = await started();
    const { connector } = harness;
    connector.fate = ({ method }) => (method === 'POST' ? { kind: 'status', status: 500 } : { kind: 'accept' });
    await harness.press(mette, setup, 'Mind om at svare');
    await quiet(harness);
    expect(nudges(harness)).toEqual([]);
    expect(harness.logged.filter((line) => line.includes('"slot":"nudge"}a post got no answer'))).toHaveLength(1);
    connector.fate = () => ({ kind: 'accept' });
    for (let presses = 0; presses < 3; presses++) {
      const { text } = await harness.press(mette, setup, 'Mind om at svare');
      expect(text.includes('allerede')).toBe(presses > 0);
      await quiet(harness);
    }
    expect(nudges(harness)).toHaveLength(1);
  });

  it('is once for two presses at once', async () => {
    const { harness, setup } = await started();
    const replies = await Promise.all([1, 2, 3].map(() => harness.press(mette, setup, 'Mind om at svare')));
    for (const { text } of replies) expect([text.includes(done), text.includes(today)]).toContain(true);
    await quiet(harness);
    expect(nudges(harness)).toHaveLength(1);
  });

  it('works in a round that is reminded of by nothing else', async () => {
    const { harness, setup } = await started({ nudges: 'false' });
    await harness.press(mette, setup, 'Mind om at svare');
    await harness.eventually(() => nudges(harness).length === 1);
  });

  it('is for whoever leads the round', async () => {
    const { harness, setup } = await started();
    const reply = await harness.press(anders, setup, 'Mind om at svare');
    expect(reply.text).toContain('Det kan kun den, der startede runden, eller en tovholder gøre');
    await quiet(harness);
    expect(nudges(harness)).toEqual([]);
  });

  it('says so where everyone has answered already, and writes nothing', async () => {
    const { harness, setup, themes } = await started({ expected: '1', closeWhenAll: 'false' });
    await answerAll(harness, themes, [anders]);
    expect((await harness.press(mette, setup, 'Mind om at svare')).text).toContain('Alle har svaret');
    await quiet(harness);
    expect(nudges(harness)).toEqual([]);
  });

  it('is refused once the round is closed', async () => {
    const { harness, id, setup } = await started();
    await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
    expect((await harness.execute(mette, setup, 'nudge', { round: id })).text).toContain(notHere);
    await quiet(harness);
    expect(nudges(harness)).toEqual([]);
  });
});
