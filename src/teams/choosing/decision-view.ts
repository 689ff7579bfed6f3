import { type DecisionFault, type Horizon, horizons, mostDots } from '../../domain/choosing.ts';
import { unitIds } from '../../domain/round.ts';
import type { CardTexts } from '../../texts/results.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Decision } from '../../usecases/choosing/deciding.ts';
import { wrongChoice } from '../cards/field-faults.ts';
import { head } from '../cards/parts.ts';
import type { Card } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';
import { unitChoices, unitNameIn } from './choosing-view.ts';

/** What is taken up in the short and the long term, to be decided. */
export function decision(cardTexts: CardTexts, decided: Decision): Card {
  const { round, lists: chosen, faults } = decided;
  const { texts } = cardTexts;
  const { t } = texts;
  const told = [
    ...unknownChoices(texts, decided),
    ...faults.flatMap((fault) => decisionFaults(cardTexts, decided, fault)),
  ];
  const input = (term: (typeof horizons)[number]) => ({
    label: t(`decision.${term}`),
    value: chosen[term].join(','),
    choices: unitChoices(cardTexts, round, unitIds(round)),
  });
  return {
    template: 'decision',
    data: {
      ...head(texts, t('outcome.decide')),
      title: t('outcome.decide'),
      intro: t('decision.intro', { most: mostDots }),
      faults: told,
      short: input('short'),
      long: input('long'),
      actions: [
        button(
          'decide',
          { round: round.id },
          { title: t('decision.save'), style: 'positive', inputs: 'auto', again: told.length > 0 },
        ),
        button('goOnChoosing', { round: round.id }, t('common.cancel')),
      ],
    },
  };
}

/** What was chosen that is not on the form, where it is. */
function unknownChoices(texts: Texts, { unknown }: Decision): string[] {
  const { t } = texts;
  return horizons.flatMap((term) =>
    (unknown?.[term] ?? []).map((given) =>
      wrongChoice(texts, { label: t(`plan.term.${term}`), given, right: t('field.choice') }),
    ),
  );
}

/** Which list or which unit is meant, what is wrong with it, and what is right. */
function decisionFaults(
  cardTexts: CardTexts,
  { round, lists }: Omit<Decision, 'kind'>,
  fault: DecisionFault,
): string[] {
  const { t } = cardTexts.texts;
  const right = t(`decision.fault.${fault}`, { most: mostDots });
  const label = (term: Horizon) => t(`plan.term.${term}`);
  switch (fault) {
    case 'none':
      return [right];
    case 'tooMany':
      return horizons
        .filter((term) => lists[term].length > mostDots)
        .map((term) => t('field.many', { field: label(term), length: lists[term].length, right }));
    case 'twice':
      return lists.long
        .filter((unitId) => lists.short.includes(unitId))
        .map((unitId) =>
          wrongChoice(cardTexts.texts, { label: label('long'), given: unitNameIn(cardTexts, round, unitId), right }),
        );
  }
}
