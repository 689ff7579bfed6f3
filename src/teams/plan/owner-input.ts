import type { Texts } from '../../texts/texts.ts';
import { asNow, nobody, type OwnerChoices } from '../../usecases/plan/owners.ts';

const mostAtOnce = 20;

/** The input for who sees to something of the plan. @param wrong whether what was chosen is nobody in the channel. */
export function ownerInput(
  { t }: Texts,
  label: string,
  { people, picker, ownerGone, chosen = nobody, wrong }: OwnerChoices & { chosen: string | undefined; wrong: boolean },
) {
  const choices = [
    { title: t('focusForm.nobody'), value: nobody },
    ...(ownerGone ? [{ title: t('focusForm.asNow'), value: asNow }] : []),
    ...people.map(({ name, userId }) => ({ title: name || t('role.nameless'), value: userId })),
  ];
  const shown = picker ? !wrong : choices.some(({ value }) => value === chosen);
  return {
    label,
    value: shown ? chosen : nobody,
    picker,
    // A long list is searched; a short one is looked at.
    style: choices.length > mostAtOnce ? 'filtered' : 'compact',
    choices,
  };
}
