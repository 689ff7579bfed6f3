import { type Change, type ChangeRule, changeBetween, laysBareAFew } from './change.ts';
import type { Full, ThemeResult } from './results.ts';
import { countOf, perStep } from './scale.ts';

/** How a group that people answer as has changed on a theme. */
export interface GroupChange {
  groupId: string;
  change: Extract<Change, { kind: 'told' }>;
}

/**
 * How the groups have changed that both rounds show: none where that lays bare a few of those outside these groups, who
 * are what is left of everybody.
 */
export function groupChanges(then: ThemeResult, now: ThemeResult, rule: ChangeRule): GroupChange[] {
  const compared = (now.groups ?? []).flatMap((after): GroupChange[] => {
    const before = then.groups?.find(({ groupId }) => groupId === after.groupId);
    if (!before || (rule.confidential && unitsLayBareAFew(before.units, after.units, rule))) return [];
    const change = changeBetween(before.result, after.result, { ...rule, confidential: false });
    return change.kind === 'told' ? [{ groupId: after.groupId, change }] : [];
  });
  const among = compared.map(({ groupId }) => groupId);
  const bare = rule.confidential && unitsLayBareAFew(unitsBut(then, among), unitsBut(now, among), rule);
  return bare ? [] : compared;
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

/** How many of those outside some groups chose each step of each unit. */
function unitsBut({ units, groups = [] }: ThemeResult, among: readonly string[]): UnitFigures[] {
  return units.flatMap(({ unitId, result }): UnitFigures[] => {
    if (result.level !== 'full') return [];
    const parts = groups
      .filter(({ groupId }) => among.includes(groupId))
      .flatMap((group) => group.units.filter((unit) => unit.unitId === unitId));
    const counts = perStep((step) =>
      parts.reduce((left, part) => left - countOf(part.result.counts, step), countOf(result.counts, step)),
    );
    return [{ unitId, result: { counts } }];
  });
}
