import type { Round } from '../../domain/round.ts';
import type { Texts } from '../../texts/texts.ts';
import { message } from '../cards/message.ts';
import { head } from '../cards/parts.ts';
import type { Card } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';

/** More rounds than anyone looks through, and a card still has room for their names. */
const most = 30;

/** What a facilitator can delete. @param rounds newest first, each with the name of its wheel. */
export function eraseMenu(texts: Texts, rounds: readonly { round: Round; wheel: string }[]): Card {
  const { t, moment } = texts;
  const choices = rounds.slice(0, most).map(({ round: { id, startedAt, state }, wheel }) => ({
    title: t('erase.choice', { wheel, date: moment(startedAt), state: t(`erase.state.${state}`) }),
    value: id,
  }));
  return {
    template: 'erase',
    data: {
      ...head(texts, t('erase.title')),
      title: t('erase.title'),
      lines: [t('erase.intro'), ...(choices.length > 0 ? [] : [t('erase.none')])],
      which: t('erase.which'),
      choices,
      notes: [...(rounds.length > most ? [t('erase.newest', { number: most })] : []), t('erase.own')],
      actions: [
        ...(choices.length > 0 ? [button('askEraseRound', {}, { title: t('erase.round'), inputs: 'auto' })] : []),
        button('askEraseChannel', {}, t('erase.everything')),
      ],
    },
  };
}

export interface RoundToErase {
  round: Round;
  /** Its wheel's name. */
  wheel: string;
  /** How many have answered. */
  people: number;
}

export function eraseRoundQuestion(texts: Texts, { round, wheel, people }: RoundToErase): Card {
  const { t, date } = texts;
  return message(texts, {
    title: t('erase.roundTitle'),
    lines: [
      t('erase.roundText', { wheel, date: date(round.startedAt) }),
      t('summary.people', { count: people }),
      t('erase.roundConsequence'),
    ],
    actions: [
      button('eraseRound', { round: round.id }, { title: t('erase.round'), style: 'destructive' }),
      button('keep', {}, t('erase.keepRound')),
    ],
  });
}

export function eraseChannelQuestion(texts: Texts): Card {
  const { t } = texts;
  return message(texts, {
    title: t('erase.everythingTitle'),
    lines: [t('erase.everythingText')],
    actions: [
      button('eraseChannel', {}, { title: t('erase.everythingConfirm'), style: 'destructive' }),
      button('keep', {}, t('erase.keepEverything')),
    ],
  });
}

/** What stands in place of a card of a round that was deleted. */
export function erase(texts: Texts): Card {
  const { t } = texts;
  return message(texts, { title: t('erase.goneTitle'), lines: [t('erase.gone')] });
}
