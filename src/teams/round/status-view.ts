import type { Round } from '../../domain/round.ts';
import { answeredText, completeText } from '../../texts/answered.ts';
import { deadlineText } from '../../texts/deadline.ts';
import { type CardTexts, themeOf } from '../../texts/results.ts';
import { occasionOf } from '../../usecases/round/deadline.ts';
import type { DeadlineForm } from '../../usecases/round/extend.ts';
import type { Delivery, Progress } from '../../usecases/round/round-ports.ts';
import type { Status } from '../../usecases/round/status.ts';
import { type AskedField, fieldFaults, wrongChoice } from '../cards/field-faults.ts';
import { message } from '../cards/message.ts';
import { head, settingFault } from '../cards/parts.ts';
import type { Card, CardAction } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';

/** How far a round is: how many have answered which theme, never who. */
export function status(cardTexts: CardTexts, shown: Omit<Status, 'kind'>): Card {
  const { round, delivery } = shown;
  const { texts, wheel } = cardTexts;
  const { t } = texts;
  const open = round.state === 'open';
  const title = open
    ? t('status.title')
    : round.state === 'closing'
      ? t('status.closingTitle')
      : t('status.closedTitle');
  const missed = delivery.themes.map((themeId) => themeOf(wheel, themeId).name);
  const complete = open ? allThemesText(cardTexts, round, shown) : '';
  return {
    template: 'status',
    data: {
      ...head(texts, title),
      title,
      kind: t('status.kindOf', {
        wheel: wheel.name,
        depth: t(`common.depth.${round.depth}`),
        privacy: t(`common.privacy.${round.privacy}`),
      }),
      complete,
      themes: themeCounts(cardTexts, round, { ...shown, below: complete !== '' }),
      missing: open
        ? missed.length > 0
          ? t('status.missing', { count: missed.length, themes: texts.list(missed) })
          : ''
        : missingAfter(cardTexts, delivery),
      lines: open
        ? [
            t('status.deadline', { date: deadlineText(texts, round) }),
            ...(round.closeWhenAll ? [round.groups ? t('status.closeWhenAllSaid') : t('status.closeWhenAll')] : []),
            ...(isTooSmall(round) ? [t('status.few', { smallest: round.terms.smallestGroup })] : []),
          ]
        : resultLines(cardTexts, delivery),
      last: open ? [button('askClose', { round: round.id }, t('status.close'))] : [],
      actions: open
        ? openActions(cardTexts, round, missed.length)
        : round.state === 'closed'
          ? closedActions(cardTexts, round, delivery)
          : [],
    },
  };
}

/** How many are done with everything; those by link apart, since nobody knows how many they are to be. */
function allThemesText({ texts }: CardTexts, { expected }: Round, { complete, byLink }: Progress): string {
  const { t } = texts;
  if (complete === undefined) return '';
  if (!byLink) return completeText(texts, { complete, expected });
  if (complete > expected) return t('status.countAllByLink', { complete, byLink: byLink.complete });
  return t('status.countByLink', { complete, expected, byLink: byLink.complete });
}

/** Whether a confidential round will have nothing to show but halves of the scale. */
function isTooSmall({ privacy, expected, terms }: Round): boolean {
  return privacy === 'confidential' && expected < terms.smallestGroup;
}

/** Where a closed round's result is, as far as that is known. */
function resultLines({ texts: { t } }: CardTexts, { summary }: Delivery): string[] {
  if (summary === 'missing') return [];
  return summary === 'there' ? [t('status.closed')] : [t('status.resultComing')];
}

function missingAfter({ texts: { t } }: CardTexts, { summary, followUp }: Delivery): string {
  if (summary === 'missing') return t('status.resultMissing');
  return followUp ? t('status.followUpMissing') : '';
}

function closedActions({ texts: { t } }: CardTexts, { id }: Round, { summary, followUp }: Delivery): CardAction[] {
  return [
    ...(summary === 'missing' ? [button('sendMissing', { round: id }, t('status.sendResult'))] : []),
    ...(summary !== 'missing' && followUp ? [button('sendMissing', { round: id }, t('status.sendFollowUp'))] : []),
    ...(summary === 'there' ? [button('overview', {}, t('status.overview'))] : []),
    { ...button('askEraseRound', { round: id }, t('erase.round')), mode: 'secondary' },
  ];
}

