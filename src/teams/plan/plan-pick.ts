import type { Item } from '../../usecases/plan/plan-ports.ts';
import type { CardAction } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';
import { itemChoice, type PlanTexts } from './plan-parts.ts';

interface PickInput {
  label: string;
  choices: { title: string; value: string }[];
}

/** A list to pick from: nothing where there is nothing, since an input must have choices. */
export function pickFrom(cardTexts: PlanTexts, items: Item[]): PickInput[] {
  const { t } = cardTexts.texts;
  if (items.length === 0) return [];
  return [{ label: t('plan.pick'), choices: items.map((item) => itemChoice(cardTexts, item)) }];
}

/** What can be done with something picked from the card's list. */
export function pickActions(done: string, show: string): CardAction[] {
  return [
    button('finishPicked', {}, { title: done, inputs: 'auto' }),
    button('showPicked', {}, { title: show, inputs: 'auto' }),
  ];
}
