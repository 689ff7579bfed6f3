import { expect, it } from 'vitest';
import type { Meter } from '../../src/usecases/ports.ts';
import { local } from '../domain/wall-time.ts';
import { startHarness } from '../support/app.ts';
import { allScores, anders, saved, startRound } from '../support/rounds.ts';
import { setSchedule } from '../support/schedules.ts';
import { moveTo, now, pass } from '../support/time.ts';

/** All that the bot counts while it works. */
function counting() {
  const turns: string[] = [];
  const calls: string[] = [];
  const ended: { work: string; end: string; lagMs: number }[] = [];
  let answers = 0;
  const meter: Meter = {
    turn: (kind, status) => turns.push(`${kind} ${status}`),
    answered: () => {
      answers += 1;
    },
    called: (call, outcome) => calls.push(`${call} ${outcome}`),
    charged: () => undefined,
    dueEnded: (work, end, lagMs) => ended.push({ work, end, lagMs }),
  };
  return { meter, turns, calls, ended, answers: () => answers };
}

it('a round is counted: turns, answers, calls to Teams, and what was due with how long after its time it ended', async () => {
  const { meter, turns, calls, ended, answers } = counting();
  const harness = await startHarness({ at: '2026-11-25 10:00', meter });
  const { themes } = await startRound(harness, { deadline: '2026-12-09', deadlineTime: '16:00', expected: '8' });
  const [theme] = themes;
  if (!theme) throw new Error('no theme card');
  // Said once more it is the same answer.
  for (const step of ['2', '2', '3']) {
    const reply = await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, step));
    expect(reply.text).toContain(saved);
  }
  expect(answers()).toBe(2);
  expect(turns).toEqual(['message 200', ...Array(4).fill('invoke 200')]);
  expect(calls.filter((call) => call === 'post accepted').length).toBeGreaterThanOrEqual(5);

  await pass(harness, '2026-12-02 09:00');
  expect(ended.filter(({ work }) => work === 'nudge').map(({ end }) => end)).toEqual(['sent']);
  const lateMs = 5 * 60_000;
  await pass(harness, local('2026-12-09 16:00') + lateMs);
  const deadline = ended.find(({ work }) => work === 'deadline');
  expect(deadline).toMatchObject({ end: 'done' });
  expect(deadline?.lagMs).toBeGreaterThanOrEqual(lateMs);
  expect(deadline?.lagMs).toBeLessThanOrEqual(now(harness) - local('2026-12-09 16:00'));
});

it('a reminder that nobody was told of is counted: skipped, or sent without an answer', async () => {
  const { meter, calls, ended } = counting();
  const harness = await startHarness({ at: '2026-11-25 10:00', meter });
  await setSchedule(harness, { cadence: 'quarter' });
  await pass(harness, '2027-02-27 09:00');
  harness.connector.fate = () => ({ kind: 'resetAfter' });
  moveTo(harness, '2027-05-25 09:00');
  await harness.eventually(() => ended.filter(({ work }) => work === 'reassess').length === 2);
  expect(ended.filter(({ work }) => work === 'reassess').map(({ end }) => end)).toEqual(['skippedLate', 'unknown']);
  expect(calls).toContain('post unknown');
});
