import { expect, it } from 'vitest';
import type { Score } from '../../src/domain/answer.ts';
import type { Round } from '../../src/domain/round.ts';
import { countOf, type Step, steps } from '../../src/domain/scale.ts';
import { firstDifference, minutes, seedsOf, wheels } from './attack.ts';
import { groupPlanOf, groupsIn, regrouped, shownOn } from './group-plan.ts';
import { finalOf, type Plan } from './plan.ts';
import { play } from './town.ts';

/** What an attacker who knows who answers as whom finds out of one group that is too small, on one unit. */
interface GroupVerdict {
  round: string;
  /** How many of the group chose a step. */
  n: number;
  /** Of how many the smallest set is that holds them all, and that can be worked out. */
  among: number;
  /** What each of them may have chosen. */
  possible: Step[];
  chosen: Step[];
}

/**
 * From everything that is published of a unit: the steps that are left for those who are in no group that is shown, and
 * for a group by itself where it is shown although it is small.
 */
export function attackGroups(plan: Plan, seed: number, { summary }: Round): GroupVerdict[] {
  const said = groupsIn(plan);
  const final = finalOf(plan);
  const groups = [...new Set(said.values())].filter((group) => group !== null);
  return (summary?.themes ?? []).flatMap(({ themeId, units, groups: shown = [] }) =>
    units.flatMap(({ unitId, result }) => {
      if (result.level !== 'full') return [];
      const ofGroup = (groupId: string) =>
        shown.find((each) => each.groupId === groupId)?.units.find((unit) => unit.unitId === unitId)?.result.counts;
      const left = steps.map((step) =>
        shown.reduce(
          (sum, { groupId }) => sum - countOf(ofGroup(groupId) ?? [0, 0, 0, 0], step),
          countOf(result.counts, step),
        ),
      );
      return groups.flatMap((groupId): GroupVerdict[] => {
        const chosen = [...(final.get(themeId) ?? [])]
          .filter(([person]) => said.get(person) === groupId)
          .flatMap(([, scores]): Step[] => (isStep(scores[unitId]) ? [scores[unitId]] : []));
        if (chosen.length === 0 || chosen.length >= 4) return [];
        const counts = ofGroup(groupId) ?? left;
        const possible = steps.filter((step) => (counts[step - 1] ?? 0) > 0);
        const among = counts.reduce((sum, count) => sum + count, 0);
        return [{ round: `seed ${seed}, ${unitId}, ${groupId}`, n: chosen.length, among, possible, chosen }];
      });
    }),
  );
}

const isStep = (score: Score | undefined): score is Step => typeof score === 'number';

const groupOf = (seed: number) => [4, 4, 4, 3, 5][seed % 5] ?? 4;

/** @param tenth of 500 rounds, from 0 on. */
export function seesGroups(tenth: number): void {
  it(
    `sees of no group that is too small more than of enough others with it, and not a letter change when they answer as another of them did: part ${tenth} of 10`,
    async () => {
      const verdicts: (GroupVerdict & { smallestGroup: number })[] = [];
      let [shownThemes, changedRounds, byLink] = [0, 0, 0];
      for (const seed of seedsOf(tenth)) {
        const plan = groupPlanOf(seed, wheels, groupOf(seed));
        const what = seed % 5 === 0 ? 'everything' : 'cards';
        const { seen, round } = await play(plan, what);
        const { smallestGroup, links = [] } = plan;
        byLink += links.flatMap((link) => link.people).length;
        verdicts.push(...attackGroups(plan, seed, round).map((verdict) => ({ ...verdict, smallestGroup })));
        const shown = shownOn(round.summary?.themes);
        shownThemes += plan.wheel.themes.filter(({ id }) => shown(id).length > 0).length;
        const { twin, changed } = regrouped(plan, shown);
        if (!changed) continue;
        changedRounds += 1;
        expect(firstDifference(seen, (await play(twin, what)).seen), `seed ${seed}`).toBeUndefined();
      }
      expect(byLink).toBeGreaterThan(100);
      expect(shownThemes).toBeGreaterThan(10);
      expect(changedRounds).toBeGreaterThan(25);
      const small = verdicts.filter(({ n, smallestGroup }) => n < smallestGroup);
      expect(small.length).toBeGreaterThan(100);
      expect(small.filter(({ possible, chosen }) => !chosen.every((step) => possible.includes(step)))).toEqual([]);
      expect(small.filter(({ among, smallestGroup }) => among < smallestGroup)).toEqual([]);
    },
    5 * minutes,
  );
}
