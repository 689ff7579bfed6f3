import { type AgreementWord, agreement, agreementWord } from './agreement.ts';
import type { Scores } from './answer.ts';
import { alphabetically } from './language.ts';
import { type Counts, countOf, inHalves, meanOf, middleOfScale, perStep, type Step, steps } from './scale.ts';
import { type Depth, unitsOf, type Wheel } from './wheel.ts';

/** Who may be seen: a `confidential` round hides what small groups said, an `open` one shows all once closed. */
export const privacies = ['confidential', 'open'] as const;
export type Privacy = (typeof privacies)[number];

/**
 * The lower half of the scale is steps 1 and 2, the upper 3 and 4; `both` is said of a theme alone, where its focus
 * areas lie on either side.
 */
export const halves = ['lower', 'upper', 'both'] as const;
export type Half = (typeof halves)[number];

/**
 * What may be published of some answers. Everything that others see is made from this and never from the answers, so
 * that no card, picture or export can go round the smallest group.
 * - `none`: nobody gave a score.
 * - `withheld`: one person did, and any figure would be that person's.
 * - `half`: fewer than the smallest group: that half of them or more are at steps 1–2, or more than half at steps 3–4.
 * - `full`: all figures.
 */
export type Published =
  | { level: 'none'; n: 0 }
  | { level: 'withheld'; n: number }
  | { level: 'half'; n: number; half: Half }
  | {
      level: 'full';
      n: number;
      step: Step;
      /** 1–4. */
      mean: number;
      /** 1–4 in halves. */
      median: number;
      counts: Counts;
      /** Van der Eijk's A, −1 to 1. */
      agreement: number;
      word: AgreementWord;
    };

interface UnitResult {
  unitId: string;
  result: Published;
  /** How many chose "ved ikke". */
  dontKnow: number;
}

/** The results of a theme and of its units. */
export interface ThemeResult {
  themeId: string;
  /** How many people answered the theme, "ved ikke" included. */
  people: number;
  result: Published;
  units: UnitResult[];
  /** The groups whose figures may be published, in the wheel's order; absent where there are none. */
  groups?: GroupResult[];
}

/** All figures that are published of an answer to something. */
export type Full = Extract<Published, { level: 'full' }>;

/** What a group that people answer as came to on a theme and its units; made by `perspectives.ts` alone. */
export interface GroupResult {
  groupId: string;
  result: Full;
  units: { unitId: string; result: Full }[];
}

/** Whether a theme's result is that of several focus areas, and so nobody's answer. */
export function hasAreas(units: readonly unknown[]): boolean {
  return units.length > 1;
}

/** By what rule results are published. */
export interface PublishRule {
  privacy: Privacy;
  /** From how many answers figures are shown in a confidential round, 3–10. */
  smallestGroup: number;
}

/**
 * All results of a round, in the wheel's order.
 * @param answers each person's scores by theme.
 */
export function results(
  { wheel, depth }: { wheel: Wheel; depth: Depth },
  answers: readonly { themeId: string; scores: Scores }[],
  rule: PublishRule,
): ThemeResult[] {
  return wheel.themes.map((theme) => {
    const given = answers.filter((answer) => answer.themeId === theme.id).map((answer) => answer.scores);
    const units = unitsOf(theme, depth).map((unit): UnitResult => {
      const dontKnow = given.filter((scores) => scores[unit.id] === 'dontKnow').length;
      return { unitId: unit.id, result: publish(countsIn(given, unit.id), rule), dontKnow };
    });
    return { themeId: theme.id, people: given.length, result: themeResult(units), units };
  });
}

/** How many chose each step of a unit. */
export function countsIn(given: readonly Scores[], unitId: string): Counts {
  return perStep((step) => given.filter((scores) => scores[unitId] === step).length);
}

/** What may be published of how many chose each step. */
export function publish(counts: Counts, { privacy, smallestGroup }: PublishRule): Published {
  const n = counts.reduce((sum, count) => sum + count, 0);
  const a = agreement(counts);
  if (a === undefined) return { level: 'none', n: 0 };
  const mean = meanOf(counts);
  const step = nearestStep(mean);
  if (privacy === 'confidential' && n < smallestGroup) {
    return n === 1 ? { level: 'withheld', n } : { level: 'half', n, half: halfOf(counts) };
  }
  return { level: 'full', n, step, mean, median: median(counts), counts, agreement: a, word: agreementWord(a) };
}

