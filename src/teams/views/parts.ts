import type { ThemeResult } from '../../domain/results.ts';
import { bounds, type Round, type Terms, traceableDays } from '../../domain/round.ts';
import { type Theme, type Unit, unitsOf, type Wheel } from '../../domain/wheel.ts';
import type { Texts } from '../../texts/texts.ts';
import type { SetupFault } from '../../usecases/start.ts';

/** What every view needs: the words, and the wheel in their language. */
export interface Look {
  texts: Texts;
  wheel: Wheel;
  smallestGroup: number;
}

export function themeOf(wheel: Wheel, themeId: string): Theme {
  const theme = wheel.themes.find(({ id }) => id === themeId);
  if (!theme) throw new Error(`Wheel ${wheel.id} version ${wheel.version} has no theme ${themeId}`);
  return theme;
}

export function progress({ texts, wheel }: Look, themeId: string): string {
  const number = wheel.themes.findIndex(({ id }) => id === themeId) + 1;
  return texts.t('theme.progress', { number, total: wheel.themes.length });
}

/** The units of a theme at the round's depth, told apart by name; empty where the theme itself is the unit. */
export function namedUnits(round: Round, theme: Theme): { unit: Unit; name: string }[] {
  return unitsOf(theme, round.depth).map((unit) => ({ unit, name: unit.id === theme.id ? '' : unit.name }));
}

/** A unit's name where themes stand together: with its theme's where another theme has a focus area of that name. */
export function unitTitle({ themes }: Wheel, theme: Theme, unitId: string): string {
  const name = theme.focusAreas.find(({ id }) => id === unitId)?.name;
  if (name === undefined) return theme.name;
  const namesakes = themes.flatMap(({ focusAreas }) => focusAreas).filter((area) => area.name === name);
  return namesakes.length > 1 ? `${theme.name} – ${name}` : name;
}

/** What every card says about itself: its language, and a line for clients that cannot show it. */
export function head({ language, t }: Texts, title: string): { lang: string; fallbackText: string } {
  return { lang: language, fallbackText: t('common.cardFallback', { title }) };
}

/** The first of some items that fit into a number of bytes. @param around what the elements around each take. */
export function withinBudget<T>(items: readonly T[], { budget, around }: { budget: number; around: number }): T[] {
  let left = budget;
  return items.filter((item) => {
    left -= Buffer.byteLength(JSON.stringify(item)) + around;
    return left >= 0;
  });
}

/** The lines that tell one result: figures as far as they are published, and why there are no more. */
export interface ResultLines {
  value: string;
  agreement: string;
  distribution: string;
  /** True where a small group is why there is not more to see. */
  held: boolean;
}

export function resultLines({ texts, wheel, smallestGroup }: Look, result: ThemeResult['result']): ResultLines {
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

/** What is wrong with something on the set-up card, with the rule. */
export function settingFault({ t }: Texts, fault: SetupFault): string {
  return t(`setup.fault.${fault}`, { ...bounds.expected, days: bounds.deadlineDays });
}

/** What people are told of a round before they answer it. */
export function privacyNote(
  { t }: Texts,
  privacy: Round['privacy'],
  { smallestGroup, retentionMonths }: Terms,
): string {
  const months = t('common.months', { count: retentionMonths });
  return t(`privacyNote.${privacy}`, { smallest: smallestGroup, months, days: traceableDays });
}
