import { type List, lists, type Priority, priorities, type RoundResults } from '../domain/priorities.ts';
import { groupsReason } from './groups.ts';
import { reasonFor } from './reasons.ts';
import { type CardTexts, themeOf, unitTitle } from './results.ts';
import type { Statement } from './sentence.ts';

/** Suggested priorities in words, the same words on a card and in a report. */

interface Suggestion extends Priority {
  /** Why it is on the list, in one sentence with its numbers. */
  reason: Statement;
  /** How the groups lie on it, where that is far apart; else empty. */
  groups: string;
  ways: { name: string; text: string }[];
}

/** The lists of suggested priorities that have anything on them, each with its heading. */
export function suggestions(
  cardTexts: CardTexts,
  results: RoundResults,
): { list: List; title: string; items: Suggestion[] }[] {
  const { texts, wheel } = cardTexts;
  const found = priorities(results);
  const round = results.themes.flatMap(({ units }) => units.map(({ result }) => result));
  return lists.flatMap((list) => {
    const items = found[list].map((priority): Suggestion => {
      const unit = unitTitle(wheel, themeOf(wheel, priority.themeId), priority.unitId);
      const reason = reasonFor(texts, priority, { unit, list, smallestGroup: results.smallestGroup, round });
      const theme = results.themes.find(({ themeId }) => themeId === priority.themeId);
      const groups = theme ? groupsReason(cardTexts, theme, priority.unitId) : '';
      return { ...priority, reason, groups, ways: waysToStrengthen(cardTexts, priority, maxWays[list]) };
    });
    return items.length === 0 ? [] : [{ list, title: texts.t(`summary.${list}`), items }];
  });
}

/** What is not begun on now has one to think of, and what goes well needs none. */
const maxWays: Record<List, number> = { shortTerm: 2, talkFirst: 1, longTerm: 1, strengths: 0, otherViews: 0 };

/** Ways stand in the order of the theme's focus areas; the one that belongs to this area comes first. */
function waysToStrengthen({ wheel }: CardTexts, { themeId, unitId }: Priority, most: number): Suggestion['ways'] {
  const { strengthen, focusAreas } = themeOf(wheel, themeId);
  const at = focusAreas.findIndex(({ id }) => id === unitId);
  const chosen = at >= 0 && strengthen.length === focusAreas.length ? strengthen.slice(at, at + 1) : strengthen;
  return (chosen.length > 0 ? chosen : strengthen).slice(0, most);
}
