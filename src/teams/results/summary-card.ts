import type { JointScore } from '../../domain/joint-score.ts';
import type { Language } from '../../domain/language.ts';
import type { Round, Summary } from '../../domain/round.ts';
import type { PlanContext } from '../../usecases/plan/plan-ports.ts';
import { cardTextsFor, type RenderContext } from '../cards/render-context.ts';
import type { Card } from '../cards/templates.ts';
import { planTextsFor } from '../plan/plan-parts.ts';
import { summary } from './summary-view.ts';

/** The summary of a closed round. @param canStart whether a new round can be started where the card is. @param jointScores what was agreed since. */
export async function summaryCard(
  render: RenderContext,
  round: Round,
  language: Language,
  {
    canStart,
    planContext,
    jointScores = [],
  }: { canStart: boolean; planContext: PlanContext; jointScores?: readonly JointScore[] },
): Promise<Card> {
  const closed = closedSummary(round);
  const cardTexts = await cardTextsFor(render, round, language);
  const plan = await planTextsFor(render, planContext.plan ?? [], language);
  return summary(cardTexts, round, closed, {
    pictureUrl: render.wheelUrl(closed),
    areasUrl: render.pictureUrl(closed),
    canStart,
    planContext,
    plan,
    jointScores,
  });
}

export function closedSummary({ summary: closed, id }: Round): Summary {
  if (!closed)
    throw new Error(`Round ${id} has no summary: a card of a closed round was asked for before it was closed`);
  return closed;
}
