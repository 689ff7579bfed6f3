import type { JointScore } from '../../domain/joint-score.ts';
import type { Focus } from '../../domain/plan.ts';
import type { PrivacyTerms, Round, Summary } from '../../domain/round.ts';
import type { Language } from '../../domain/wheel.ts';
import type { CardTexts } from '../../texts/results.ts';
import type { Texts } from '../../texts/texts.ts';
import type { ChoosingNotice } from '../../usecases/choosing/choosing-ports.ts';
import type { DialogueNotice } from '../../usecases/dialogue/dialogue-ports.ts';
import type { PlanContext } from '../../usecases/plan/plan-ports.ts';
import type { Notice, Wheels } from '../../usecases/ports.ts';
import type { TrendShown } from '../../usecases/results/trend.ts';
import type { RoundNotice } from '../../usecases/round/round-ports.ts';
import type { Card } from '../cards/templates.ts';
import { choosing, outcome } from '../choosing/choosing-view.ts';
import { prompt } from '../dialogue/prompt-view.ts';
import { roleNews } from '../facilitator/role-view.ts';
import type { PlanTexts } from '../plan/plan-parts.ts';
import { followUp, plan } from '../plan/plan-view.ts';
import { stillOpen } from '../plan/reached.ts';
import { erased } from '../privacy/erase-view.ts';
import { summary } from '../results/summary-view.ts';
import { nudge, status } from '../round/status-view.ts';
import { themeResult } from '../round/theme-result-view.ts';
import { theme } from '../round/theme-view.ts';
import { type LastTime, lastTimeOf, reassess, schedule } from '../schedule/schedule-view.ts';

/** What views are made with, whatever card it is. */
export interface RenderContext extends PrivacyTerms {
  texts: Record<Language, Texts>;
  /** The language of a person whose client has this locale. */
  reads(locale: string | undefined): Language;
  wheels: Wheels;
  /** The signed address of a round's picture. */
  pictureUrl(summary: Pick<Summary, 'pictureId' | 'closedAt'>): string;
  /** The signed address of the picture of some rounds. */
  trendUrl(shown: TrendShown): string;
  /** The signed address of a round's report, a folder. @param expiresAt epoch milliseconds. */
  reportUrl(pictureId: string, expiresAt: number): string;
}

export async function cardTextsFor(
  { texts, wheels, smallestGroup }: RenderContext,
  round: Parameters<Wheels['of']>[0],
  language: Language,
): Promise<CardTexts> {
  return { texts: texts[language], wheel: await wheels.of(round, language), smallestGroup };
}

/** Focuses may have been chosen from several wheels, and from several versions of one. */
export async function planTextsFor(
  { texts, wheels }: RenderContext,
  shown: readonly { focus: Focus }[],
  language: Language,
): Promise<PlanTexts> {
  const nameOf = ({ wheelId, wheelVersion }: Focus) => `${wheelId} ${wheelVersion}`;
  const some = new Map(shown.map(({ focus }) => [nameOf(focus), focus]));
  const found = new Map(
    await Promise.all([...some].map(async ([name, focus]) => [name, await wheels.of(focus, language)] as const)),
  );
  return {
    texts: texts[language],
    wheelOf(focus) {
      const wheel = found.get(nameOf(focus));
      if (!wheel) throw new Error(`A card of the plan was made without the wheel ${nameOf(focus)}`);
      return wheel;
    },
  };
}

/** The card that a channel sees of a notice. @param userIds who gets a view of their own. */
export async function noticeCard(render: RenderContext, notice: Notice, userIds: string[]): Promise<Card> {
  switch (notice.card) {
    case 'erased':
      return erased(render.texts[notice.language]);
    case 'role':
      return roleNews(render.texts[notice.language], notice);
    case 'schedule':
      return schedule(render.texts[notice.language], { ...notice, kind: 'schedule' });
    case 'reassess':
      return reassess(
        render.texts[notice.language],
        notice,
        notice.round && (await lastTime(render, notice.round, notice.language)),
        stillOpen(await planTextsFor(render, notice.plan ?? [], notice.language), notice.plan),
      );
    case 'plan':
      return plan(await planTextsFor(render, notice.plan.focuses, notice.language), notice.plan);
    case 'followUp':
      return followUp(await planTextsFor(render, notice.items, notice.language), notice.items);
    default:
      return roundCard(render, notice, userIds);
  }
}

async function lastTime(render: RenderContext, round: Round, language: Language): Promise<LastTime | undefined> {
  if (!round.summary) return undefined;
  return lastTimeOf(await cardTextsFor(render, round, language), round.summary, render.pictureUrl(round.summary));
}

/** In the round's language. */
async function roundCard(
  render: RenderContext,
  notice: RoundNotice | DialogueNotice | ChoosingNotice,
  userIds: string[],
): Promise<Card> {
  const { round } = notice;
  const cardTexts = await cardTextsFor(render, round, round.language);
  switch (notice.card) {
    case 'theme':
      return theme(cardTexts, round, notice.themeId, notice.answered, userIds);
    case 'themeResult':
      return themeResult(cardTexts, round, notice.themeId, notice.comments, notice.names, notice.agreed);
    case 'prompt':
      return prompt(cardTexts, closedSummary(round), notice.themeId);
    case 'status':
      return status(cardTexts, round, notice.answered, notice.missing);
    case 'nudge':
      return nudge(cardTexts, round, notice.complete);
    case 'summary':
      return summaryCard(render, round, round.language, { canStart: true, planContext: notice.planContext });
    case 'choosing':
      return choosing(cardTexts, round, notice.voted);
    case 'outcome':
      return outcome(cardTexts, round, notice.choice, notice.names);
  }
}

/** The summary of a closed round. @param canStart whether a new round can be started where the card is. @param agreed what was agreed since. */
export async function summaryCard(
  render: RenderContext,
  round: Round,
  language: Language,
  {
    canStart,
    planContext,
    agreed = [],
  }: { canStart: boolean; planContext: PlanContext; agreed?: readonly JointScore[] },
): Promise<Card> {
  const closed = closedSummary(round);
  const cardTexts = await cardTextsFor(render, round, language);
  const plan = await planTextsFor(render, planContext.plan ?? [], language);
  return summary(cardTexts, round, closed, {
    pictureUrl: render.pictureUrl(closed),
    canStart,
    planContext,
    plan,
    agreed,
  });
}

function closedSummary({ summary: closed, id }: Round): Summary {
  if (!closed)
    throw new Error(`Round ${id} has no summary: a card of a closed round was asked for before it was closed`);
  return closed;
}
