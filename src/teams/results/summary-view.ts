import { type JointScore, themeJointScore } from '../../domain/joint-score.ts';
import { hasAreas } from '../../domain/results.ts';
import type { Round, Summary } from '../../domain/round.ts';
import { changeText, sinceText, trendNotes } from '../../texts/change.ts';
import { headline } from '../../texts/headline.ts';
import { agreedTheme, jointScoreText } from '../../texts/joint-score.ts';
import {
  type CardTexts,
  changeOf,
  pictureText,
  resultLines,
  sourceOf,
  themeOf,
  unitTitle,
} from '../../texts/results.ts';
import { suggestions } from '../../texts/suggestions.ts';
import type { PlanContext } from '../../usecases/plan/plan-ports.ts';
import { head } from '../cards/parts.ts';
import type { Card, CardAction } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';
import { briefFrame, type PlanTexts } from '../plan/plan-parts.ts';
import { reached } from '../plan/reached.ts';
import { unitLines } from '../round/theme-result-view.ts';

export interface SummaryNeeds {
  planContext: PlanContext;
  plan: PlanTexts;
  /** Where the picture of the wheel is. */
  pictureUrl: string;
  /** Whether the card is where a new round can be started. */
  canStart: boolean;
  /** What the team has agreed on since the round closed; nothing on the post that comes when it does. */
  jointScores?: readonly JointScore[];
}

/** What a closed round came to: the wheel, a row a theme, strengths and suggested priorities with their reasons. */
export function summary(cardTexts: CardTexts, round: Round, closed: Summary, needs: SummaryNeeds): Card {
  const { texts, wheel } = cardTexts;
  const { t } = texts;
  const { pictureUrl, canStart, planContext, plan, jointScores = [] } = needs;
  const { trend } = closed;
  const rows = closed.themes.map(({ themeId, result, units }) => ({
    name: themeOf(wheel, themeId).name,
    ...resultLines(cardTexts, result, hasAreas(units)),
    change: changeSince(cardTexts, closed, themeId),
    agreed: agreedTheme(texts, result, themeJointScore(stepsOn(jointScores, themeId), round.units[themeId] ?? [])),
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
    headline: headline(cardTexts, closed)
      .map(({ text }) => text)
      .join(' '),
    empty: scored ? '' : closed.people === 0 ? t('summary.empty') : t('summary.onlyDontKnow'),
    picture: scored ? pictureUrl : '',
    pictureAlt: pictureText(cardTexts, closed),
    themesTitle: t('summary.themes'),
    themes: rows,
    why: rows.some(({ held }) => held) ? t('result.halfWhy', { smallest: closed.smallestGroup }) : '',
    sinceTitle: trend ? t('trend.sinceTitle') : '',
    since: trend ? [...trendNotes(texts, { depth: round.depth, summary: closed }), t('trend.command')] : [],
    lists: suggestions(cardTexts, closed).map(({ title, items }) => ({
      title,
      items: items.map(({ reason, ways }) => ({ reason: reason.text, ways })),
    })),
    all: scored ? allUnits(cardTexts, round, closed, jointScores) : [],
    allTitle: t('summary.all'),
    source: t('common.sourceLine', { wheel: wheel.name, source: sourceOf(wheel) }),
  };
  // The largest wheels leave little room beside their results.
  const frame = briefFrame(texts, planContext.frame, roomBeside(data));
  const done = reached(plan, planContext.plan, roomBeside({ ...data, frame }));
  const actions = canStart ? summaryActions(cardTexts, round, scored, done.length > 0) : [];
  return { template: 'summary', data: { ...data, frame, reached: done, actions } };
}

/** What a card has room for beside its data, in bytes: 28 KB less the data, the elements that it is put in, and the buttons. */
function roomBeside(data: object): number {
  let texts = 0;
  const json = JSON.stringify(data, (_, value: unknown) => {
    if (typeof value === 'string' && value !== '') texts += 1;
    return value;
  });
  return 26_000 - Buffer.byteLength(json) - aroundText * texts;
}

/** What the elements around a text take at most, in bytes. An empty text brings no element. */
const aroundText = 60;

function summaryActions({ texts: { t } }: CardTexts, { id }: Round, scored: boolean, planned: boolean): CardAction[] {
  return [
    ...(scored ? [button('choose', { round: id }, t('summary.choose'), { style: 'positive' })] : []),
    ...(planned ? [button('plan', { page: 0 }, t('outcome.plan'))] : []),
    button('setup', {}, t('summary.again')),
  ];
}

function stepsOn(jointScores: readonly JointScore[], themeId: string): JointScore['steps'] {
  return jointScores.find((each) => each.themeId === themeId)?.steps ?? {};
}

/** A theme's change in words, or a unit's of it. */
function changeSince({ texts }: CardTexts, { trend, closedAt }: Summary, themeId: string, unitId?: string): string {
  const change = trend && changeOf(trend, themeId, unitId);
  return change ? changeText(texts, change, sinceText(texts, trend.since, closedAt)) : '';
}

function allUnits(cardTexts: CardTexts, round: Round, closed: Summary, jointScores: readonly JointScore[]) {
  return closed.themes.flatMap((told) => {
    const theme = themeOf(cardTexts.wheel, told.themeId);
    const steps = stepsOn(jointScores, told.themeId);
    return unitLines(cardTexts, round, told).map((line) => {
      const step = steps[line.unitId];
      const beside = [
        changeSince(cardTexts, closed, told.themeId, line.unitId),
        step === undefined ? '' : jointScoreText(cardTexts.texts, { kind: 'step', score: step }),
      ];
      return {
        ...line,
        name: unitTitle(cardTexts.wheel, theme, line.unitId),
        beside: beside.filter((each) => each !== '').join(' · '),
        agreement: [line.agreement, line.distribution, line.dontKnow].filter((each) => each !== '').join(' · '),
      };
    });
  });
}
