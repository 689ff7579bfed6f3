import { bounds, type PrivacyTerms, type Round, traceableDays } from '../../domain/round.ts';
import { steps } from '../../domain/scale.ts';
import { type Theme, type Unit, unitsOf } from '../../domain/wheel.ts';
import { groupName } from '../../texts/groups.ts';
import { unmarked } from '../../texts/marks.ts';
import type { CardTexts } from '../../texts/results.ts';
import type { Texts } from '../../texts/texts.ts';
import type { SetupFault } from '../../usecases/round/start.ts';
import { noGroup } from './inputs.ts';

interface Choice {
  title: string;
  value: string;
}

export function progress({ texts, wheel }: CardTexts, themeId: string): string {
  const number = wheel.themes.findIndex(({ id }) => id === themeId) + 1;
  return texts.t('theme.progress', { number, total: wheel.themes.length });
}

/** The units of a theme at the round's depth, told apart by name; empty where the theme itself is the unit. */
export function namedUnits(round: Round, theme: Theme): { unit: Unit; name: string }[] {
  return unitsOf(theme, round.depth).map((unit) => ({ unit, name: unit.id === theme.id ? '' : unit.name }));
}

/** The steps to choose from. @param explained whether each says what it means. */
export function stepChoices(
  { texts: { t }, wheel }: Pick<CardTexts, 'texts' | 'wheel'>,
  { explained }: { explained: boolean },
): Choice[] {
  return steps.map((step) => {
    const { name, description } = wheel.steps[step - 1] ?? { name: '', description: '' };
    const blanks = { step, name, description };
    return { title: explained ? t('theme.stepChoice', blanks) : t('common.stepChoice', blanks), value: String(step) };
  });
}

/** What the steps mean, said once above several choices between them. */
export function stepMeanings({ texts: { t }, wheel }: CardTexts): { name: string; text: string }[] {
  return wheel.steps.map(({ name, description }, i) => ({
    name: t('common.stepChoice', { step: i + 1, name }),
    text: description,
  }));
}

/** The groups of a round to choose from, and last the choice of none. */
export function groupChoices(cardTexts: CardTexts, groups: readonly string[], none: string): Choice[] {
  return [
    ...groups.map((group) => ({ title: groupName(cardTexts, group), value: group })),
    { title: none, value: noGroup },
  ];
}

/** What every card says about itself: its language, and a line for clients that cannot show it. */
export function head({ language, t }: Texts, title: string): { lang: string; fallbackText: string } {
  return { lang: language, fallbackText: unmarked(t('common.cardFallback', { title })) };
}

/** The first of some items that fit into a number of bytes. @param overhead what the elements around each take. */
export function withinBudget<T>(items: readonly T[], { budget, overhead }: { budget: number; overhead: number }): T[] {
  let left = budget;
  return items.filter((item) => {
    left -= Buffer.byteLength(JSON.stringify(item)) + overhead;
    return left >= 0;
  });
}

/** What is wrong with something on the set-up card, with the rule. */
export function settingFault({ t }: Texts, fault: SetupFault): string {
  return t(`setup.fault.${fault}`, { ...bounds.expected, days: bounds.deadlineDays });
}

/** What people are told of a round before they answer it. */
export function privacyNote(
  { t }: Texts,
  privacy: Round['privacy'],
  { smallestGroup, retentionMonths }: PrivacyTerms,
): string {
  const months = t('common.months', { count: retentionMonths });
  return t(`privacyNote.${privacy}`, { smallest: smallestGroup, months, days: traceableDays });
}
