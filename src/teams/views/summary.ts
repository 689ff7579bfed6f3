import { type Agreed, agreedScore } from '../../domain/agreed.ts';
import { type List, lists, type Priority } from '../../domain/priorities.ts';
import type { Published } from '../../domain/results.ts';
import type { Round, Summary } from '../../domain/round.ts';
import type { Change } from '../../domain/trend.ts';
import type { Wheel } from '../../domain/wheel.ts';
import type { Around } from '../../usecases/ports.ts';
import type { Card, CardAction } from '../cards.ts';
import { button } from '../verbs.ts';
import { agreedText, agreedTheme } from './agreed.ts';
import { changeText, sinceText, trendNotes } from './change.ts';
import { head, type Look, resultLines, themeOf, unitTitle } from './parts.ts';
import { briefFrame, type PlanLook } from './plan-parts.ts';
import { reached } from './reached.ts';
import { unitLines } from './result.ts';

export interface SummaryNeeds {
  around: Around;
  plan: PlanLook;
  /** Where the picture of the wheel is. */
  pictureUrl: string;
  /** Whether the card is where a new round can be started. */
  canStart: boolean;
  /** What the team has agreed on since the round closed; nothing on the post that comes when it does. */
  agreed?: readonly Agreed[];
}

/** What a closed round came to: the wheel, a row a theme, strengths and suggested priorities with their reasons. */
export function summary(look: Look, round: Round, closed: Summary, needs: SummaryNeeds): Card {
  const { texts, wheel } = look;
  const { t } = texts;
  const { pictureUrl, canStart, around, plan, agreed = [] } = needs;
  const { trend } = closed;
  const rows = closed.themes.map(({ themeId, result }) => ({
    name: themeOf(wheel, themeId).name,
    ...resultLines(look, result),
    change: changeSince(look, closed, themeId),
    agreed: agreedTheme(texts, result, agreedScore(stepsOn(agreed, themeId), round.units[themeId] ?? [])),
  }));
  const scored = closed.themes.some(({ result }) => result.level !== 'none');
  const data = {
    ...head(texts, t('summary.title')),
    title: t('summary.title'),
    wheel: wheel.name,
    meta: t('summary.meta', {
      depth: t(`common.depth.${round.depth}`),
      privacy: t(`common.privacy.${round.privacy}`),
      date: texts.date(closed.closedAt),
    }),
    people: t('summary.people', { count: closed.people }),
    empty: scored ? '' : closed.people === 0 ? t('summary.empty') : t('summary.onlyDontKnow'),
    picture: scored ? pictureUrl : '',
    pictureAlt: pictureText(look, closed),
    themesTitle: t('summary.themes'),
    themes: rows,
    why: rows.some(({ held }) => held) ? t('result.halfWhy', { smallest: closed.smallestGroup }) : '',
    sinceTitle: trend ? t('trend.sinceTitle') : '',
    since: trend ? trendNotes(texts, trend, round, closed) : [],
    lists: lists.flatMap((list) => priorityList(look, list, closed.priorities[list])),
    all: scored ? allUnits(look, round, closed, agreed) : [],
    allTitle: t('summary.all'),
    source: t('common.sourceLine', { wheel: wheel.name, source: sourceOf(wheel) }),
  };
  // The largest wheels leave little room beside their results.
  const frame = briefFrame(texts, around.frame, roomBeside(data));
  const done = reached(plan, around.plan, roomBeside({ ...data, frame }));
  const actions = canStart ? summaryActions(look, round, scored, done.length > 0) : [];
  return { template: 'summary', data: { ...data, frame, reached: done, actions } };
}

/** What a card has room for beside its data, in bytes: 28 KB less the data and the elements that it is put in. */
function roomBeside(data: object): number {
  const json = JSON.stringify(data);
  const texts = json.split('":"').length + json.split('","').length;
  return 26_000 - Buffer.byteLength(json) - 90 * texts;
}

function summaryActions({ texts: { t } }: Look, { id }: Round, scored: boolean, planned: boolean): CardAction[] {
  return [
    ...(scored ? [button('choose', { round: id }, t('summary.choose'), { style: 'positive' })] : []),
    ...(planned ? [button('plan', { page: 0 }, t('outcome.plan'))] : []),
    button('setup', {}, t('summary.again')),
  ];
}

