import { describe, expect, it } from 'vitest';
import { firstDifference, minutes, seedsOf, wheels } from './attack.ts';
import { groupPlanOf, regrouped } from './group-plan.ts';
import { attackGroups } from './groups.ts';
import { play } from './town.ts';

describe('the same attacker where the rule of groups is switched off', () => {
  it(
    'singles people out',
    async () => {
      const verdicts = [];
      for (const seed of seedsOf(0)) {
        const plan = groupPlanOf(seed, wheels, 1);
        verdicts.push(...attackGroups(plan, seed, (await play(plan, 'cards')).round));
      }
      const won = verdicts.filter(({ n, among }) => n === 1 && among === 1);
      expect(won.length).toBeGreaterThan(100);
      expect(won.every(({ possible, chosen }) => possible.length === 1 && possible[0] === chosen[0])).toBe(true);
    },
    5 * minutes,
  );

  it(
    'sees cards change when people answer as another had',
    async () => {
      let changed = 0;
      for (const seed of seedsOf(0, 15)) {
        const plan = groupPlanOf(seed, wheels, 1);
        const { twin } = regrouped(plan, () => []);
        if (firstDifference((await play(plan, 'cards')).seen, (await play(twin, 'cards')).seen) !== undefined)
          changed += 1;
      }
      expect(changed).toBeGreaterThan(3);
    },
    5 * minutes,
  );
});
