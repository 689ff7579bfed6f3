import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Scores } from '../../src/domain/answer.ts';
import { unitsOf } from '../../src/domain/wheel.ts';
import { readWheels } from '../../src/wheels/catalogue.ts';
import { startHarness } from '../support/app.ts';
import { button, roundOn, textOf } from '../support/cards.ts';
import { random } from '../support/random.ts';
import { renderNothing } from '../support/renderer.ts';
import { anders, fatima, lars, mette, saved, signe } from '../support/rounds.ts';

/** A, mean and median of every distribution of up to five answers, worked out apart from this program. */
const table = new Map(
  readFileSync(new URL('../domain/fixtures/agreement-4-steps.csv', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => /^\d/.test(line))
    .map((line) => {
      const [, c1, c2, c3, c4, mean, median, , a] = line.split(',').map(Number);
      return [[c1, c2, c3, c4].join(), { mean, median, a }] as const;
    }),
);
const wheels = readWheels(fileURLToPath(new URL('../../wheels', import.meta.url))).filter(
  ({ language }) => language === 'da',
);
const everyone = [mette, anders, fatima, lars, signe];

describe('two hundred seeded rounds', () => {
  it.each(Array.from({ length: 8 }, (_, part) => part))(
    'have summaries equal to an independent recount, part %i of 8',
    async (part) => {
      const harness = await startHarness({ renderer: renderNothing });
      for (let seed = part * 25; seed < part * 25 + 25; seed++)
        await expect(oneRound(harness, seed), `seed ${seed}`).resolves.toBe('equal');
    },
  );
});

async function oneRound(harness: Awaited<ReturnType<typeof startHarness>>, seed: number): Promise<'equal'> {
  const pick = random(seed + 1);
  const key = { tenantId: `tenant-${seed}`, conversationId: `19:channel-${seed}@thread.tacv2` };
  const wheel = wheels[pick(wheels.length)];
  if (!wheel) throw new Error('no wheel');
  const given = {
    wheelId: wheel.id,
    depth: pick(2) === 0 ? 'screening' : 'deep',
    privacy: pick(3) === 0 ? 'open' : 'confidential',
    expected: '99',
    closeWhenAll: 'false',
  };
  await harness.say(mette, 'start', { ...key });
  const setup = await harness.eventually(() =>
    harness.connector.shown.find(
      ({ conversationId, cardNow: card }) =>
        conversationId === key.conversationId && textOf(card).startsWith('Ny runde'),
    ),
  );
  const on = { conversationId: setup.conversationId, activityId: setup.activityId, tenantId: key.tenantId };
  const start = button(setup.cardNow, 'Start runden');
  const day = JSON.stringify(setup.cardNow).match(/"value":"(\d{4}-\d\d-\d\d)"/)?.[1];
  const filledIn = { ...start.data, ...given, deadline: day, language: 'da' };
  const round = roundOn((await harness.execute(mette, on, start.verb, filledIn)).card);

  // What each person said last, kept here and nowhere else.
  const said = new Map<string, Scores>();
  for (let i = pick(wheel.themes.length * 12); i > 0; i--) {
    const person = everyone[pick(everyone.length)] ?? mette;
    const theme = wheel.themes[pick(wheel.themes.length)];
    if (!theme) throw new Error('no theme');
    const scores = Object.fromEntries(
      unitsOf(theme, given.depth === 'deep' ? 'deep' : 'screening').map(({ id }) => [
        id,
        ([1, 2, 3, 4, 'dontKnow'] as const)[pick(5)] ?? 1,
      ]),
    );
    // The number of the change is what "Ret min vurdering" would carry; the same may be pressed twice at once.
    const data = {
      round,
      theme: theme.id,
      seen: i,
      ...Object.fromEntries(Object.entries(scores).map(([id, score]) => [`s_${id}`, String(score)])),
    };
    const replies = await Promise.all(
      Array.from({ length: 1 + pick(2) }, () => harness.execute(person, on, 'answer', data)),
    );
    for (const reply of replies) expect(reply.text).toContain(saved);
    said.set(`${theme.id} ${person}`, scores);
  }
  await harness.execute(mette, on, 'close', { round });
  const summary = (await harness.store.round(key, round))?.record.summary;

  expect(summary?.people).toBe(new Set([...said.keys()].map((name) => name.split(' ')[1])).size);
  for (const theme of wheel.themes) {
    const told = summary?.themes.find(({ themeId }) => themeId === theme.id);
    const answers = [...said].filter(([name]) => name.startsWith(`${theme.id} `)).map(([, scores]) => scores);
    expect(told?.people).toBe(answers.length);
    for (const { id } of unitsOf(theme, given.depth === 'deep' ? 'deep' : 'screening')) {
      const scores = answers.map((answer) => answer[id]);
      const counts = [1, 2, 3, 4].map((step) => scores.filter((score) => score === step).length);
      const n = counts.reduce((sum, count) => sum + count, 0);
      const row = table.get(counts.join());
      const unit = told?.units.find(({ unitId }) => unitId === id);
      expect(unit?.dontKnow).toBe(scores.filter((score) => score === 'dontKnow').length);
      const level = n === 0 ? 'none' : given.privacy === 'open' || n >= 4 ? 'full' : n === 1 ? 'withheld' : 'half';
      expect(unit?.result).toMatchObject({ level, n });
      if (unit?.result.level === 'full') {
        expect(unit.result.counts).toEqual(counts);
        expect(unit.result.median).toBe(row?.median);
        expect(unit.result.mean).toBeCloseTo(row?.mean ?? Number.NaN, 5);
        expect(unit.result.agreement).toBeCloseTo(row?.a ?? Number.NaN, 5);
      }
    }
  }
  return 'equal';
}