function stepsOn(agreed: readonly Agreed[], themeId: string): Agreed['steps'] {
  return agreed.find((each) => each.themeId === themeId)?.steps ?? {};
}

/** A theme's change in words, or a unit's of it. */
function changeSince({ texts }: Look, { trend, closedAt }: Summary, themeId: string, unitId?: string): string {
  const change = trend && changeOf(trend, themeId, unitId);
  return change ? changeText(texts, change, sinceText(texts, trend.since, closedAt)) : '';
}

function changeOf({ themes }: NonNullable<Summary['trend']>, themeId: string, unitId?: string): Change | undefined {
  const theme = themes.find((each) => each.themeId === themeId);
  return unitId === undefined ? theme?.change : theme?.units.find((unit) => unit.unitId === unitId)?.change;
}

/** The name and address of who made the wheel. */
export function sourceOf({ source: { name, url } }: Wheel): string {
  return url === undefined ? name : `${name} (${url.replace(/^https?:\/\//, '').replace(/\/$/, '')})`;
}

/** The picture of the wheel in words. */
export function pictureText({ texts, wheel }: Look, closed: Summary): string {
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
export function pictureValue({ t, number }: Look['texts'], result: Published): string {
  if (result.level === 'none' || result.level === 'withheld') return t('summary.pictureNone');
  return result.level === 'full' ? number(result.mean) : t(`result.halves.${result.half}`);
}

function allUnits(look: Look, round: Round, closed: Summary, agreed: readonly Agreed[]) {
  return closed.themes.flatMap((told) => {
    const theme = themeOf(look.wheel, told.themeId);
    const steps = stepsOn(agreed, told.themeId);
    return unitLines(look, round, told).map((line) => {
      const step = steps[line.unitId];
      const beside = [
        changeSince(look, closed, told.themeId, line.unitId),
        step === undefined ? '' : agreedText(look.texts, { kind: 'step', score: step }),
      ];
      return {
        ...line,
        name: unitTitle(look.wheel, theme, line.unitId),
        beside: beside.filter((each) => each !== '').join(' · '),
      };
    });
  });
}

const ways = 2;

function priorityList(look: Look, list: List, items: Priority[]) {
  if (items.length === 0) return [];
  const { t } = look.texts;
  // What is split is talked about before anything is chosen; its ways stand where it is listed again, under long term.
  const waysFor = list === 'shortTerm' || list === 'longTerm' ? ways : 0;
  return [
    {
      title: t(`summary.${list}`),
      items: items.map((item) => ({ reason: reason(look, list, item), ways: waysToStrengthen(look, item, waysFor) })),
    },
  ];
}

/** Ways stand in the order of the theme's focus areas; the one that belongs to this area comes first. */
function waysToStrengthen(
  { wheel }: Look,
  { themeId, unitId }: Priority,
  most: number,
): { name: string; text: string }[] {
  const { strengthen, focusAreas } = themeOf(wheel, themeId);
  const own = focusAreas.findIndex(({ id }) => id === unitId);
  const chosen = own >= 0 && strengthen.length === focusAreas.length ? strengthen.slice(own, own + 1) : strengthen;
  return (chosen.length > 0 ? chosen : strengthen).slice(0, most);
}

/** Why something is on a list, in one sentence with its numbers. */
export function reason(look: Look, list: List, { themeId, unitId, pattern, result }: Priority): string {
  const { texts, wheel } = look;
  const { t, number } = texts;
  const theme = themeOf(wheel, themeId);
  const unit = unitTitle(wheel, theme, unitId);
  if (result.level === 'half') {
    const where = t('reason.where.half', { unit, half: t(`result.halves.${result.half}`), n: result.n });
    if (pattern === 'lowAgreed') return t('reason.lowAgreed.few', { where });
    return list === 'longTerm' ? t('reason.highLowest.few', { where }) : t('reason.highAgreed.few', { where });
  }
  // No agreement word below the smallest group.
  if (result.n < look.smallestGroup) {
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
