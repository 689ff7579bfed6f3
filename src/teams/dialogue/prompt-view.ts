import { type DialoguePattern, dialoguePattern, standsOut } from '../../domain/dialogue.ts';
import type { Published, ThemeResult } from '../../domain/results.ts';
import type { Summary } from '../../domain/round.ts';
import type { Theme } from '../../domain/wheel.ts';
import { type CardTexts, themeOf, unitTitle } from '../../texts/results.ts';
import { message } from '../cards/message.ts';
import type { Card } from '../cards/templates.ts';

/** What a theme's thread is asked to talk about when its round is closed. */
export function prompt(cardTexts: CardTexts, { themes, smallestGroup }: Summary, themeId: string): Card {
  const { texts, wheel } = cardTexts;
  const { t } = texts;
  const theme = themeOf(wheel, themeId);
  const told = themes.find((each) => each.themeId === themeId);
  const lines = told ? prompts(cardTexts, theme, told, smallestGroup) : [];
  return message(texts, [...lines, t('prompts.hint')], t('prompts.title', { theme: theme.name }));
}

/** One or two: by how the group answered and, where something more can be asked, by focus area or theme. */
function prompts(cardTexts: CardTexts, theme: Theme, told: ThemeResult, smallestGroup: number): string[] {
  const pattern = dialoguePattern(told, smallestGroup);
  if (!pattern) return [];
  const asked = question[pattern];
  const more = asked && (focus(cardTexts, theme, told, smallestGroup) ?? theme.dialogue?.[asked]);
  return [promptText(cardTexts, theme.name, pattern, told.result), ...(more ? [more] : [])];
}

/** Which of a theme's own questions belongs to a pattern; none where nothing is known of how the theme stands. */
const question: Partial<Record<DialoguePattern, 'low' | 'high'>> = {
  lowAgreed: 'low',
  lowSplit: 'low',
  middleAgreed: 'low',
  middleSplit: 'low',
  highAgreed: 'high',
  highSplit: 'high',
  fewLow: 'low',
  fewMiddle: 'low',
  fewHigh: 'high',
};

function promptText({ texts }: CardTexts, theme: string, pattern: DialoguePattern, result: Published): string {
  const { t, number } = texts;
  const mean = result.level === 'full' ? number(result.mean) : '';
  return t(`prompts.${pattern}`, { theme, mean, n: result.n });
}

function focus(
  { texts, wheel }: CardTexts,
  theme: Theme,
  told: ThemeResult,
  smallestGroup: number,
): string | undefined {
  const found = standsOut(told, smallestGroup);
  if (!found) return undefined;
  const { unitId, why, n, mean } = found;
  const unit = unitTitle(wheel, theme, unitId);
  return texts.t(`prompts.unit.${why}`, { unit, n, mean: texts.number(mean) });
}
