import type { Agreed } from '../../domain/agreed.ts';
import type { Focus } from '../../domain/plan.ts';
import type { Round, Summary, Terms } from '../../domain/round.ts';
import type { Language } from '../../domain/wheel.ts';
import type { Look } from '../../texts/results.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Around, Notice, RoundNotice, Wheels } from '../../usecases/ports.ts';
import type { TrendShown } from '../../usecases/results/trend.ts';
import type { Card } from '../cards/templates.ts';
import { choosing, outcome } from '../choosing/choosing-view.ts';
import { prompt } from '../dialogue/prompt-view.ts';
import { roleNews } from '../facilitator/role-view.ts';
import type { PlanLook } from '../plan/plan-parts.ts';
import { followUp, plan } from '../plan/plan-view.ts';
import { stillOpen } from '../plan/reached.ts';
import { erased } from '../privacy/erase-view.ts';
import { summary } from '../results/summary-view.ts';
import { nudge, status } from '../round/status-view.ts';
import { themeResult } from '../round/theme-result-view.ts';
import { theme } from '../round/theme-view.ts';
import { type LastTime, lastTimeOf, reassess, schedule } from '../schedule/schedule-view.ts';

/** What views are made with, whatever card it is. */
export interface Studio extends Terms {
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

export async function lookFor(
  { texts, wheels, smallestGroup }: Studio,
  round: Parameters<Wheels['of']>[0],
  language: Language,
): Promise<Look> {
  return { texts: texts[language], wheel: await wheels.of(round, language), smallestGroup };
}

/** Focuses may have been chosen from several wheels, and from several versions of one. */
export async function planLookFor(
  { texts, wheels }: Studio,
  shown: readonly { focus: Focus }[],
  language: Language,
): Promise<PlanLook> {
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
export async function noticeCard(studio: Studio, notice: Notice, userIds: string[]): Promise<Card> {
  switch (notice.card) {
    case 'erased':
      return erased(studio.texts[notice.language]);
    case 'role':
      return roleNews(studio.texts[notice.language], notice);
    case 'schedule':
      return schedule(studio.texts[notice.language], { ...notice, kind: 'schedule' });
    case 'reassess':
      return reassess(
        studio.texts[notice.language],
        notice,
        notice.round && (await lastTime(studio, notice.round, notice.language)),
        stillOpen(await planLookFor(studio, notice.plan ?? [], notice.language), notice.plan),
      );
    case 'plan':
      return plan(await planLookFor(studio, notice.plan.focuses, notice.language), notice.plan);
    case 'followUp':
      return followUp(await planLookFor(studio, notice.items, notice.language), notice.items);
    default:
      return roundCard(studio, notice, userIds);
  }
}

async function lastTime(studio: Studio, round: Round, language: Language): Promise<LastTime | undefined> {
  if (!round.summary) return undefined;
  return lastTimeOf(await lookFor(studio, round, language), round.summary, studio.pictureUrl(round.summary));
}

/** In the round's language. */
async function roundCard(studio: Studio, notice: RoundNotice, userIds: string[]): Promise<Card> {
  const { round } = notice;
  const look = await lookFor(studio, round, round.language);
  switch (notice.card) {
    case 'theme':
      return theme(look, round, notice.themeId, notice.answered, userIds);
    case 'themeResult':
      return themeResult(look, round, notice.themeId, notice.comments, notice.names, notice.agreed);
    case 'prompt':
      return prompt(look, closedSummary(round), notice.themeId);
    case 'status':
      return status(look, round, notice.answered, notice.missing);
    case 'nudge':
      return nudge(look, round, notice.complete);
    case 'summary':
      return summaryCard(studio, round, round.language, { canStart: true, around: notice.around });
    case 'choosing':
      return choosing(look, round, notice.voted);
    case 'outcome':
      return outcome(look, round, notice.choice, notice.names);
  }
}

/** The summary of a closed round. @param canStart whether a new round can be started where the card is. @param agreed what was agreed since. */
export async function summaryCard(
  studio: Studio,
  round: Round,
  language: Language,
  { canStart, around, agreed = [] }: { canStart: boolean; around: Around; agreed?: readonly Agreed[] },
): Promise<Card> {
  const closed = closedSummary(round);
  const look = await lookFor(studio, round, language);
  const plan = await planLookFor(studio, around.plan ?? [], language);
  return summary(look, round, closed, { pictureUrl: studio.pictureUrl(closed), canStart, around, plan, agreed });
}

function closedSummary({ summary: closed, id }: Round): Summary {
  if (!closed)
    throw new Error(`Round ${id} has no summary: a card of a closed round was asked for before it was closed`);
  return closed;
}
