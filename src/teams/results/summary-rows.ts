import type { Change } from '../../domain/change.ts';
import { type JointScore, themeJointScore } from '../../domain/joint-score.ts';
import { type List, listOf, lists, type Priorities, priorities } from '../../domain/priorities.ts';
import { hasAreas, type ThemeResult } from '../../domain/results.ts';
import type { Round, Summary } from '../../domain/round.ts';
import { standingOf } from '../../domain/standing.ts';
import { sinceText } from '../../texts/change.ts';
import { agreedTheme } from '../../texts/joint-score.ts';
import { escaped } from '../../texts/marks.ts';
import { type CardTexts, changeOf, rowOf, themeOf, unitTitle } from '../../texts/results.ts';
import type { Texts } from '../../texts/texts.ts';
import type { ThemePlaces } from '../../usecases/round/round-ports.ts';
import { postUrl } from '../cards/post-url.ts';

/** One line of a summary: a theme with its figure, how it has changed, and what it is a case of. */
interface ThemeRow {
  /** Leads to its card, where that is known. */
  name: string;
  figure: string;
  change: string;
  /** What it is a case of, and what else there is to say where there is no figure. */
  lines: string[];
}

interface RowNeeds {
  closed: Summary;
  jointScores: readonly JointScore[];
  places: ThemePlaces;
  brief: boolean;
}

/**
 * A row a theme, those to begin with first.
 * @param jointScores what the team has agreed on since.
 * @param places where its card is.
 * @param brief leaves out which focus areas are meant, and links.
 */
export function themeRows(
  cardTexts: CardTexts,
  round: Round,
  { closed, jointScores, places, brief }: RowNeeds,
): { rows: ThemeRow[]; notes: string[] } {
  const { texts, wheel } = cardTexts;
  const found = priorities(closed);
  const rows = closed.themes.map((told) => {
    const { themeId, result, units } = told;
    const change = closed.trend && changeOf(closed.trend, themeId);
    const cases = casesOf(told, found, closed.smallestGroup);
    const agreed = themeJointScore(stepsOn(jointScores, themeId), round.units[themeId] ?? []);
    const full = result.level === 'full';
    const { name } = themeOf(wheel, themeId);
    const place = brief ? undefined : places[themeId];
    return {
      rank: Math.min(...cases.map(({ list }) => lists.indexOf(list)), lists.length),
      name: place ? linkTo(name, postUrl(round.channel, place)) : name,
      figure: full ? texts.number(result.mean) : '',
      change: full ? shortChange(texts, change) : '',
      lines: [
        ...(full ? [] : [rowOf(cardTexts, result, hasAreas(units)).value.text]),
        ...cases.map((each) => caseText(cardTexts, told, { ...each, brief })),
        agreedTheme(texts, result, agreed),
      ].filter((line) => line !== ''),
    };
  });
  const linked = !brief && rows.length > 0 && closed.themes.some(({ themeId }) => places[themeId]);
  const changed = rows.some(({ change }) => change !== '');
  return {
    rows: rows.toSorted((a, b) => a.rank - b.rank).map(({ rank: _, ...row }) => row),
    notes: [
      ...(changed && closed.trend
        ? [texts.t('summary.arrows', { since: sinceText(texts, closed.trend.since, closed.closedAt) })]
        : []),
      ...(linked ? [texts.t('summary.toTalk')] : []),
    ],
  };
}

export function stepsOn(jointScores: readonly JointScore[], themeId: string): JointScore['steps'] {
  return jointScores.find((each) => each.themeId === themeId)?.steps ?? {};
}

interface Case {
  list: List;
  unitIds: string[];
}

/**
 * The lists that a theme's focus areas stand on. A theme is always a case of something, also where its lists are full:
 * then of what is to be done first about it.
 */
function casesOf({ themeId, units }: ThemeResult, found: Priorities, smallestGroup: number): Case[] {
  const suggested = lists.flatMap((list): Case[] => {
    const unitIds = found[list].filter((priority) => priority.themeId === themeId).map(({ unitId }) => unitId);
    return unitIds.length === 0 ? [] : [{ list, unitIds }];
  });
  if (suggested.length > 0) return suggested;
  const listed = units.flatMap(({ unitId, result }) => {
    const standing = standingOf(result, smallestGroup);
    return standing ? [{ unitId, list: listOf(standing) }] : [];
  });
  const first = lists.find((list) => listed.some((each) => each.list === list));
  return first
    ? [{ list: first, unitIds: listed.filter(({ list }) => list === first).map(({ unitId }) => unitId) }]
    : [];
}

function caseText(
  { texts: { t, list: listed }, wheel }: CardTexts,
  { themeId, units }: ThemeResult,
  of: Case & { brief: boolean },
): string {
  const named = t(`summary.case.${of.list}`);
  if (of.brief || !hasAreas(units)) return named;
  const theme = themeOf(wheel, themeId);
  return t('summary.caseOf', { case: named, units: listed(of.unitIds.map((id) => unitTitle(wheel, theme, id))) });
}

/** Brackets in a name would end the link. */
function linkTo(name: string, url: string): string {
  return `[${escaped(name)}](${url})`;
}

function shortChange({ t, number }: Texts, change: Change | undefined): string {
  if (change?.kind !== 'told') return '';
  if (change.tenths === 0) return t('summary.same');
  const by = number(Math.abs(change.tenths) / 10);
  return change.tenths > 0 ? t('summary.up', { by }) : t('summary.down', { by });
}
