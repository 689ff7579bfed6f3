import { describe, expect, it } from 'vitest';
import type { Score } from '../../src/domain/answer.ts';
import { trendHistoryOf } from '../../src/domain/trend.ts';
import { loadCards } from '../../src/teams/cards/templates.ts';
import { summary } from '../../src/teams/results/summary-view.ts';
import { trend } from '../../src/teams/results/trend-view.ts';
import { planLook } from '../cards/plans.ts';
import { closedRound, type Setting, type State, settings } from '../cards/rounds.ts';
import { textOf } from '../support/cards.ts';
import { random } from '../support/random.ts';

/**
 * An attacker who knows from Teams that exactly one person was replaced between two confidential rounds, and that nobody
 * else changed their mind. A change that is shown, times n, is the newcomer's answer less the leaver's.
 */

const fill = loadCards();
const confidential = settings('da').filter(({ round }) => round.privacy === 'confidential');
const pictureUrl = 'https://hjulet.example.dk/p.png';

/** What 4 to 10 people say before and after the first of them is replaced; half of them lean one way, as in real rounds. */
function statesOf(seed: number): { before: State; after: State } {
  const pick = random(seed + 1);
  const people = 4 + pick(7);
  const told = new Map<string, Score>();
  const scoreOf = (name: string): Score => {
    const score = told.get(name) ?? ([1, 2, 3, 4, 'dontKnow'] as const)[pick(10) === 0 ? 4 : pick(4)] ?? 1;
    told.set(name, score);
    return score;
  };
  return {
    before: { people, score: (unit, person) => scoreOf(`${unit} ${person}`) },
    after: { people, score: (unit, person) => scoreOf(`${unit} ${person === 0 ? 'newcomer' : person}`) },
  };
}

/** Every card that tells a change of the later round, and what the earlier and the later person said of each unit. */
function play(setting: Setting, seed: number) {
  const { before, after } = statesOf(seed);
  const { round: first } = closedRound(setting, before, undefined, Date.UTC(2026, 4, 22));
  const { round } = closedRound(setting, after, first);
  if (!round.summary) throw new Error('a closed round has a summary');
  const { cardTexts } = setting;
  const plan = planLook('da');
  const history = trendHistoryOf([first, round], () => undefined);
  const cards = [
    summary(cardTexts, round, {
      closed: round.summary,
      pictureUrl,
      areasUrl: pictureUrl,
      canStart: true,
      planContext: {},
      plan,
    }),
    trend(cardTexts, history, { pictureUrl, others: [] }),
  ];
  const units = Object.values(round.units).flat();
  const moved = units.filter((_, unit) => {
    const [left, came] = [before.score(unit, 0), after.score(unit, 0)];
    return left !== came;
  });
  return { round, history, cards: cards.map((card) => textOf(fill(card))), moved };
}

describe('an attacker who knows that one person was replaced and nobody else changed their mind', () => {
  it.each(confidential)('is shown no change of what the two said differently: $name', (setting) => {
    let held = 0;
    for (let seed = 0; seed < 60; seed++) {
      const { round, history, cards, moved } = play(setting, seed);
      for (const theme of round.summary?.trend?.themes ?? []) {
        for (const { unitId, change } of theme.units) {
          if (change.kind === 'held') held += 1;
          if (moved.includes(unitId)) expect(change.kind, `seed ${seed}, ${unitId}`).not.toBe('told');
        }
        // From the theme's change and all but one of its areas' that one could be worked out.
        const hidden = theme.units.filter(({ change }) => change.kind === 'held').length;
        if (theme.units.length > 1 && theme.change.kind === 'told') expect(hidden, `seed ${seed}`).not.toBe(1);
        const latest = history.themes.find(({ themeId }) => themeId === theme.themeId)?.points.at(-1);
        expect(latest?.change).toEqual(theme.change);
      }
      if (round.depth === 'screening')
        for (const text of cards) expect(text, `seed ${seed}`).not.toMatch(/(Op|Ned) \d/);
    }
    expect(held).toBeGreaterThan(20);
  });
});