/**
 * The half that at least half of the answers are in, the lower one at a tie. Whatever all others together know of their
 * own answers, each of two steps may be the last one's. The nearest step would not do: of three who read step 1,
 * one who chose 2 knows that the others chose 1.
 */
function halfOf(counts: Counts): Half {
  const { lower, upper } = inHalves(counts);
  return lower >= upper ? 'lower' : 'upper';
}

/** The middle of a half, as an average is. */
export function middleOf(half: Half): number {
  const middle = (part: readonly Step[]) => average([Math.min(...part), Math.max(...part)]);
  if (half === 'both') return middleOfScale;
  return middle(steps.filter((step) => (half === 'lower' ? step < middleOfScale : step > middleOfScale)));
}

/** An average as people read it, with one decimal; so a change is what they get when they subtract. */
export function inTenths(mean: number): number {
  return Math.round(mean * 10);
}

/** The step nearest to an average. A tie goes away from the middle: 1.5 → 1, 3.5 → 4; 2.5 → 2. */
export function nearestStep(mean: number): Step {
  const nearest = mean > middleOfScale ? Math.floor(mean + 0.5) : Math.ceil(mean - 0.5);
  const found = steps.find((step) => step === nearest);
  if (found === undefined) throw new RangeError(`nearestStep: ${mean} is no average of steps ${steps.join(', ')}`);
  return found;
}

function median(counts: Counts): number {
  const sorted = steps.flatMap((step) => Array<number>(countOf(counts, step)).fill(step));
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

/**
 * A theme's result is made from its units' published results alone, each unit counting the same. Where any unit with
 * answers is held back the theme's figures are too: from the theme and the other units one could work it out.
 */
export function themeResult(units: readonly Pick<UnitResult, 'result'>[]): Published {
  const only = units[0];
  if (units.length === 1 && only) return only.result;
  const published = units.map((unit) => unit.result).filter((result) => result.level !== 'none');
  if (published.length === 0) return { level: 'none', n: 0 };
  const n = Math.max(...published.map((result) => result.n));
  const full = published.filter((result) => result.level === 'full');
  if (full.length === published.length) {
    const mean = average(full.map((result) => result.mean));
    const a = average(full.map((result) => result.agreement));
    const counts = perStep((step) => full.reduce((sum, result) => sum + countOf(result.counts, step), 0));
    return {
      level: 'full',
      n,
      step: nearestStep(mean),
      mean,
      median: median(counts),
      counts,
      agreement: a,
      word: agreementWord(a),
    };
  }
  const half = halfOfUnits(published);
  return half === undefined ? { level: 'withheld', n } : { level: 'half', n, half };
}

/**
 * In which half of the scale every area has half of its answers or more; those of which nothing is published are left
 * out.
 */
export function halfOfUnits(published: readonly Published[]): Half | undefined {
  const sides = published.flatMap((result) => {
    if (result.level === 'half') return [{ lower: result.half !== 'upper', upper: result.half !== 'lower' }];
    if (result.level !== 'full') return [];
    const { lower, upper } = inHalves(result.counts);
    return [{ lower: lower >= upper, upper: upper >= lower }];
  });
  if (sides.length === 0) return undefined;
  if (sides.every(({ lower }) => lower)) return 'lower';
  return sides.every(({ upper }) => upper) ? 'upper' : 'both';
}

/**
 * The comments on a theme that others may read: all or none, by the same smallest group as the figures, and in an order
 * that does not show who came first.
 * @param comments those that are kept, some of them empty.
 * @param people how many had answered the theme when the round closed: who takes a comment back hides nobody else's.
 */
export function publishedComments(
  comments: readonly string[],
  people: number,
  { privacy, smallestGroup }: PublishRule,
): string[] {
  if (privacy === 'confidential' && people < smallestGroup) return [];
  return comments.filter((comment) => comment !== '').toSorted(alphabetically);
}

/** Rounded far below what anyone sees: 2.5000000000000004 must not be a step more than 2.5. */
function average(values: readonly number[]): number {
  return Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 1e9) / 1e9;
}
