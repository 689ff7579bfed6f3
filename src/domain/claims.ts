import { type AgreementWord, agreement, agreementWord } from './agreement.ts';
import { inTenths } from './results.ts';
import type { Counts } from './scale.ts';
import { countOf, inHalves, meanOf, type Step, steps } from './scale.ts';

/**
 * What a sentence claims of the answers, as conditions on how many chose each step and on nothing else: a sentence that
 * is shown stands beside its claim, and a test holds every distribution against it.
 */

export interface Answers {
  /** How many chose each step; of a theme scored by focus area one distribution for each area that has answers. */
  counts: readonly Counts[];
  /** Those it is compared with, itself included: all that has answers in the round or in its theme. Absent where any of it is held back. */
  among?: readonly Counts[];
  smallestGroup: number;
}

export type Claim = (answers: Answers) => boolean;

export type Side = 'lower' | 'upper';

/** Several things at once. */
export function all(...claims: Claim[]): Claim {
  return (answers) => claims.every((claim) => claim(answers));
}

export const everyScoreIsTheSame: Claim = ({ counts }) => total(counts) > 1 && stepsUsed(counts).length === 1;

export const everyScoreIs =
  (side: Side): Claim =>
  ({ counts }) =>
    scoresOn(side, counts) === total(counts);

export const atLeastHalf =
  (side: Side): Claim =>
  ({ counts }) =>
    2 * scoresOn(side, counts) >= total(counts);

export const moreThanHalf =
  (side: Side): Claim =>
  ({ counts }) =>
    2 * scoresOn(side, counts) > total(counts);

/** As `atLeastHalf`, of each focus area by itself. */
export const atLeastHalfOfEach =
  (side: Side): Claim =>
  ({ counts }) =>
    counts.every((each) => 2 * scoresOn(side, [each]) >= total([each]));

export const bothSides: Claim = ({ counts }) => scoresOn('lower', counts) > 0 && scoresOn('upper', counts) > 0;

export const twoHalves: Claim = ({ counts }) => scoresOn('lower', counts) === scoresOn('upper', counts);

export const noScore: Claim = ({ counts }) => total(counts) === 0;
export const oneScore: Claim = ({ counts }) => total(counts) === 1;

/** As many as the smallest group in one of the focus areas, which is where they are few. */
export const fewScores: Claim = ({ counts, smallestGroup }) => counts.every((each) => total([each]) < smallestGroup);

export const atMostOneEach: Claim = ({ counts }) => counts.every((each) => total([each]) === 1);

export const isLow: Claim = all(moreThanHalf('lower'), ({ counts }) => tenths(counts) < 25);
export const isHigh: Claim = all(moreThanHalf('upper'), ({ counts }) => tenths(counts) > 25);

/** The average as it is read is nearer to one step than to any other. */
export const nearestToOneStep: Claim = ({ counts }) => tenths(counts) % 10 !== 5;
export const midwayBetweenSteps: Claim = ({ counts }) => tenths(counts) % 10 === 5;
export const notAtTheTop: Claim = ({ counts }) => tenths(counts) < 40;

export const spreadIs =
  (word: AgreementWord): Claim =>
  ({ counts }) =>
    agreementWord(spread(counts)) === word;

/** At a tie nothing is the lowest, and nor is what stands alone. */
export const isLowest: Claim = ({ counts, among = [] }) =>
  among.length > 1 && among.filter((each) => tenths([each]) <= tenths(counts)).length === 1;
export const isHighest: Claim = ({ counts, among = [] }) =>
  among.length > 1 && among.filter((each) => tenths([each]) >= tenths(counts)).length === 1;
export const isFurthestApart: Claim = ({ counts, among = [] }) =>
  among.length > 1 && among.filter((each) => spread([each]) <= spread(counts)).length === 1;

export const nothingIsLow: Claim = ({ among = [], smallestGroup }) =>
  among.length > 0 && among.every((each) => isHigh({ counts: [each], smallestGroup }));

/** How many scores there are. */
export function total(counts: readonly Counts[]): number {
  return counts.flat().reduce((sum, count) => sum + count, 0);
}

export function stepsUsed(counts: readonly Counts[]): Step[] {
  return steps.filter((step) => counts.some((each) => countOf(each, step) > 0));
}

function scoresOn(side: Side, counts: readonly Counts[]): number {
  return counts.reduce((sum, each) => sum + inHalves(each)[side], 0);
}

/** The average as it is read; each focus area counts the same. */
function tenths(counts: readonly Counts[]): number {
  return inTenths(average(counts.map(meanOf)));
}

function spread(counts: readonly Counts[]): number {
  return average(counts.map((each) => agreement(each) ?? Number.NaN));
}

/** Rounded far below what anyone sees, as results are. */
function average(values: readonly number[]): number {
  return Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 1e9) / 1e9;
}
