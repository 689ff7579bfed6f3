import { type Change, type ChangeRule, changeBetween } from './change.ts';
import { type GroupChange, groupChanges } from './group-changes.ts';
import type { ThemeJointScore } from './joint-score.ts';
import { type GroupResult, hasAreas, type Privacy, type Published, type ThemeResult } from './results.ts';
import type { Depth } from './wheel.ts';

/**
 * How results have changed from one round to the next, from published results alone. Every place that shows a change,
 * in words or as a line, takes it from here: `changeBetween` decides what may be published (docs/decisions/0013).
 */

/** How a theme and its units have changed. */
export interface ThemeTrend {
  themeId: string;
  change: Change;
  /** What both rounds asked about, one by one; empty where they asked at different depths. */
  units: { unitId: string; change: Change }[];
  /** The groups whose change may be published, in the wheel's order; absent where there are none. */
  groups?: GroupChange[];
}

/** What has happened since the last closed round of the same wheel that anybody answered. */
export interface ChangeSinceLast {
  /** When that round was closed, epoch milliseconds. */
  since: number;
  /** How many answered then. */
  peopleBefore: number;
  /** Whether one of the two asked about themes and the other about focus areas. */
  otherDepth: boolean;
  /** Whether the wheel's wording has a new version. */
  reworded: boolean;
  /** The themes of the later round, in its order. */
  themes: ThemeTrend[];
}

/** As much of a round as a comparison reads. */
interface Asked {
  depth: Depth;
  privacy: Privacy;
  wheelVersion: number;
}

/** As much of what a round came to as a comparison reads. */
interface Outcome {
  /** Epoch milliseconds. */
  closedAt: number;
  /** How many people answered at least one theme. */
  people: number;
  smallestGroup: number;
  themes: readonly ThemeResult[];
}

/** As much of a closed round as a comparison reads. */
export interface Comparable extends Asked {
  summary: Outcome;
}

/** How the results of one closed round differ from those of an earlier one of the same wheel. */
export function trendSince(before: Comparable, after: Comparable): ChangeSinceLast {
  const rule: ChangeRule = {
    confidential: [before, after].some(({ privacy }) => privacy === 'confidential'),
    smallestGroup: Math.max(before.summary.smallestGroup, after.summary.smallestGroup),
  };
  const themes = after.summary.themes.map((now): ThemeTrend => {
    const then = before.summary.themes.find(({ themeId }) => themeId === now.themeId);
    if (!then) return { themeId: now.themeId, change: { kind: 'none' }, units: [] };
    const theme = themeTrend(then, now, rule);
    const groups = theme.change.kind === 'told' ? groupChanges(then, now, rule) : [];
    return groups.length > 0 ? { ...theme, groups } : theme;
  });
  return {
    since: before.summary.closedAt,
    peopleBefore: before.summary.people,
    otherDepth: before.depth !== after.depth && themes.some(({ units }) => units.length === 0),
    reworded: before.wheelVersion !== after.wheelVersion,
    themes,
  };
}

function themeTrend(then: ThemeResult, now: ThemeResult, rule: ChangeRule): ThemeTrend {
  const units = now.units.flatMap(({ unitId, result }) => {
    const last = then.units.find((unit) => unit.unitId === unitId);
    return last ? [{ unitId, change: changeBetween(last.result, result, rule) }] : [];
  });
  const { themeId } = now;
  const [only] = units;
  if (only && now.units.length === 1) return { themeId, change: only.change, units };
  const compared = units.filter(({ change }) => change.kind !== 'none');
  if (compared.length > 0 && compared.every(({ change }) => change.kind === 'held'))
    return { themeId, change: { kind: 'held' }, units };
  // Averages of units are nobody's answers: what could lay a few bare was decided for each unit above.
  const change = changeBetween(then.result, now.result, { ...rule, confidential: false });
  return { themeId, change, units: change.kind === 'told' ? withoutLoneHeld(units) : units };
}

