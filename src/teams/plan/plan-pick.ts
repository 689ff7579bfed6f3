import type { Item } from '../../usecases/plan/plan-ports.ts';
import type { CardAction } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';
import { itemChoice, type PlanTexts, unitName } from './plan-parts.ts';

interface PickInput {
  label: string;
  choices: { title: string; value: string }[];
}

/** A list to pick from: nothing where there is nothing, since an input must have choices. */
export function pickFrom(cardTexts: PlanTexts, items: Item[]): PickInput[] {
  const { t } = cardTexts.texts;
  if (items.length === 0) return [];
  const choices = items.map((item) => ({ ...itemChoice(cardTexts, item), unit: unitName(cardTexts, item.focus) }));
  const shared = (name: string) => choices.filter(({ title }) => title === name).length > 1;
  const beside = choices.map(({ title, unit, value }) => ({
    title: shared(title) ? `${title} (${unit})` : title,
    value,
  }));
  return [{ label: t('plan.pick'), choices: numbered(beside) }];
}

/** Two of one name under one focus are told apart by a number. */
function numbered(choices: PickInput['choices']): PickInput['choices'] {
  return choices.map(({ title, value }, i) => {
    const before = choices.slice(0, i).filter((each) => each.title === title).length;
    return { title: before > 0 ? `${title} (${before + 1})` : title, value };
  });
}

/** What can be done with something picked from the card's list. */
export function pickActions(done: string, show: string): CardAction[] {
  return [
    button('finishPicked', {}, { title: done, inputs: 'auto' }),
    button('showPicked', {}, { title: show, inputs: 'auto' }),
  ];
}
