import type { Round } from '../../domain/round.ts';
import { completeText } from '../../texts/answered.ts';
import { deadlineText } from '../../texts/deadline.ts';
import type { CardTexts } from '../../texts/results.ts';
import { message } from '../cards/message.ts';
import type { Card } from '../cards/templates.ts';

/** How many have answered every theme, told in the round's thread; never who. */
export function nudge({ texts }: CardTexts, round: Round, complete: number): Card {
  const { t } = texts;
  return message(texts, {
    title: t('nudge.title'),
    lines: [
      completeText(texts, { complete, expected: round.expected }),
      t('nudge.deadline', { date: deadlineText(texts, round) }),
    ],
  });
}
