import { type JointScore, themeJointScore } from '../../domain/joint-score.ts';
import { hasAreas, type ThemeResult } from '../../domain/results.ts';
import type { Round, Summary } from '../../domain/round.ts';
import { changeText, sinceText } from '../../texts/change.ts';
import { agreedTheme, jointScoreText } from '../../texts/joint-score.ts';
import { type CardTexts, changeOf, resultLines, themeOf, unitTitle } from '../../texts/results.ts';
import { beside } from '../../texts/together.ts';
import { unitLines } from '../round/theme-result-view.ts';
import { stepsOn } from './summary-rows.ts';

/** Everything that is published of one theme or focus area. */
interface FigureLines {
  name: string;
  value: string;
  /** How it changed and what the team has agreed on. */
  beside: string;
  /** How many chose what, and how far apart the answers lie. */
  agreement: string;
}

interface Shown {
  closed: Summary;
  jointScores: readonly JointScore[];
}

/** All figures of a round. @param themes whether a theme of several focus areas comes before them. */
export function allFigures(
  cardTexts: CardTexts,
  round: Round,
  { themes, ...shown }: Shown & { themes: boolean },
): FigureLines[] {
  return shown.closed.themes.flatMap((told) => [
    ...(themes && hasAreas(told.units) ? [wholeTheme(cardTexts, round, { ...shown, told })] : []),
    ...unitFigures(cardTexts, round, { ...shown, told }),
  ]);
}

function wholeTheme(
  cardTexts: CardTexts,
  round: Round,
  { closed, jointScores, told: { themeId, result } }: Shown & { told: ThemeResult },
): FigureLines {
  const { value, agreement } = resultLines(cardTexts, result, true);
  const agreed = themeJointScore(stepsOn(jointScores, themeId), round.units[themeId] ?? []);
  return {
    name: themeOf(cardTexts.wheel, themeId).name,
    value,
    beside: beside([changeSince(cardTexts, closed, { themeId }), agreedTheme(cardTexts.texts, result, agreed)]),
    agreement,
  };
}

function unitFigures(
  cardTexts: CardTexts,
  round: Round,
  { closed, jointScores, told }: Shown & { told: ThemeResult },
): FigureLines[] {
  const { themeId } = told;
  const theme = themeOf(cardTexts.wheel, themeId);
  const steps = stepsOn(jointScores, themeId);
  return unitLines(cardTexts, round, { result: told }).map(({ unitId, value, agreement, distribution, dontKnow }) => {
    const step = steps[unitId];
    const agreed = step === undefined ? '' : jointScoreText(cardTexts.texts, { kind: 'step', score: step });
    return {
      name: unitTitle(cardTexts.wheel, theme, unitId),
      value,
      beside: beside([changeSince(cardTexts, closed, { themeId, unitId }), agreed]),
      agreement: beside([agreement, distribution, dontKnow]),
    };
  });
}

/** A theme's change in words, or a unit's of it. */
function changeSince(
  { texts }: CardTexts,
  { trend, closedAt }: Summary,
  { themeId, unitId }: { themeId: string; unitId?: string },
): string {
  const change = trend && changeOf(trend, themeId, unitId);
  return change ? changeText(texts, change, sinceText(texts, trend.since, closedAt)) : '';
}
