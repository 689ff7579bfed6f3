import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Score } from '../../src/domain/answer.ts';
import type { Round } from '../../src/domain/round.ts';
import type { Step } from '../../src/domain/scale.ts';
import { unitsOf } from '../../src/domain/wheel.ts';
import { readWheels } from '../../src/wheels/catalogue.ts';
import { random } from '../support/random.ts';
import { finalOf, isSmall, type Plan, planOf, twinOf } from './plan.ts';
import { explanations, possibleSteps, resultsOf, type Target } from './search.ts';
import { play, type Seen } from './town.ts';

/**
 * An attacker who has this program, sees every card, picture, report and file of a confidential round in all their
 * versions, knows who answered which theme and who chose "ved ikke", and may be one or several of those who answered.
 */

export const wheels = readWheels(fileURLToPath(new URL('../../wheels', import.meta.url))).filter(
  ({ language }) => language === 'da',
);
export const minutes = 60_000;
const parts = 10;
const rounds = 500;

export interface Verdict {
  round: string;
  small: boolean;
  n: number;
  /** How many of those who chose a step the attacker knows. */
  coalition: number;
  /** What the others may have chosen. */
  possible: Step[];
  /** What the others did choose. */
  chosen: Step[];
}

/** What the attacker finds out of each unit of a round, alone and in coalitions of each size. */
export function attack(plan: Plan, seed: number, { seen, round }: { seen: Seen; round: Round }): Verdict[] {
  const pick = random(seed + 1_000_000);
  const final = finalOf(plan);
  return plan.wheel.themes.flatMap((theme) => {
    const said = final.get(theme.id) ?? new Map();
    return unitsOf(theme, plan.depth).flatMap(({ id: unitId }) => {
      const scores = [...said.values()].map((each) => each[unitId]);
      const chosen = shuffled(pick, scores.filter(isStep));
      const n = chosen.length;
      const { wheel, smallestGroup } = plan;
      const target: Target = { wheel, round, themeId: theme.id, unitId, n, dontKnow: scores.length - n, smallestGroup };
      const cards = resultsOf(seen, target);
      if (cards.length === 0) throw new Error(`seed ${seed}: no card shows the result of ${theme.id}`);
      const explained = explanations(target, cards);
      return Array.from(
        { length: n },
        (_, coalition): Verdict => ({
          round: `seed ${seed}, ${unitId}`,
          small: isSmall(plan, said, unitId),
          n,
          coalition,
          possible: possibleSteps(explained, chosen.slice(0, coalition)),
          chosen: chosen.slice(coalition),
        }),
      );
    });
  });
}

const isStep = (score: Score | undefined): score is Step => typeof score === 'number';
export const isRight = ({ possible, chosen }: Verdict) => chosen.every((step) => possible.includes(step));
export const isSingledOut = ({ possible }: Verdict) => possible.length < 2;

function shuffled<T>(pick: (below: number) => number, items: T[]): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(pick(left.length), 1));
}

export const seedsOf = (part: number, each = rounds / parts) => Array.from({ length: each }, (_, i) => part * each + i);

/**
 * What an attacker finds out of a tenth of 500 rounds.
 * @param tenth from 0 on.
 */
export function seesEverything(tenth: number): void {
  it(
    `cannot single out anybody where fewer answered than the smallest group, not even together with all others, and sees not a letter change when others’ answers do that must not be told: part ${tenth} of ${parts}`,
    async () => {
      const verdicts: Verdict[] = [];
      for (const seed of seedsOf(tenth)) {
        const plan = planOf(seed, wheels, groupOf(seed));
        const played = await play(plan, 'everything');
        verdicts.push(...attack(plan, seed, played));
        // Everybody's answers differ, or one person's; one after the other, and in the first rounds both.
        const both = [undefined, seed % plan.people];
        for (const one of seed < 80 ? both : [both[seed % 2]]) {
          const twin = await play(twinOf(plan, one), 'everything');
          expect(firstDifference(played.seen, twin.seen), `seed ${seed}, ${one ?? 'everybody'}`).toBeUndefined();
        }
      }
      expect(verdicts.filter((verdict) => !isRight(verdict))).toEqual([]);
      const small = verdicts.filter((verdict) => verdict.small);
      expect(small.length).toBeGreaterThan(100);
      expect(small.some(({ coalition, n }) => coalition === n - 1)).toBe(true);
      expect(small.filter(isSingledOut)).toEqual([]);
      // Where more answered, the spread is told by the rule: who chose what is not, and no more than the spread is.
      const large = verdicts.filter((verdict) => !verdict.small);
      expect(large.length).toBeGreaterThan(100);
      expect(large.filter(({ possible, chosen }) => possible.length !== new Set(chosen).size)).toEqual([]);
    },
    5 * minutes,
  );
}

/** Municipalities may set the smallest group from 3 to 10; four is the default. */
function groupOf(seed: number): number {
  return [4, 4, 4, 3, 5, 10][seed % 6] ?? 4;
}

export function firstDifference(one: Seen, other: Seen): string | undefined {
  const at = one.findIndex((each, i) => each !== other[i] && JSON.stringify(each) !== JSON.stringify(other[i]));
  if (at < 0) return one.length === other.length ? undefined : `${one.length} and ${other.length} cards`;
  const [a, b] = [one, other].map((seen) => JSON.stringify(seen[at]));
  const from = [...(a ?? '')].findIndex((sign, i) => sign !== b?.[i]);
  return `…${a?.slice(from - 80, from + 80)}…\n…${b?.slice(from - 80, from + 80)}…`;
}
