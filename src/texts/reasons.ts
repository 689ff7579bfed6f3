import {
  type Answers,
  all,
  atLeastHalf,
  bothSides,
  everyScoreIs,
  everyScoreIsTheSame,
  fewScores,
  isHigh,
  isLow,
  isLowest,
  moreThanHalf,
  notAtTheTop,
  nothingIsLow,
  oneScore,
  spreadIs,
  stepsUsed,
  twoHalves,
} from '../domain/claims.ts';
import type { List, Priority } from '../domain/priorities.ts';
import type { Published } from '../domain/results.ts';
import { amongOf, type Choice, choose, fill, type Sentence, type Statement, scoresText } from './sentence.ts';
import type { Texts } from './texts.ts';

/** Why something is on a list of suggested priorities, in one sentence with its numbers. */

interface Blanks {
  unit: string;
  /** That the unit is at its average, and how many scores that is of; empty where no average is told. */
  where: string;
  whereFew: string;
  n: number;
  /** The lowest and the highest step that was chosen. */
  from: number;
  to: number;
}

type Reason = Sentence<Blanks>;

const beginSame: Reason = {
  claim: all(everyScoreIsTheSame, everyScoreIs('lower')),
  words: ({ t }, { n, unit, to }) => t('reason.beginSame', { n, unit, step: to }),
};
const beginWithin: Reason = {
  claim: all(isLow, everyScoreIs('lower')),
  words: ({ t }, { where }) => t('reason.beginWithin', { where }),
};
const beginClose: Reason = {
  claim: all(isLow, spreadIs('agreed')),
  words: ({ t }, { where }) => t('reason.beginClose', { where }),
};
const beginMost: Reason = {
  claim: all(isLow, moreThanHalf('lower')),
  words: ({ t }, { where }) => t('reason.beginMost', { where }),
};

const talkHalves: Reason = {
  claim: all(twoHalves, spreadIs('split')),
  words: ({ t }, { where }) => t('reason.talkHalves', { where }),
};
const talkSpread: Reason = {
  claim: all(bothSides, spreadIs('split')),
  words: ({ t }, { where, from, to }) => t('reason.talkSpread', { where, from, to }),
};
const talkFew: Reason = { claim: fewScores, words: ({ t }, { whereFew: where }) => t('reason.talkFew', { where }) };
const talkOne: Reason = { claim: oneScore, words: ({ t }, { unit }) => t('reason.talkOne', { unit }) };
const talkHalf: Reason = {
  claim: atLeastHalf('lower'),
  words: ({ t }, { n, unit }) => t('reason.talkHalf', { n, unit }),
};
const talkMost: Reason = {
  claim: moreThanHalf('lower'),
  words: ({ t }, { n, unit }) => t('reason.talkMost', { n, unit }),
};

const planHalves: Reason = { claim: twoHalves, words: ({ t }, { where }) => t('reason.planHalves', { where }) };
const planSides: Reason = { claim: bothSides, words: ({ t }, { where }) => t('reason.planSides', { where }) };

const raiseLowest: Reason = {
  claim: all(isHigh, notAtTheTop, nothingIsLow, isLowest),
  words: ({ t }, { where }) => t('reason.raiseLowest', { where }),
};
const raiseGood: Reason = {
  claim: all(isHigh, notAtTheTop, nothingIsLow),
  words: ({ t }, { where }) => t('reason.raiseGood', { where }),
};
const raise: Reason = { claim: all(isHigh, notAtTheTop), words: ({ t }, { where }) => t('reason.raise', { where }) };

const keepSame: Reason = {
  claim: all(everyScoreIsTheSame, everyScoreIs('upper')),
  words: ({ t }, { n, unit, to }) => t('reason.keepSame', { n, unit, step: to }),
};
const keepWithin: Reason = {
  claim: all(isHigh, everyScoreIs('upper')),
  words: ({ t }, { where }) => t('reason.keepWithin', { where }),
};
const keepClose: Reason = {
  claim: all(isHigh, spreadIs('agreed')),
  words: ({ t }, { where }) => t('reason.keepClose', { where }),
};
const keepMost: Reason = {
  claim: all(isHigh, moreThanHalf('upper')),
  words: ({ t }, { where }) => t('reason.keepMost', { where }),
};
const keepHalf: Reason = {
  claim: moreThanHalf('upper'),
  words: ({ t }, { n, unit }) => t('reason.keepHalf', { n, unit }),
};

const viewsSpread: Reason = {
  claim: all(isHigh, spreadIs('split')),
  words: ({ t }, { where, from, to }) => t('reason.viewsSpread', { where, from, to }),
};
const viewsFew: Reason = { claim: fewScores, words: ({ t }, { whereFew: where }) => t('reason.viewsFew', { where }) };
const viewsOne: Reason = { claim: oneScore, words: ({ t }, { unit }) => t('reason.viewsOne', { unit }) };

const ofFigures: Record<List, Choice<Blanks>> = {
  shortTerm: { more: [beginSame, beginWithin, beginClose], always: beginMost },
  talkFirst: { more: [talkHalves], always: talkSpread },
  longTerm: { more: [planHalves], always: planSides },
  strengths: { more: [keepSame, keepWithin, keepClose], always: keepMost },
  otherViews: { more: [], always: viewsSpread },
};
/** Where few answered no sentence says how far apart the answers lie. */
const ofFew: Record<List, Choice<Blanks>> = {
  ...ofFigures,
  shortTerm: { more: [beginSame, beginWithin], always: beginMost },
  talkFirst: { more: [talkOne], always: talkFew },
  strengths: { more: [keepSame, keepWithin], always: keepMost },
  otherViews: { more: [viewsOne], always: viewsFew },
};
const toRaise: Choice<Blanks> = { more: [raiseLowest, raiseGood], always: raise };

interface Place {
  /** The name of what is on the list. */
  unit: string;
  list: List;
  smallestGroup: number;
  /** All results of the round, for what is said of one beside the others. */
  round: readonly Published[];
}

export function reasonFor(
  texts: Texts,
  { result, standing }: Priority,
  { unit, list, smallestGroup, round }: Place,
): Statement {
  if (result.level === 'half') {
    const ofHalf = result.half === 'upper' ? keepHalf : result.n % 2 === 0 ? talkHalf : talkMost;
    return fill(texts, ofHalf, { unit, where: '', whereFew: '', n: result.n, from: 0, to: 0 });
  }
  const { mean, counts } = result;
  const answers: Answers = { counts: [counts], smallestGroup, ...amongOf(round) };
  const choice =
    list === 'longTerm' && standing.height === 'high' ? toRaise : standing.few ? ofFew[list] : ofFigures[list];
  const steps = stepsUsed([counts]);
  const figures = { unit, mean: texts.number(mean), scores: scoresText(texts, result.n) };
  return fill(texts, choose(choice, answers), {
    unit,
    where: texts.t('reason.where', figures),
    whereFew: texts.t('reason.whereFew', figures),
    n: result.n,
    from: steps.at(0) ?? 0,
    to: steps.at(-1) ?? 0,
  });
}
