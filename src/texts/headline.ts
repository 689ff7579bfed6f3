import { all, type Claim, fewScores, isHigh, isHighest, isLow, moreThanHalf, spreadIs } from '../domain/claims.ts';
import { type List, type Priority, priorities, type RoundResults } from '../domain/priorities.ts';
import { type CardTexts, themeOf, unitTitle } from './results.ts';
import { amongOf, type Statement } from './sentence.ts';

/** A sentence of the headline, with what it is about. */
export interface HeadlineStatement extends Statement {
  list: List;
  priority: Priority;
}

/** What a round came to in words that can be repeated: the strongest, where to begin, and what to talk about first. */
export function headline(cardTexts: CardTexts, round: RoundResults): HeadlineStatement[] {
  const found = priorities(round);
  const first = (list: List): HeadlineStatement[] =>
    found[list]
      .slice(0, 1)
      .map((priority) => ({ ...statementOf(cardTexts, round, { list, priority }), list, priority }));
  const main = [...first('strengths'), ...first('shortTerm'), ...first('talkFirst')];
  const next = found.shortTerm.length + found.talkFirst.length === 0 ? [...main, ...first('longTerm')] : main;
  return next.length > 0 ? next : first('otherViews');
}

function statementOf(
  cardTexts: CardTexts,
  round: RoundResults,
  { list, priority }: { list: List; priority: Priority },
): Statement {
  const { t } = cardTexts.texts;
  const name = named(cardTexts, priority);
  const { few } = priority.standing;
  switch (list) {
    case 'strengths':
      return strongest(cardTexts, round, priority);
    case 'shortTerm':
      return { text: t('headline.begin', { name }), claim: isLow };
    case 'talkFirst':
      return few
        ? { text: t('headline.talkFew', { name }), claim: fewScores }
        : { text: t('headline.talkSpread', { name }), claim: spreadIs('split') };
    case 'longTerm':
      return { text: t('headline.plan', { name }), claim: always };
    case 'otherViews':
      return few
        ? { text: t('headline.viewsFew', { name }), claim: fewScores }
        : { text: t('headline.viewsSpread', { name }), claim: spreadIs('split') };
  }
}

/** It recommends and says nothing of the answers. */
const always: Claim = () => true;

/** Alone at the top it is the strongest; beside another as high, or where something is held back, it is a strength. */
function strongest(cardTexts: CardTexts, { themes, smallestGroup }: RoundResults, priority: Priority): Statement {
  const { t } = cardTexts.texts;
  const name = named(cardTexts, priority);
  const { result } = priority;
  const among = amongOf(themes.flatMap(({ units }) => units.map((unit) => unit.result)));
  const claim = all(isHigh, isHighest);
  if (result.level === 'full' && claim({ counts: [result.counts], smallestGroup, ...among }))
    return { text: t('headline.strongest', { name }), claim };
  return { text: t('headline.strength', { name }), claim: result.level === 'full' ? isHigh : moreThanHalf('upper') };
}

function named({ texts, wheel }: CardTexts, { themeId, unitId, result }: Priority): string {
  const name = unitTitle(wheel, themeOf(wheel, themeId), unitId);
  return result.level === 'full' ? texts.t('headline.named', { name, mean: texts.number(result.mean) }) : name;
}
