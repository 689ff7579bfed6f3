import { total } from '../domain/claims.ts';
import type { Point, TrendHistory } from '../domain/trend.ts';
import { type CardTexts, pictureValue, resultLines, themeOf } from './results.ts';
import { scoresText } from './sentence.ts';
import type { Texts } from './texts.ts';

/** The rounds of a wheel in words, the same on a card and in a report. */

/** The chart in words: where each line begins and ends. The rows have all its figures. */
export function historyText({ texts, wheel }: CardTexts, { rounds, themes }: TrendHistory): string {
  const { t } = texts;
  const [from, to] = [roundName(texts, rounds, 0), roundName(texts, rounds, rounds.length - 1)];
  const lines = themes.map(({ themeId, points }) => {
    const shown = points.filter(isShown);
    const [first, last] = [shown[0], shown.at(-1)].map((point) => (point ? pictureValue(texts, point.result) : ''));
    const theme = themeOf(wheel, themeId).name;
    if (shown.length < 2) return t('trend.pictureOne', { theme, value: last || t('summary.pictureNone') });
    if (!isWhole(points)) return t('trend.pictureApart', { theme, first, last });
    return t('trend.pictureTheme', { theme, first, last });
  });
  return t('trend.picture', { wheel: wheel.name, from, to, themes: lines.join('; ') });
}

const isShown = ({ result }: Point) => result.level !== 'none' && result.level !== 'withheld';

/** Whether the line is drawn from its first result to its last: a change that is not shown is not told in words either. */
function isWhole(points: readonly Point[]): boolean {
  const after = points.slice(points.findIndex(isShown) + 1, points.findLastIndex(isShown) + 1);
  return after.every(({ change }) => change.kind === 'told');
}

/** The month of a round, its day where two rounds share a month, and its hour where they share a day. */
export function roundName(texts: Texts, rounds: TrendHistory['rounds'], i: number): string {
  const at = rounds[i]?.closedAt ?? 0;
  const shared = (name: (closedAt: number) => string) =>
    rounds.filter(({ closedAt }) => name(closedAt) === name(at)).length > 1;
  if (!shared(texts.month)) return texts.month(at);
  return shared(texts.date) ? texts.moment(at) : texts.date(at);
}

/** A round's name with something of it. A line that began with "25. november" would be read as an item of a list. */
export function roundRow({ t }: Texts, name: string, value: string): string {
  const blanks = { month: name, value };
  return /^\d/.test(name) ? t('trend.dayRow', blanks) : t('trend.row', blanks);
}

/** A theme's result in one round, for the table of all rounds. */
export function roundValue(cardTexts: CardTexts, { result, areas }: Pick<Point, 'result' | 'areas'>): string {
  const { t, number } = cardTexts.texts;
  if (result.level === 'full')
    return t('trend.full', { mean: number(result.mean), scores: scoresText(cardTexts.texts, total([result.counts])) });
  if (result.level === 'none') return t('summary.pictureNone');
  return result.level === 'withheld' ? t('trend.withheld') : resultLines(cardTexts, result, areas).value;
}

/** What to bear in mind with all rounds together. */
export function historyNotes({ t }: Texts, history: TrendHistory): string[] {
  return [
    ...(history.older > 0 ? [t('trend.older', { count: history.older })] : []),
    ...(isBroken(history) ? [t('trend.broken')] : []),
  ];
}

function isBroken({ themes }: TrendHistory): boolean {
  return themes.some(({ points }) => points.slice(1).some(({ change }) => change.kind !== 'told'));
}

/** What to bear in mind with single rounds, newest first. */
export function roundNotes(texts: Texts, rounds: TrendHistory['rounds']): string[] {
  const { t } = texts;
  return rounds
    .flatMap(({ otherDepth, reworded }, i) => {
      const name = roundName(texts, rounds, i);
      return [
        ...(reworded ? [roundRow(texts, name, t('trend.rewordedRound'))] : []),
        ...(otherDepth ? [roundRow(texts, name, t('trend.depthRound'))] : []),
      ];
    })
    .toReversed();
}
