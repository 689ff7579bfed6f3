import type { AnswersAs } from '../../domain/answer.ts';
import type { Round } from '../../domain/round.ts';
import { groupName } from '../../texts/groups.ts';
import type { CardTexts } from '../../texts/results.ts';
import { noGroup } from '../cards/inputs.ts';
import { groupChoices } from '../cards/parts.ts';
import type { CardAction } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';

export interface AnswersAsNeeds {
  /** Absent where they have not said it. */
  answersAs?: AnswersAs;
  /** Asked although it was said, or again since nothing was chosen. */
  asks?: 'asked' | 'again' | undefined;
}

/** Whom a person answers as, on a card of their own: asked where they have not said it, else told. */
export function answersAsParts(
  cardTexts: CardTexts,
  { round, themeId }: { round: Round; themeId: string },
  { answersAs, asks }: AnswersAsNeeds,
): { said: string; groups: object[]; actions: CardAction[] } {
  const { t } = cardTexts.texts;
  const ids = { round: round.id, theme: themeId };
  if (!round.groups) return { said: '', groups: [], actions: [] };
  if (answersAs && !asks) {
    const { group } = answersAs;
    return {
      said: group === null ? t('answersAs.declined') : t('answersAs.said', { group: groupName(cardTexts, group) }),
      groups: [],
      actions: round.state === 'open' ? [button('askAnswersAs', ids, t('answersAs.change'))] : [],
    };
  }
  if (round.state !== 'open') return { said: '', groups: [], actions: [] };
  const input = {
    label: t('answersAs.ask'),
    why: t('answersAs.why'),
    fault: asks === 'again' ? t('answersAs.choose') : '',
    value: answersAs ? (answersAs.group ?? noGroup) : '',
    choices: groupChoices(cardTexts, round.groups, t('answersAs.decline')),
  };
  const save = button('answersAs', ids, { title: t('answersAs.save'), style: 'positive', inputs: 'auto' });
  return { said: '', groups: [input], actions: [save] };
}
