import { inTenths, type Published } from './results.ts';
import { type Counts, countOf, perStep } from './scale.ts';

/**
 * - `told`: from `before`, 1–4, by so many tenths of a step, up or down.
 * - `held`: the change could be read as the answers of the few who came or left, or of one who was replaced.
 * - `none`: one of the two has no average, or there is nothing to compare with.
 */
export type Change = { kind: 'told'; before: number; tenths: number } | { kind: 'held' } | { kind: 'none' };

/** By what rule a change is published; the stricter of the two rounds' rules. */
export interface ChangeRule {
  /** True where either of the two rounds was. */
  confidential: boolean;
  smallestGroup: number;
}

/** The one rule of what may be published of two results of the same thing. */
export function changeBetween(before: Published, after: Published, rule: ChangeRule): Change {
  if (before.level !== 'full' || after.level !== 'full') return { kind: 'none' };
  if (rule.confidential && laysBareAFew(before.counts, after.counts, rule.smallestGroup)) return { kind: 'held' };
  return { kind: 'told', before: before.mean, tenths: inTenths(after.mean) - inTenths(before.mean) };
}

/**
 * Whether the difference reads as a result of fewer people than a result may be of: one of the two holds every answer
 * of the other and only a few more, or all answers but one are the same. Teams shows who left and who came, and nobody
 * who took part in both needs to have changed their mind then.
 */
function laysBareAFew(before: Counts, after: Counts, smallestGroup: number): boolean {
  return isOfAFew(movedBetween(before, after), smallestGroup);
}

/** How many more chose each step than before, or fewer. */
export function movedBetween(before: Counts, after: Counts): Counts {
  return perStep((step) => countOf(after, step) - countOf(before, step));
}

/** The same of a difference. @param moved how many more chose each step than before, or fewer. */
export function isOfAFew(moved: Counts, smallestGroup: number): boolean {
  const came = moved.reduce((sum, each) => sum + Math.max(0, each), 0);
  const left = moved.reduce((sum, each) => sum + Math.max(0, -each), 0);
  if (came === 1 && left === 1) return true;
  const few = came + left;
  return Math.min(came, left) === 0 && few > 0 && few < smallestGroup;
}
