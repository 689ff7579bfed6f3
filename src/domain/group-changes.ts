import { type Change, type ChangeRule, changeBetween, isOfAFew, movedBetween } from './change.ts';
import type { Published, ThemeResult } from './results.ts';
import { type Counts, countOf, perStep } from './scale.ts';

/** How a group that people answer as has changed on a theme. */
export interface GroupChange {
  groupId: string;
  change: Extract<Change, { kind: 'told' }>;
}

/**
 * How the groups have changed that both rounds show: none where one could work out from them and from the theme's own
 * change how a few have answered, who are in some of these groups or in none.
 */
export function groupChanges(then: ThemeResult, now: ThemeResult, rule: ChangeRule): GroupChange[] {
  const { confidential, smallestGroup } = rule;
  const compared = (now.groups ?? []).flatMap((after) => {
    const before = then.groups?.find(({ groupId }) => groupId === after.groupId);
    if (!before) return [];
    const moved = now.units.map(({ unitId }) => movedOn(unitId, before.units, after.units));
    if (confidential && moved.some((each) => each && isOfAFew(each.by, smallestGroup))) return [];
    const change = changeBetween(before.result, after.result, { ...rule, confidential: false });
    return change.kind === 'told' ? [{ groupId: after.groupId, change, moved }] : [];
  });
  const isBare = ({ unitId }: { unitId: string }, i: number) => {
    const parts = compared.flatMap(({ moved }) => moved[i] ?? []);
    return unionsLayBareAFew(movedOn(unitId, then.units, now.units), parts, smallestGroup);
  };
  return confidential && now.units.some(isBare) ? [] : compared.map(({ groupId, change }) => ({ groupId, change }));
}

/** How some people's answers to a unit differ from those of the round before. */
interface Moved {
  /** How many more chose each step, or fewer. */
  by: Counts;
  /** How many answers there are in both rounds together. */
  answers: number;
}

interface UnitResult {
  unitId: string;
  result: Published;
}

/** @returns undefined where one of the two has no figures. */
function movedOn(unitId: string, before: readonly UnitResult[], after: readonly UnitResult[]): Moved | undefined {
  const [last, now] = [before, after].map((units) => units.find((unit) => unit.unitId === unitId)?.result);
  if (last?.level !== 'full' || now?.level !== 'full') return undefined;
  return { by: movedBetween(last.counts, now.counts), answers: last.n + now.n };
}

/** Whether some groups taken together do, or all others. Where there are no others, that is the theme's own change. */
function unionsLayBareAFew(everybody: Moved | undefined, groups: readonly Moved[], smallestGroup: number): boolean {
  if (!everybody) return false;
  return unions(groups).some((together) => {
    const others = added(everybody, together, -1);
    if (others.answers === 0) return false;
    return isOfAFew(together.by, smallestGroup) || isOfAFew(others.by, smallestGroup);
  });
}

/** One or several of these taken together, in each way. */
function unions([first, ...others]: readonly Moved[]): Moved[] {
  if (!first) return [];
  const ofOthers = unions(others);
  return [first, ...ofOthers, ...ofOthers.map((each) => added(first, each, 1))];
}

function added(one: Moved, other: Moved, sign: 1 | -1): Moved {
  return {
    by: perStep((step) => countOf(one.by, step) + sign * countOf(other.by, step)),
    answers: one.answers + sign * other.answers,
  };
}
