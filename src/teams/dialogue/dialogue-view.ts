import { standsOut } from '../../domain/dialogue.ts';
import type { ThemeResult } from '../../domain/results.ts';
import type { Summary } from '../../domain/round.ts';
import { groupsPrompt } from '../../texts/groups.ts';
import { focusStatement, promptOf } from '../../texts/prompts.ts';
import { type CardTexts, themeOf, unitTitle } from '../../texts/results.ts';
import { message } from '../cards/message.ts';
import type { Card } from '../cards/templates.ts';

/** What a theme's thread is asked to talk about when its round is closed. */
export function dialogue(cardTexts: CardTexts, { themes, smallestGroup }: Summary, themeId: string): Card {
  const { texts, wheel } = cardTexts;
  const { t } = texts;
  const result = themes.find((each) => each.themeId === themeId);
  const lines = result ? prompts(cardTexts, result, smallestGroup) : [];
  const title = t('prompts.title', { theme: themeOf(wheel, themeId).name });
  return message(texts, { title, lines: [...lines, t('prompts.hint')] });
}

/** Up to three: by how the group answered and, where something more can be asked, by focus area or theme, and by what groups see differently. */
function prompts(cardTexts: CardTexts, result: ThemeResult, smallestGroup: number): string[] {
  const prompt = promptOf(cardTexts, result, smallestGroup);
  if (!prompt) return [];
  const { statement, question } = prompt;
  const { dialogue } = themeOf(cardTexts.wheel, result.themeId);
  const more = question && (focusArea(cardTexts, result, smallestGroup) ?? dialogue?.[question]);
  const groups = groupsPrompt(cardTexts, result);
  return [statement.text, ...(more ? [more] : []), ...(groups === '' ? [] : [groups])];
}

function focusArea({ texts, wheel }: CardTexts, result: ThemeResult, smallestGroup: number): string | undefined {
  const found = standsOut(result, smallestGroup);
  if (!found) return undefined;
  const unit = unitTitle(wheel, themeOf(wheel, result.themeId), found.unitId);
  return focusStatement(texts, found, { unit, smallestGroup }).text;
}
