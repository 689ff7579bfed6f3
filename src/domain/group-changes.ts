import { type Change, type ChangeRule, changeBetween, laysBareAFew } from './change.ts';
import type { Full, ThemeResult } from './results.ts';
import { countOf, perStep } from './scale.ts';

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
  const compared = (now.groups ?? []).flatMap((after): GroupChange[] => {
    const before = then.groups?.find(({ groupId }) => groupId === after.groupId);
    if (!before || (rule.confidential && unitsLayBareAFew(before.units, after.units, rule))) return [];
    const change = changeBetween(before.result, after.result, { ...rule, confidential: false });
    return change.kind === 'told' ? [{ groupId: after.groupId, change }] : [];
  });
  const bare = rule.confidential && choices(compared).some((groups) => partsLayBareAFew({ then, now, groups }, rule));
  return bare ? [] : compared;
}

/** Each choice of one or several of these. */
function choices<T>([first, ...others]: readonly T[]): T[][] {
  if (first === undefined) return [];
  const ofOthers = choices(others);
  return [[first], ...ofOthers, ...ofOthers.map((chosen) => [first, ...chosen])];
}

/** Whether some groups taken together do, or all others. Where there are no others, that is the theme's own change. */
function partsLayBareAFew(
  { then, now, groups }: { then: ThemeResult; now: ThemeResult; groups: readonly GroupChange[] },
  rule: ChangeRule,
): boolean {
  const [before, after] = [partedBy(then, groups), partedBy(now, groups)];
  const isWhole = [...before.others, ...after.others].every(({ result }) =>
    result.counts.every((count) => count === 0),
  );
  if (isWhole) return false;
  return unitsLayBareAFew(before.together, after.together, rule) || unitsLayBareAFew(before.others, after.others, rule);
}

function unitsLayBareAFew(
  before: readonly UnitFigures[],
  after: readonly UnitFigures[],
  { smallestGroup }: ChangeRule,
): boolean {
  return after.some(({ unitId, result }) => {
    const last = before.find((unit) => unit.unitId === unitId);
    return last !== undefined && laysBareAFew(last.result.counts, result.counts, smallestGroup);
  });
}

interface UnitFigures {
  unitId: string;
  result: Pick<Full, 'counts'>;
}

/** How many of some groups chose each step of each unit, and how many of all others. */
function partedBy(
  { units, groups: shown = [] }: ThemeResult,
  groups: readonly GroupChange[],
): { together: UnitFigures[]; others: UnitFigures[] } {
  const chosen = shown.filter(({ groupId }) => groups.some((group) => group.groupId === groupId));
  const figures = units.flatMap(({ unitId, result }) => {
    if (result.level !== 'full') return [];
    const parts = chosen.flatMap((group) => group.units.filter((unit) => unit.unitId === unitId));
    const inThem = perStep((step) => parts.reduce((sum, part) => sum + countOf(part.result.counts, step), 0));
    const outside = perStep((step) => countOf(result.counts, step) - countOf(inThem, step));
    return [{ unitId, inThem, outside }];
  });
  return {
    together: figures.map(({ unitId, inThem }) => ({ unitId, result: { counts: inThem } })),
    others: figures.map(({ unitId, outside }) => ({ unitId, result: { counts: outside } })),
  };
}
