import type { GroupChange } from '../domain/group-changes.ts';
import { type Difference, differenceOf, differenceOn, largestDifferences } from '../domain/perspectives.ts';
import type { GroupResult, ThemeResult } from '../domain/results.ts';
import type { Round } from '../domain/round.ts';
import type { ChangeSinceLast } from '../domain/trend.ts';
import { type CardTexts, themeOf } from './results.ts';
import { beside } from './together.ts';

/** What the groups that people answer as see differently, in words; of those groups alone that may be shown. */

/** As much of a round as is read here. */
type AskedRound = Pick<Round, 'groups' | 'privacy' | 'summary'>;

export function groupName({ wheel }: Pick<CardTexts, 'wheel'>, groupId: string): string {
  return wheel.perspectives?.find(({ id }) => id === groupId)?.name ?? groupId;
}

/** Groups beside each other: "Kommunen 2,9 · Unge 1,8". @param changes since the last round, of some of them. */
export function groupFigures(
  cardTexts: CardTexts,
  groups: readonly Pick<GroupResult, 'groupId' | 'result'>[] = [],
  changes: readonly GroupChange[] = [],
): string {
  const { t, number } = cardTexts.texts;
  return beside(
    groups.map(({ groupId, result }) => {
      const change = changes.find((each) => each.groupId === groupId)?.change;
      const blanks = { group: groupName(cardTexts, groupId), figure: number(result.mean) };
      return change
        ? t('groups.figureSince', { ...blanks, change: shortChange(cardTexts, change) })
        : t('groups.figure', blanks);
    }),
  );
}

/** The changes of a theme's groups that may be told. */
export function groupChangesOf(trend: ChangeSinceLast | undefined, themeId: string): readonly GroupChange[] {
  return trend?.themes.find((theme) => theme.themeId === themeId)?.groups ?? [];
}

function shortChange({ texts: { t, number } }: CardTexts, { tenths }: GroupChange['change']): string {
  if (tenths === 0) return t('summary.same');
  const by = number(Math.abs(tenths) / 10);
  return tenths > 0 ? t('summary.up', { by }) : t('summary.down', { by });
}

/** What the groups of a round see most differently; empty where none can be compared. */
export function largestDifference(cardTexts: CardTexts, { summary }: AskedRound): string {
  const { t, list } = cardTexts.texts;
  const [first, ...others] = largestDifferences(summary?.themes ?? []);
  if (!first) return areCompared(summary) ? t('groups.close') : '';
  const name = (themeId: string) => themeOf(cardTexts.wheel, themeId).name;
  if (others.length === 0) return t('groups.largest', { theme: name(first.themeId), ...blanksOf(cardTexts, first) });
  const { steps } = blanksOf(cardTexts, first);
  // The names of many would take more room than the picture leaves.
  if (others.length > 1) return t('groups.largestOnMany', { number: others.length + 1, steps });
  const themes = list([first, ...others].map(({ themeId }) => name(themeId)));
  return t('groups.largestOn', { themes, steps });
}

/** Whether two groups stand beside each other on any theme. */
function areCompared(summary: Round['summary']): boolean {
  return summary?.themes.some(({ groups = [] }) => groups.length > 1) ?? false;
}

/** How the groups lie on a theme, or on one of its units, as a reason for talking; empty where they lie close. */
export function groupsReason(cardTexts: CardTexts, theme: Pick<ThemeResult, 'groups'>, unitId?: string): string {
  const found = unitId === undefined ? differenceOf(theme.groups) : differenceOn(theme, unitId);
  return found ? cardTexts.texts.t('groups.apart', blanksOf(cardTexts, found)) : '';
}

/** What a theme's thread is asked about the groups; empty where they lie close. */
export function groupsPrompt(cardTexts: CardTexts, theme: Pick<ThemeResult, 'groups'>): string {
  const found = differenceOf(theme.groups);
  return found ? cardTexts.texts.t('groups.prompt', blanksOf(cardTexts, found)) : '';
}

function blanksOf(cardTexts: CardTexts, { tenths, low, high }: Difference) {
  const { number, list } = cardTexts.texts;
  const names = (figures: Difference['low']) => list(figures.map(({ groupId }) => groupName(cardTexts, groupId)));
  const mean = (figures: Difference['low']) => number(figures[0]?.mean ?? 0);
  return { low: names(low), high: names(high), lowMean: mean(low), highMean: mean(high), steps: number(tenths / 10) };
}

/** Why groups are missing beside the others; empty where none is, and where nobody was asked. */
export function groupsNote({ texts: { t } }: CardTexts, { groups, privacy, summary }: AskedRound): string {
  if (!groups || !summary || summary.people === 0) return '';
  if (!areCompared(summary)) return t(`groups.none.${privacy}`);
  const all = summary.themes.every((theme) => (theme.groups ?? []).length === groups.length);
  return all || privacy === 'open' ? '' : t('groups.held', { smallest: summary.smallestGroup });
}
