import type { Change } from '../domain/change.ts';
import {
  all,
  atLeastHalf,
  atLeastHalfOfEach,
  atMostOneEach,
  bothSides,
  type Claim,
  everyScoreIsTheSame,
  fewScores,
  midwayBetweenSteps,
  moreThanHalf,
  nearestToOneStep,
  noScore,
  oneScore,
  spreadIs,
  stepsUsed,
  total,
} from '../domain/claims.ts';
import { type Half, inTenths, type Published } from '../domain/results.ts';
import type { Summary } from '../domain/round.ts';
import type { Counts } from '../domain/scale.ts';
import { steps } from '../domain/scale.ts';
import type { ChangeSinceLast } from '../domain/trend.ts';
import type { Theme, Wheel } from '../domain/wheel.ts';
import { type Full, type Statement, scoresText, spreadText } from './sentence.ts';
import type { Texts } from './texts.ts';
import { beside } from './together.ts';

/** Results in words, the same on a card and in a report. */

/** What sentences about results are made with: the texts, and the wheel in their language. */
export interface CardTexts {
  texts: Texts;
  wheel: Wheel;
  smallestGroup: number;
}

export function themeOf(wheel: Wheel, themeId: string): Theme {
  const theme = wheel.themes.find(({ id }) => id === themeId);
  if (!theme) throw new Error(`Wheel ${wheel.id} version ${wheel.version} has no theme ${themeId}`);
  return theme;
}

/** A unit's name where themes stand together: with its theme's where another theme has a focus area of that name. */
export function unitTitle({ themes }: Wheel, theme: Theme, unitId: string): string {
  const name = theme.focusAreas.find(({ id }) => id === unitId)?.name;
  if (name === undefined) return theme.name;
  const namesakes = themes.flatMap(({ focusAreas }) => focusAreas).filter((area) => area.name === name);
  return namesakes.length > 1 ? `${theme.name} – ${name}` : name;
}

/** Who made the wheel, in a sentence: its own, or one with the name and address of its source. */
export function creditOf({ t }: Texts, { name: wheel, credit, source: { name, url } }: Wheel): string {
  const source = url === undefined ? name : `${name} (${url.replace(/^https?:\/\//, '').replace(/\/$/, '')})`;
  return credit ?? t('common.sourceLine', { wheel, source });
}

/** One result as lines of a card: figures as far as they are published, and the reason where there are no more. */
export interface ResultLines {
  value: string;
  agreement: string;
  distribution: string;
  /** True where a small group is why there is not more to see. */
  held: boolean;
}

/** @param areas whether it is the result of a theme's several focus areas. */
export function resultLines(cardTexts: CardTexts, result: Published, areas = false): ResultLines {
  const { value, spread } = rowOf(cardTexts, result, areas);
  return {
    value: value.text,
    agreement: spread?.text ?? '',
    distribution: result.level === 'full' ? distribution(cardTexts.texts, result.counts) : '',
    held: result.level === 'half',
  };
}

/** What a row says of a result, and how far apart the answers lie where as many as the smallest group answered. */
export function rowOf(
  cardTexts: CardTexts,
  result: Published,
  areas: boolean,
): { value: Statement; spread?: Statement } {
  const { texts, smallestGroup } = cardTexts;
  const { t } = texts;
  if (result.level !== 'full') return { value: withoutFigures(texts, result, areas) };
  const { n, word, counts } = result;
  const scores = scoresText(texts, total([counts]));
  const spread =
    n < smallestGroup
      ? { text: scores, claim: fewScores }
      : {
          text: t('result.agreement', { scores, spread: spreadText(texts, word, areas) }),
          claim: spreadIs(word),
        };
  return { value: named(cardTexts, result), spread };
}

/** An average with the name of the step that it is nearest to; the number that is shown decides. */
function named({ texts, wheel }: CardTexts, { mean, counts }: Full): Statement {
  const { t, number } = texts;
  const tenths = inTenths(mean);
  const step = Math.round(tenths / 10);
  const blanks = { mean: number(mean), step, name: wheel.steps[step - 1]?.name };
  const n = total([counts]);
  if (n > 1 && stepsUsed([counts]).length === 1)
    return { text: t('result.same', { ...blanks, n }), claim: everyScoreIsTheSame };
  if (tenths % 10 === 5)
    return { text: t('result.midway', { ...blanks, step: step - 1, next: step }), claim: midwayBetweenSteps };
  return { text: t('result.nearest', blanks), claim: nearestToOneStep };
}

function withoutFigures(texts: Texts, result: Exclude<Published, Full>, areas: boolean): Statement {
  const { t } = texts;
  switch (result.level) {
    case 'none':
      return { text: t('result.none'), claim: noScore };
    case 'withheld':
      return areas
        ? { text: t('result.withheldWithin'), claim: atMostOneEach }
        : { text: t('result.withheld'), claim: oneScore };
    case 'half': {
      const { n, half } = result;
      if (areas) return { text: t(`result.halfWithin.${half}`), claim: halfWithin[half] };
      const blanks = { half: t(`result.halves.${half}`), scores: scoresText(texts, n) };
      // Two halves are told as the lower one, so that of an even number it may be no more than half.
      return half === 'lower' && n % 2 === 0
        ? { text: t('result.half.atLeast', blanks), claim: atLeastHalf('lower') }
        : { text: t('result.half.moreThan', blanks), claim: moreThanHalf(half === 'lower' ? 'lower' : 'upper') };
    }
  }
}

/** Of the focus areas of which anything is told. */
export const halfWithin: Record<Half, Claim> = {
  lower: atLeastHalfOfEach('lower'),
  upper: all(atLeastHalfOfEach('upper'), moreThanHalf('upper')),
  both: bothSides,
};

function distribution({ t }: Texts, counts: Counts): string {
  return beside(steps.map((step) => (counts[step - 1] === 0 ? '' : t('result.chose', { n: counts[step - 1], step }))));
}

/** A theme's change since the last round, or a unit's of it. */
export function changeOf({ themes }: ChangeSinceLast, themeId: string, unitId?: string): Change | undefined {
  const theme = themes.find((each) => each.themeId === themeId);
  return unitId === undefined ? theme?.change : theme?.units.find((unit) => unit.unitId === unitId)?.change;
}

/** The picture of the wheel in words. */
export function pictureText({ texts, wheel }: CardTexts, closed: Summary): string {
  const { t } = texts;
  const themes = closed.themes.map(({ themeId, result }) => {
    const named = { theme: themeOf(wheel, themeId).name, value: pictureValue(texts, result) };
    const change = closed.trend && changeOf(closed.trend, themeId);
    return change?.kind === 'told'
      ? t('summary.pictureBefore', { ...named, last: texts.number(change.before) })
      : t('summary.pictureTheme', named);
  });
  return t('summary.picture', { wheel: wheel.name, themes: texts.list(themes) });
}

/** A result as the text beside a picture gives it. */
export function pictureValue({ t, number }: CardTexts['texts'], result: Published): string {
  if (result.level === 'none' || result.level === 'withheld') return t('summary.pictureNone');
  return result.level === 'full' ? number(result.mean) : t(`result.halves.${result.half}`);
}
