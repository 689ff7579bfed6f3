import { type List, lists, type Priorities, type Priority } from '../domain/priorities.ts';
import type { Published, ThemeResult } from '../domain/results.ts';
import type { Summary } from '../domain/round.ts';
import type { Change, ChangeSinceLast } from '../domain/trend.ts';
import type { Theme, Wheel } from '../domain/wheel.ts';
import type { Texts } from './texts.ts';

/** Results in words, the same words on a card and in a report. */

/** What results are told with: the words, and the wheel in their language. */
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

/** The lines that tell one result: figures as far as they are published, and why there are no more. */
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
    const told = { theme: themeOf(wheel, themeId).name, value: pictureValue(texts, result) };
    const change = closed.trend && changeOf(closed.trend, themeId);
    return change?.kind === 'told'
      ? t('summary.pictureBefore', { ...told, last: texts.number(change.before) })
      : t('summary.pictureTheme', told);
  });
  return t('summary.picture', { wheel: wheel.name, themes: texts.list(themes) });
}

/** A result as the words beside a picture tell it. */
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
    // What is split is talked about before anything is chosen; its ways stand where it is listed again, under long term.
    const ways = list === 'shortTerm' || list === 'longTerm' ? mostWays : 0;
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

const mostWays = 2;

/** Ways stand in the order of the theme's focus areas; the one that belongs to this area comes first. */
function waysToStrengthen({ wheel }: CardTexts, { themeId, unitId }: Priority, most: number): Suggestion['ways'] {
  const { strengthen, focusAreas } = themeOf(wheel, themeId);
  const own = focusAreas.findIndex(({ id }) => id === unitId);
  const chosen = own >= 0 && strengthen.length === focusAreas.length ? strengthen.slice(own, own + 1) : strengthen;
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
  const told = { where, n: result.n, word: t(`result.words.${result.word}`) };
  if (pattern === 'lowAgreed' && result.word === 'partly') return t('reason.lowAgreed.partly', told);
  if (list === 'longTerm' && pattern === 'lowSplit') return t('reason.lowSplitLong.full', told);
  if (list === 'longTerm' && pattern !== 'middle') return t('reason.highLowest.full', told);
  return t(`reason.${pattern}.full`, told);
}