function openActions({ texts: { t } }: CardTexts, { id }: Round, missing: number): CardAction[] {
  return [
    button('nudge', { round: id }, t('status.nudge')),
    missing > 0
      ? button('sendMissing', { round: id }, t('status.sendMissing', { count: missing }))
      : button('sendAgain', { round: id }, t('status.sendAgain')),
    button('askExtend', { round: id }, t('status.extend')),
    { ...button('invite', { round: id }, t('status.invite')), mode: 'secondary' },
    // The card follows by itself; this is for clients that show an old one.
    { ...button('status', { round: id }, t('status.refresh')), mode: 'secondary' },
  ];
}

/**
 * A round's deadline, to be moved on.
 * @param given what was filled in before, as it came.
 */
export function deadlineForm(
  { texts }: CardTexts,
  { round, input, faults }: DeadlineForm,
  given: Record<string, unknown>,
): Card {
  const { t } = texts;
  const { deadline, deadlineTime } = input;
  const asked: AskedField[] = [
    { label: t('setup.deadline'), filled: deadline !== undefined, given: given.deadline, right: 'day' },
    { label: t('setup.deadlineTime'), filled: deadlineTime !== undefined, given: given.deadlineTime, right: 'time' },
  ];
  // The rules are only for a deadline that was filled in.
  const chosen = deadline === undefined || deadlineTime === undefined ? '' : texts.dateTime(deadline, deadlineTime);
  return {
    template: 'deadline',
    data: {
      ...head(texts, t('extend.title')),
      title: t('extend.title'),
      intro: t('extend.intro', { date: deadlineText(texts, round) }),
      faults: faults.flatMap((fault) => {
        if (fault === 'missing') return [t('extend.missing'), ...fieldFaults(texts, asked)];
        const right = fault === 'notLater' ? t('extend.notLater') : settingFault(texts, fault);
        return wrongChoice(texts, { label: t('setup.deadline'), given: chosen, right });
      }),
      deadline: { label: t('setup.deadline'), min: round.deadline, value: deadline ?? '', error: t('extend.notLater') },
      deadlineTime: { label: t('setup.deadlineTime'), value: deadlineTime ?? '' },
      actions: [
        button(
          'extend',
          { round: round.id, from: occasionOf(round) },
          { title: t('extend.save'), style: 'positive', inputs: 'auto', again: faults.length > 0 },
        ),
        button('status', { round: round.id }, t('extend.cancel')),
      ],
    },
  };
}

/** What is told of each theme. */
interface Counted extends Progress {
  /** Whether the card has said of what the numbers are, so that a row has room for a name beside them on a phone. */
  below?: boolean;
}

function themeCounts({ texts, wheel }: CardTexts, round: Round, progress: Counted) {
  return Object.keys(round.units).map((themeId) => ({
    name: themeOf(wheel, themeId).name,
    answered: themeCount(texts, round, { themeId, ...progress }),
  }));
}

function themeCount(
  texts: CardTexts['texts'],
  { expected, summary }: Round,
  { themeId, below, ...progress }: Counted & { themeId: string },
): string {
  const { t } = texts;
  const answered = progress.answered[themeId] ?? 0;
  // What was expected was of the channel alone.
  if (summary?.byLink) return t('status.answeredAll', { count: answered });
  const byLink = progress.byLink?.answered[themeId] ?? 0;
  if (byLink > 0) {
    const counts = { answered, expected, byLink };
    if (answered > expected) return t('status.themeAllByLink', counts);
    return below ? t('status.themeCountByLink', counts) : t('status.themeByLink', counts);
  }
  const hasRoom = !below || answered > expected;
  return hasRoom ? answeredText(texts, { answered, expected }) : t('status.themeCount', { answered, expected });
}

export function closeQuestion(cardTexts: CardTexts, round: Round, progress: Progress): Card {
  const { texts } = cardTexts;
  const { t } = texts;
  const rows = themeCounts(cardTexts, round, progress).map((theme) => `${theme.name}: ${theme.answered}`);
  return message(texts, {
    title: t('closeQuestion.title'),
    lines: [...rows, t('closeQuestion.consequence'), ...(progress.byLink ? [t('closeQuestion.byLink')] : [])],
    actions: [
      button('close', { round: round.id }, { title: t('closeQuestion.confirm'), style: 'destructive' }),
      // To those who answered by it, where anybody did.
      ...(progress.byLink
        ? [button('close', { round: round.id, resultsByLink: true }, t('closeQuestion.andShowByLink'))]
        : []),
      button('status', { round: round.id }, t('closeQuestion.cancel')),
    ],
  });
}

export function openAlready({ texts }: CardTexts, round: Round): Card {
  const { t } = texts;
  return message(texts, {
    title: t('openAlready.title'),
    lines: [t('openAlready.text')],
    actions: [
      button('status', { round: round.id }, t('openAlready.show')),
      button('askClose', { round: round.id }, t('openAlready.close')),
    ],
  });
}
