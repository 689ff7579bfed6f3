import type { AgreementWord } from '../domain/agreement.ts';
import {
  type Answers,
  all,
  atLeastHalf,
  atMostOneEach,
  bothSides,
  everyScoreIs,
  everyScoreIsTheSame,
  fewScores,
  isFurthestApart,
  isHigh,
  isLow,
  isLowest,
  moreThanHalf,
  noScore,
  oneScore,
  type Side,
  spreadIs,
  stepsUsed,
  total,
  twoHalves,
} from '../domain/claims.ts';
import { type StandsOut, topicOf } from '../domain/dialogue.ts';
import { hasAreas, type ThemeResult } from '../domain/results.ts';
import type { Height, Standing } from '../domain/standing.ts';
import { type CardTexts, halfWithin, themeOf } from './results.ts';
import {
  amongOf,
  type Choice,
  choose,
  fill,
  type Sentence,
  type Statement,
  scoresText,
  spreadText,
} from './sentence.ts';
import type { Texts } from './texts.ts';

/** What a theme's thread is asked to talk about, beginning with how the theme was answered. */

interface Blanks {
  theme: string;
  mean: string;
  /** How many scores, as a number and in words. */
  n: number;
  scores: string;
  spread: string;
  step: number;
}

type Prompt = Sentence<Blanks>;

/** Where as many as the smallest group answered. */
function ofFigures(word: AgreementWord): Record<Height, Choice<Blanks>> {
  const apart = spreadIs(word);
  if (word === 'split')
    return {
      low: {
        more: [],
        always: { claim: all(isLow, apart), words: ({ t }, blanks) => t('prompts.lowSplit', { ...blanks }) },
      },
      middle: {
        more: [
          { claim: all(twoHalves, apart), words: ({ t }, blanks) => t('prompts.middleSplitHalves', { ...blanks }) },
        ],
        always: { claim: all(bothSides, apart), words: ({ t }, blanks) => t('prompts.middleSplit', { ...blanks }) },
      },
      high: {
        more: [],
        always: { claim: all(isHigh, apart), words: ({ t }, blanks) => t('prompts.highSplit', { ...blanks }) },
      },
    };
  return {
    low: {
      more: [same('lower', ({ t }, blanks) => t('prompts.lowSame', { ...blanks }))],
      always: { claim: all(isLow, apart), words: ({ t }, blanks) => t('prompts.low', { ...blanks }) },
    },
    middle: {
      more: [{ claim: twoHalves, words: ({ t }, blanks) => t('prompts.middleHalves', { ...blanks }) }],
      always: { claim: bothSides, words: ({ t }, blanks) => t('prompts.middleSides', { ...blanks }) },
    },
    high: {
      more: [same('upper', ({ t }, blanks) => t('prompts.highSame', { ...blanks }))],
      always: { claim: all(isHigh, apart), words: ({ t }, blanks) => t('prompts.high', { ...blanks }) },
    },
  };
}

function same(side: Side, words: Prompt['words']): Prompt {
  return { claim: all(everyScoreIsTheSame, everyScoreIs(side)), words };
}

/** Where fewer did, in a round that tells their figures nevertheless. */
const ofFew: Record<Height, Choice<Blanks>> = {
  low: {
    more: [],
    always: { claim: all(isLow, fewScores), words: ({ t }, blanks) => t('prompts.fewLow', { ...blanks }) },
  },
  middle: {
    more: [{ claim: all(twoHalves, fewScores), words: ({ t }, blanks) => t('prompts.fewHalves', { ...blanks }) }],
    always: { claim: all(bothSides, fewScores), words: ({ t }, blanks) => t('prompts.fewSides', { ...blanks }) },
  },
  high: {
    more: [],
    always: { claim: all(isHigh, fewScores), words: ({ t }, blanks) => t('prompts.fewHigh', { ...blanks }) },
  },
};

/** A theme's first prompt, and which of the theme's own questions goes with it; undefined if nobody answered the theme. */
export function promptOf(
  { texts, wheel }: CardTexts,
  result: ThemeResult,
  smallestGroup: number,
): { statement: Statement; question?: 'low' | 'high' } | undefined {
  const { t } = texts;
  const theme = themeOf(wheel, result.themeId).name;
  const topic = topicOf(result, smallestGroup);
  if (topic === undefined) return undefined;
  if (topic === 'dontKnow') return { statement: { text: t('prompts.dontKnow', { theme }), claim: noScore } };
  if (topic === 'one')
    return {
      statement: hasAreas(result.units)
        ? { text: t('prompts.oneWithin', { theme }), claim: atMostOneEach }
        : { text: t('prompts.one', { theme }), claim: oneScore },
    };
  const statement = ofFull(texts, result, { theme, standing: topic, smallestGroup }) ?? ofHalf(texts, result, theme);
  return statement && { statement, question: topic.height === 'high' ? 'high' : 'low' };
}

function ofFull(
  texts: Texts,
  { result, units }: ThemeResult,
  { theme, standing, smallestGroup }: { theme: string; standing: Standing; smallestGroup: number },
): Statement | undefined {
  if (result.level !== 'full') return undefined;
  const n = total([result.counts]);
  const counts = units.flatMap((unit) => (unit.result.level === 'full' ? [unit.result.counts] : []));
  const choice = standing.few ? ofFew : ofFigures(result.word);
  return fill(texts, choose(choice[standing.height], { counts, smallestGroup }), {
    theme,
    mean: texts.number(result.mean),
    n,
    scores: scoresText(texts, n),
    spread: spreadText(texts, result.word, hasAreas(units)),
    step: stepsUsed(counts).at(-1) ?? 0,
  });
}

function ofHalf({ t }: Texts, { result, units }: ThemeResult, theme: string): Statement | undefined {
  if (result.level !== 'half') return undefined;
  const { n, half } = result;
  if (hasAreas(units) || half === 'both')
    return { text: t(`prompts.within.${half}`, { theme }), claim: halfWithin[half] };
  if (half === 'upper') return { text: t('prompts.halfUpper', { theme, n }), claim: moreThanHalf('upper') };
  return n % 2 === 0
    ? { text: t('prompts.halfLower', { theme, n }), claim: atLeastHalf('lower') }
    : { text: t('prompts.mostLower', { theme, n }), claim: moreThanHalf('lower') };
}

interface Focus {
  unit: string;
  scores: string;
  mean: string;
}

const focus: Record<StandsOut['why'], Choice<Focus>> = {
  split: {
    more: [
      {
        claim: all(isFurthestApart, spreadIs('split')),
        words: ({ t }, { unit, scores }) => t('prompts.unit.furthest', { unit, scores }),
      },
    ],
    always: { claim: spreadIs('split'), words: ({ t }, { unit, scores }) => t('prompts.unit.split', { unit, scores }) },
  },
  low: {
    more: [{ claim: isLowest, words: ({ t }, blanks) => t('prompts.unit.lowest', { ...blanks }) }],
    always: { claim: isLow, words: ({ t }, blanks) => t('prompts.unit.low', { ...blanks }) },
  },
};

/** Which focus area to begin with, as a prompt. @param unit its name. */
export function focusStatement(
  texts: Texts,
  { why, result, among }: StandsOut,
  { unit, smallestGroup }: { unit: string; smallestGroup: number },
): Statement {
  const { n, mean, counts } = result;
  const answers: Answers = { counts: [counts], smallestGroup, ...amongOf(among) };
  const blanks = { unit, scores: scoresText(texts, n), mean: texts.number(mean) };
  return fill(texts, choose(focus[why], answers), blanks);
}
