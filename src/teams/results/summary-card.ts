import type { Language } from '../../domain/language.ts';
import type { Round, Summary } from '../../domain/round.ts';
import { cardTextsFor, type RenderContext } from '../cards/render-context.ts';
import type { Card } from '../cards/templates.ts';
import { planTextsFor } from '../plan/plan-parts.ts';
import { type SummaryNeeds, summary } from './summary-view.ts';

interface SummaryCardNeeds
  extends Pick<SummaryNeeds, 'canStart' | 'planContext' | 'jointScores' | 'places' | 'channel'> {
  language: Language;
}

/** The summary of a closed round. */
export async function summaryCard(
  render: RenderContext,
  round: Round,
  { language, planContext, ...needs }: SummaryCardNeeds,
): Promise<Card> {
  const closed = closedSummary(round);
  const cardTexts = await cardTextsFor(render, round, language);
  const plan = await planTextsFor(render, planContext.plan ?? [], language);
  return summary(cardTexts, round, {
    ...needs,
    closed,
    pictureUrl: render.wheelUrl(closed),
    areasUrl: render.pictureUrl(closed),
    planContext,
    plan,
  });
}

export function closedSummary({ summary: closed, id }: Round): Summary {
  if (!closed)
    throw new Error(`Round ${id} has no summary: a card of a closed round was asked for before it was closed`);
  return closed;
}
