import { type List, lists, type Priorities, type Priority } from '../domain/priorities.ts';
import type { Published, ThemeResult } from '../domain/results.ts';
import type { Summary } from '../domain/round.ts';
import type { Change, ChangeSinceLast } from '../domain/trend.ts';
import type { Theme, Wheel } from '../domain/wheel.ts';
import type { Texts } from './texts.ts';

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

/** The name and address of who made the wheel. */
export function sourceOf({ source: { name, url } }: Wheel): string {
  return url === undefined ? name : `${name} (${url.replace(/^https?:\/\//, '').replace(/\/$/, '')})`;
}

/** One result as lines of a card: figures as far as they are published, and the reason where there are no more. */
export interface ResultLines {
  value: string;
  agreement: string;
  distribution: string;
  /** True where a small group is why there is not more to see. */
  held: boolean;
}

export function resultLines({ texts, wheel, smallestGroup }: CardTexts, result: ThemeResult['result']): ResultLines {
  const { t, number } = texts;
  const nothing = { agreement: '', distribution: '', held: false };
  switch (result.level) {
    case 'none':
      return { ...nothing, value: t('result.none') };
    case 'withheld':
      return { ...nothing, value: t('result.withheld') };
    case 'half': {
      const half = t(`result.halves.${result.half}`);
      return { ...nothing, value: t('result.half', { half, n: result.n }), held: true };
    }
    case 'full': {
      const { mean, step, n, word, counts } = result;
      const [c1, c2, c3, c4] = counts;
      return {
        value: t('result.full', { mean: number(mean), name: wheel.steps[step - 1]?.name }),
        // A handful in an open round has figures, and is too small to be called split or agreed.
        agreement:
          n < smallestGroup ? t('result.alone', { n }) : t('result.agreement', { word: t(`result.words.${word}`), n }),
        distribution: t('result.distribution', { c1, c2, c3, c4 }),
        held: false,
      };
    }
  }
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

export interface Suggestion {
  /** Why it is on the list, in one sentence with its numbers. */
  reason: string;
  ways: { name: string; text: string }[];
}

/** The lists of suggested priorities that have anything on them, each with its heading. */
export function suggestions(
  cardTexts: CardTexts,
  priorities: Priorities,
): { list: List; title: string; items: Suggestion[] }[] {
  return lists.flatMap((list) => {
    const items = priorities[list];
    if (items.length === 0) return [];
    // A split theme is talked about before ways are chosen; it has them where it is listed again, under long term.
    const ways = list === 'shortTerm' || list === 'longTerm' ? maxWays : 0;
    return [
      {
        list,
        title: cardTexts.texts.t(`summary.${list}`),
        items: items.map((item) => ({
          reason: reason(cardTexts, list, item),
          ways: waysToStrengthen(cardTexts, item, ways),
        })),
      },
    ];
  });
}

const maxWays = 2;

/** Ways stand in the order of the theme's focus areas; the one that belongs to this area comes first. */
function waysToStrengthen({ wheel }: CardTexts, { themeId, unitId }: Priority, most: number): Suggestion['ways'] {
  const { strengthen, focusAreas } = themeOf(wheel, themeId);
  const at = focusAreas.findIndex(({ id }) => id === unitId);
  const chosen = at >= 0 && strengthen.length === focusAreas.length ? strengthen.slice(at, at + 1) : strengthen;
  return (chosen.length > 0 ? chosen : strengthen).slice(0, most);
}

/** Why something is on a list, in one sentence with its numbers. */
export function reason(cardTexts: CardTexts, list: List, { themeId, unitId, pattern, result }: Priority): string {
  const { texts, wheel } = cardTexts;
  const { t, number } = texts;
  const theme = themeOf(wheel, themeId);
  const unit = unitTitle(wheel, theme, unitId);
  if (result.level === 'half') {
    const where = t('reason.where.half', { unit, half: t(`result.halves.${result.half}`), n: result.n });
    if (pattern === 'lowAgreed') return t('reason.lowAgreed.few', { where });
    return list === 'longTerm' ? t('reason.highLowest.few', { where }) : t('reason.highAgreed.few', { where });
  }
  // No agreement word below the smallest group.
  if (result.n < cardTexts.smallestGroup) {
    const few = t('reason.where.few', { unit, mean: number(result.mean), n: result.n });
    if (pattern === 'lowAgreed') return t('reason.lowAgreed.few', { where: few });
    if (pattern === 'middle') return t('reason.middle.few', { where: few });
    return list === 'longTerm'
      ? t('reason.highLowest.few', { where: few })
      : t('reason.highAgreed.few', { where: few });
  }
  const where = t('reason.where.full', { unit, mean: number(result.mean) });
  const figures = { where, n: result.n, word: t(`result.words.${result.word}`) };
  if (pattern === 'lowAgreed' && result.word === 'partly') return t('reason.lowAgreed.partly', figures);
  if (list === 'longTerm' && pattern === 'lowSplit') return t('reason.lowSplitLong.full', figures);
  if (list === 'longTerm' && pattern !== 'middle') return t('reason.highLowest.full', figures);
  return t(`reason.${pattern}.full`, figures);
}
