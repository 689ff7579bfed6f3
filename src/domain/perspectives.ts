import type { Answer, AnswersAs } from './answer.ts';
import {
  countsIn,
  type Full,
  type GroupResult,
  inTenths,
  type PublishRule,
  publish,
  type ThemeResult,
  themeResult,
} from './results.ts';
import { type Counts, perStep } from './scale.ts';

/**
 * What the groups that people answer as came to. What leaves this file may be published: no group that is held back is
 * in it, nor anything that one could be worked out from (docs/decisions/0025).
 */

/** Whom each person answers as by what they said last, null where they would rather not say; others said nothing. */
export function groupsOf(answers: readonly Pick<Answer, 'person' | 'answersAs'>[]): Map<string, string | null> {
  const byPerson = Map.groupBy(answers, ({ person }) => person);
  return new Map([...byPerson].flatMap(([person, own]) => entry(person, lastSaid(own))));
}

function entry(person: string, said: AnswersAs | undefined): [string, string | null][] {
  return said ? [[person, said.group]] : [];
}

/** What one person said last of whom they answer as, in whichever of their answers in a round; undefined for nothing. */
export function lastSaid(own: readonly Pick<Answer, 'answersAs'>[]): AnswersAs | undefined {
  return own.flatMap(({ answersAs }) => (answersAs ? [answersAs] : [])).toSorted((a, b) => b.at - a.at)[0];
}

/** An answer with whom the person says that they answer as: their latest word in the round from here on. */
export function answeringAs(
  answer: Answer,
  group: string | null,
  { said, now }: { said: AnswersAs | undefined; now: number },
): Answer {
  return { ...answer, answersAs: { group, at: Math.max(now, (said?.at ?? 0) + 1) } };
}

/** Whether everybody who answered has said whom they answer as, or that they would rather not. */
export function everyoneSaid(answers: readonly Pick<Answer, 'person' | 'answersAs'>[]): boolean {
  const said = groupsOf(answers);
  return answers.every(({ person }) => said.has(person));
}

interface Asked {
  /** The groups of the round, in the wheel's order. */
  groups: readonly string[];
  answers: readonly Pick<Answer, 'person' | 'themeId' | 'scores' | 'answersAs'>[];
  rule: PublishRule;
}

/** The results of a round's themes, with those of the groups that may be shown. */
export function withGroups(themes: readonly ThemeResult[], { groups, answers, rule }: Asked): ThemeResult[] {
  if (groups.length === 0) return [...themes];
  const groupOf = groupsOf(answers);
  return themes.map((theme) => {
    const given = answers.filter(({ themeId }) => themeId === theme.themeId);
    const scoresOf = (group?: string) =>
      given.filter(({ person }) => group === undefined || groupOf.get(person) === group).map(({ scores }) => scores);
    // A unit that nobody scored is no part of the theme's result.
    const units = theme.units.flatMap(({ unitId, result }) => (result.level === 'none' ? [] : [unitId]));
    const countsOf = (group?: string) => units.map((unitId) => countsIn(scoresOf(group), unitId));
    const parts = groups.map((groupId) => ({ groupId, counts: countsOf(groupId) }));
    const shown = shownOf(parts, countsOf(), rule).flatMap((part) => resultOf(part, units));
    return shown.length > 0 ? { ...theme, groups: shown } : theme;
  });
}

/** How many of a group chose each step of each unit. */
interface Part {
  groupId: string;
  counts: readonly Counts[];
}

/**
 * The groups that may be shown. Whatever is added to them or subtracted from all, in each unit it is of nobody or of the
 * smallest group at least.
 */
function shownOf(parts: readonly Part[], all: readonly Counts[], { privacy, smallestGroup }: PublishRule): Part[] {
  if (privacy === 'open') return parts.filter(({ counts }) => sizeOf(counts) > 0);
  let shown = parts.filter(({ counts }) => counts.every((each) => total(each) >= smallestGroup));
  const rest = () => all.map((each, unit) => total(each) - shown.reduce((sum, part) => sum + partOf(part, unit), 0));
  while (shown.length > 0 && rest().some((left) => left > 0 && left < smallestGroup)) {
    const fewest = Math.min(...shown.map(({ counts }) => sizeOf(counts)));
    const heldBack = shown.findLast(({ counts }) => sizeOf(counts) === fewest);
    shown = shown.filter((part) => part !== heldBack);
  }
  // Everybody in one group is what the theme's own result is.
  return shown.length === 1 && rest().every((left) => left === 0) ? [] : shown;
}

function partOf({ counts }: Part, unit: number): number {
  const of = counts[unit];
  return of ? total(of) : 0;
}

function total(counts: Counts): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function sizeOf(counts: readonly Counts[]): number {
  return counts.reduce((sum, each) => sum + total(each), 0);
}

/** What a group that may be shown came to; of an open round perhaps in some of the units alone. */
function resultOf({ groupId, counts }: Part, unitIds: readonly string[]): GroupResult[] {
  const units = unitIds.flatMap((unitId, i) => {
    const result = publish(counts[i] ?? perStep(() => 0), { privacy: 'open', smallestGroup: 1 });
    return result.level === 'full' ? [{ unitId, result }] : [];
  });
  const result = themeResult(units);
  return result.level === 'full' ? [{ groupId, result, units }] : [];
}

/** How far apart the groups lie on something. */
export interface Difference {
  /** In tenths of a step, as people read them. */
  tenths: number;
  /** Those with the lowest average, and with the highest, in the wheel's order; not all groups are in one of them. */
  low: GroupFigure[];
  high: GroupFigure[];
}

/** A group's average. */
interface GroupFigure {
  groupId: string;
  mean: number;
}

/** Less than half a step is not worth a sentence. */
const worthTelling = 5;

/** How far apart groups lie that may be shown; undefined where they lie close, or there are no two. */
export function differenceOf(groups: readonly { groupId: string; result: Full }[] = []): Difference | undefined {
  if (groups.length < 2) return undefined;
  const figures = groups.map(({ groupId, result: { mean } }): GroupFigure => ({ groupId, mean }));
  const tenths = figures.map(({ mean }) => inTenths(mean));
  const [lowest, highest] = [Math.min(...tenths), Math.max(...tenths)];
  if (highest - lowest < worthTelling) return undefined;
  const at = (tenth: number) => figures.filter(({ mean }) => inTenths(mean) === tenth);
  return { tenths: highest - lowest, low: at(lowest), high: at(highest) };
}

/** As `differenceOf`, on one unit of a theme. */
export function differenceOn({ groups = [] }: Pick<ThemeResult, 'groups'>, unitId: string): Difference | undefined {
  return differenceOf(
    groups.flatMap(({ groupId, units }) => {
      const unit = units.find((each) => each.unitId === unitId);
      return unit ? [{ groupId, result: unit.result }] : [];
    }),
  );
}

/** The themes on which the groups lie furthest apart, in the wheel's order: several where they are alike. */
export function largestDifferences(themes: readonly ThemeResult[]): (Difference & { themeId: string })[] {
  const found = themes.flatMap(({ themeId, groups }) => {
    const difference = differenceOf(groups);
    return difference ? [{ ...difference, themeId }] : [];
  });
  const most = Math.max(...found.map(({ tenths }) => tenths));
  return found.filter(({ tenths }) => tenths === most);
}
