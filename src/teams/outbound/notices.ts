import type { Language } from '../../domain/language.ts';
import type { Round } from '../../domain/round.ts';
import type { ChoosingNotice } from '../../usecases/choosing/choosing-ports.ts';
import type { DialogueNotice } from '../../usecases/dialogue/dialogue-ports.ts';
import type { Notice } from '../../usecases/ports.ts';
import type { RoundNotice } from '../../usecases/round/round-ports.ts';
import { cardTextsFor, type RenderContext } from '../cards/render-context.ts';
import type { Card } from '../cards/templates.ts';
import { choosing, outcome } from '../choosing/choosing-view.ts';
import { dialogue } from '../dialogue/dialogue-view.ts';
import { role } from '../facilitator/role-view.ts';
import { followUp } from '../plan/follow-up-view.ts';
import { planTextsFor } from '../plan/plan-parts.ts';
import { plan } from '../plan/plan-view.ts';
import { stillOpen } from '../plan/reached.ts';
import { erase } from '../privacy/erase-view.ts';
import { outdated } from '../privacy/outdated-view.ts';
import { closedSummary, summaryCard } from '../results/summary-card.ts';
import { nudge } from '../round/nudge-view.ts';
import { personalReminder } from '../round/personal-reminder-view.ts';
import { status } from '../round/status-view.ts';
import { themeResult } from '../round/theme-result-view.ts';
import { theme } from '../round/theme-view.ts';
import { type LastTime, lastTimeOf, reassess } from '../schedule/reassess-view.ts';
import { schedule, scheduleElsewhere } from '../schedule/schedule-view.ts';

/** The card that a channel sees of a notice. @param userIds who gets a view of their own. */
export async function noticeCard(render: RenderContext, notice: Notice, userIds: string[]): Promise<Card> {
  switch (notice.card) {
    case 'erase':
      return erase(render.texts[notice.language]);
    case 'outdated':
      return outdated(render.texts[notice.language]);
    case 'role':
      return role(render.texts[notice.language], notice);
    case 'schedule':
      return schedule(render.texts[notice.language], { ...notice, kind: 'schedule' });
    case 'scheduleElsewhere':
      return scheduleElsewhere(render.texts[notice.language]);
    case 'reassess':
      return reassess(render.texts[notice.language], notice, {
        last: notice.round && (await lastTime(render, notice.round, notice.language)),
        open: stillOpen(await planTextsFor(render, notice.plan ?? [], notice.language), notice.plan),
      });
    case 'plan':
      return plan(await planTextsFor(render, notice.plan.focuses, notice.language), notice.plan);
    case 'followUp':
      return followUp(await planTextsFor(render, notice.items, notice.language), notice.items);
    case 'personalReminder':
      return personalReminder(await cardTextsFor(render, notice.round, notice.round.language), notice);
    default:
      return roundCard(render, notice, userIds);
  }
}

async function lastTime(render: RenderContext, round: Round, language: Language): Promise<LastTime | undefined> {
  if (!round.summary) return undefined;
  return lastTimeOf(await cardTextsFor(render, round, language), round.summary, render.wheelUrl(round.summary));
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
      return theme(cardTexts, round, { themeId: notice.themeId, userIds });
    case 'themeResult':
      return themeResult(cardTexts, round, notice);
    case 'dialogue':
      return dialogue(cardTexts, closedSummary(round), notice.themeId);
    case 'status':
      return status(cardTexts, notice);
    case 'nudge':
      return nudge(cardTexts, round, notice.complete);
    case 'summary':
      return summaryCard(render, round, {
        language: round.language,
        canStart: true,
        planContext: notice.planContext,
        places: notice.places,
      });
    case 'choosing':
      return choosing(cardTexts, round);
    case 'outcome':
      return outcome(cardTexts, round, notice);
  }
}