/** From a theme's change and those of all its units but one, that one could be worked out; so two are held, or none. */
function withoutLoneHeld(units: ThemeTrend['units']): ThemeTrend['units'] {
  if (units.filter(({ change }) => change.kind === 'held').length !== 1) return units;
  const published = units.flatMap(({ unitId, change }) =>
    change.kind === 'told' ? [{ unitId, by: Math.abs(change.tenths) }] : [],
  );
  const least = published.toSorted((a, b) => a.by - b.by)[0]?.unitId;
  return units.map((unit) => (unit.unitId === least ? { ...unit, change: { kind: 'held' } } : unit));
}

/** One theme in one round. */
export interface Point {
  result: Published;
  /** From the round before it; `none` in the first. */
  change: Change;
  /** Whether it is the result of several focus areas. */
  areas: boolean;
  /** What the team agreed on after talking. */
  jointScore?: ThemeJointScore;
  /** The groups that may be shown, and which of their changes. */
  groups?: readonly GroupResult[];
  groupChanges?: readonly GroupChange[];
  /** Those of the groups that may stand beside the same groups of other rounds; absent where there are none. */
  comparedGroups?: readonly GroupResult[];
}

export interface TrendHistory {
  /** Oldest first, those with answers only. */
  rounds: { roundId: string; closedAt: number; people: number; otherDepth: boolean; reworded: boolean }[];
  /** How many older ones there are. */
  older: number;
  /** The themes of the newest round, each with a point for each round. */
  themes: { themeId: string; points: Point[] }[];
}

/** More could not be distinguished on a phone. */
const mostRounds = 12;

/**
 * All rounds of one wheel, the newest twelve.
 * @param rounds closed, in any order; those without an answer are left out.
 * @param jointScoreOf the joint score of a theme of a round.
 */
export function trendHistoryOf<R extends Asked & { id: string; summary?: Outcome }>(
  rounds: readonly R[],
  jointScoreOf: (round: R, themeId: string) => ThemeJointScore | undefined,
): TrendHistory {
  const all = rounds
    .flatMap((round) => (round.summary && round.summary.people > 0 ? [{ ...round, summary: round.summary }] : []))
    .toSorted((a, b) => a.summary.closedAt - b.summary.closedAt);
  const shown = all.slice(-mostRounds);
  const trends = shown.map((round, i) => {
    const before = shown[i - 1];
    return before && trendSince(before, round);
  });
  const newest = shown.at(-1)?.summary.themes ?? [];
  return {
    rounds: shown.map(({ id, summary }, i) => ({
      roundId: id,
      closedAt: summary.closedAt,
      people: summary.people,
      otherDepth: trends[i]?.otherDepth ?? false,
      reworded: trends[i]?.reworded ?? false,
    })),
    older: all.length - shown.length,
    themes: newest.map(({ themeId }) => ({
      themeId,
      points: withCompared(
        shown.map((round, i): Point => {
          const jointScore = jointScoreOf(round, themeId);
          const theme = round.summary.themes.find((each) => each.themeId === themeId);
          return {
            result: theme?.result ?? { level: 'none', n: 0 },
            areas: hasAreas(theme?.units ?? []),
            change: trends[i]?.themes.find((theme) => theme.themeId === themeId)?.change ?? { kind: 'none' },
            ...(jointScore !== undefined && { jointScore }),
            ...groupsAt(theme, trends[i]),
          };
        }),
      ),
    })),
  };
}

function groupsAt(theme: ThemeResult | undefined, since: ChangeSinceLast | undefined): Partial<Point> {
  const changes = since?.themes.find(({ themeId }) => themeId === theme?.themeId)?.groups;
  return { ...(theme?.groups && { groups: theme.groups }), ...(changes && { groupChanges: changes }) };
}

/** With those groups of each round whose change to that round, or from it, may be shown. */
function withCompared(points: readonly Point[]): Point[] {
  return points.map((point, i) => {
    const changed = [point, points[i + 1]].flatMap((each) => each?.groupChanges ?? []);
    const compared = (point.groups ?? []).filter(({ groupId }) => changed.some((each) => each.groupId === groupId));
    return compared.length > 0 ? { ...point, comparedGroups: compared } : point;
  });
}
