import { planBounds } from '../../domain/plan.ts';
import type { Untouched } from '../../domain/untouched.ts';
import type { Texts } from '../../texts/texts.ts';
import type { ActionFault, ActionInput } from '../../usecases/plan/action-form.ts';
import type { FocusFault, FocusInput } from '../../usecases/plan/focus-form.ts';
import type { NewFocus, NewFocusInput } from '../../usecases/plan/new-focus.ts';
import { type AskedField, fieldFaults, wrongChoice, wrongText } from '../cards/field-faults.ts';

/** What the forms of the plan say of what was filled in and cannot be kept: the field, what came, and what is right. */

/** Of a focus to be added. */
export function newFocusFaults(
  texts: Texts,
  { unit, term, unread = {} }: NewFocusInput,
  fault: NonNullable<NewFocus['fault']>,
): string[] {
  const { t } = texts;
  const rule = t(`focusForm.fault.${fault}`, planBounds);
  if (fault === 'full') return [rule];
  const asked: AskedField[] = [
    { label: t('focusForm.unit'), filled: unit !== undefined, given: unread.unit, right: 'choice' },
    { label: t('focusForm.term'), filled: term !== undefined, given: unread.term, right: 'choice' },
  ];
  return [rule, ...fieldFaults(texts, asked)];
}

/** Of a focus. */
export function focusFaults(texts: Texts, input: FocusInput, fault: FocusFault): string[] {
  const { t } = texts;
  if (fault === 'unread') return unreadFields(texts, input, focusFields(texts));
  const label = t(`focusForm.${fault}`);
  const right = t(`focusForm.fault.${fault}`, planBounds);
  if (fault === 'owner') return [t('field.person', { field: label, right })];
  return [wrongChoice(texts, { label, given: fault === 'date' ? dayOf(texts, input) : '', right })];
}

/** Of an action. */
export function actionFaults(texts: Texts, input: ActionInput, fault: ActionFault): string[] {
  const { t } = texts;
  if (fault === 'unread') return unreadFields(texts, input, actionFields(texts));
  const right = t(`actionForm.fault.${fault}`, planBounds);
  switch (fault) {
    case 'full':
      return [right];
    case 'title':
      return [wrongText(texts, { label: t('actionForm.what'), given: input.title, right })];
    case 'partners':
      return [wrongText(texts, { label: t('actionForm.partners'), given: input.partners, right })];
    case 'focus':
      return [wrongChoice(texts, { label: t('actionForm.forFocus'), given: '', right })];
    case 'date':
      return [wrongChoice(texts, { label: t('actionForm.date'), given: dayOf(texts, input), right })];
    case 'owner':
      return [t('field.person', { field: t('actionForm.owner'), right })];
  }
}

const dayOf = (texts: Texts, { date }: { date?: string }) => (date === undefined ? '' : texts.date(date));

type Field = Pick<AskedField, 'label' | 'right'>;

const focusFields = ({ t }: Texts): Record<string, Field> => ({
  term: { label: t('focusForm.term'), right: 'choice' },
  target: { label: t('focusForm.target'), right: 'choice' },
  date: { label: t('focusForm.date'), right: 'day' },
});

const actionFields = ({ t }: Texts): Record<string, Field> => ({
  date: { label: t('actionForm.date'), right: 'day' },
  milestone: { label: t('actionForm.milestone'), right: 'choice' },
});

/** A line for each field that came with something that could not be read. */
function unreadFields(texts: Texts, { unread = {} }: Untouched, fields: Record<string, Field>): string[] {
  const asked = Object.entries(fields).map(([name, field]) => ({
    ...field,
    filled: unread[name] === undefined,
    given: unread[name],
  }));
  return fieldFaults(texts, asked);
}
