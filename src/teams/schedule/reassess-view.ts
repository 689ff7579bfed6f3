import type { Summary } from '../../domain/round.ts';
import { type CardTexts, pictureText } from '../../texts/results.ts';
import type { Texts } from '../../texts/texts.ts';
import type { ScheduleNotice } from '../../usecases/schedule/schedule-ports.ts';
import { head } from '../cards/parts.ts';
import type { Card } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';
import type { stillOpen } from '../plan/reached.ts';
import { occasionText } from './schedule-view.ts';

/** What the last round came to, as far as the card about the next one shows it. */
export interface LastTime {
  /** Epoch milliseconds. */
  closedAt: number;
  /** Empty where nobody chose a step. */
  pictureUrl: string;
  pictureAlt: string;
}

export function lastTimeOf(cardTexts: CardTexts, summary: Summary, pictureUrl: string): LastTime {
  const scored = summary.themes.some(({ result }) => result.level !== 'none');
  return {
    closedAt: summary.closedAt,
    pictureUrl: scored ? pictureUrl : '',
    pictureAlt: pictureText(cardTexts, summary),
  };
}

/** It is time to score again. */
export function reassess(
  texts: Texts,
  { schedule: { id, snoozed, stopped, rule }, day, upcoming }: Extract<ScheduleNotice, { card: 'reassess' }>,
  { last, open }: { last: LastTime | undefined; open: ReturnType<typeof stillOpen> },
): Card {
  const { t, date } = texts;
  const late = snoozed?.from === day ? snoozed.to : undefined;
  const notice = stopped
    ? t('reassess.stopped')
    : late
      ? t('reassess.snoozed', { date: occasionText(texts, late, rule.time) })
      : '';
  return {
    template: 'reassess',
    data: {
      ...head(texts, t('reassess.title')),
      title: t('reassess.title'),
      lines: [t('reassess.intro'), ...(last ? [] : [t('reassess.first')])],
      notice,
      lastTitle: last ? t('reassess.last', { date: date(last.closedAt) }) : '',
      picture: last?.pictureUrl ?? '',
      pictureAlt: last?.pictureAlt ?? '',
      reached: open,
      actions: [
        button('setup', {}, { title: t('reassess.start'), style: 'positive' }),
        ...(notice ? [] : [button('snooze', { schedule: id, day }, t('reassess.snooze'))]),
        ...(open.length > 0 ? [button('plan', { page: 0 }, t('outcome.plan'))] : []),
        ...(stopped || upcoming.length === 0
          ? []
          : [button('stopSchedule', { schedule: id, day }, t('reassess.stop'))]),
      ],
    },
  };
}
