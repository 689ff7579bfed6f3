import { horizons } from '../../domain/choosing.ts';
import { planBounds } from '../../domain/plan.ts';
import type { CardTexts } from '../../texts/results.ts';
import type { ActionForm } from '../../usecases/plan/action-form.ts';
import type { FocusForm } from '../../usecases/plan/focus-form.ts';
import type { NewFocus } from '../../usecases/plan/new-focus.ts';
import type { ShownAction } from '../../usecases/plan/plan-ports.ts';
import { message } from '../cards/message.ts';
import { head, stepChoices } from '../cards/parts.ts';
import type { Card } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';
import { unitChoices } from '../choosing/choosing-view.ts';
import { ownerInput } from './owner-input.ts';
import { actionFaults, focusFaults, newFocusFaults } from './plan-faults.ts';
import { unchosen } from './plan-inputs.ts';
import {
  actionFacts,
  actionLine,
  type Fact,
  fact,
  focusLine,
  heading,
  ownerFact,
  type PlanTexts,
  unitName,
} from './plan-parts.ts';

/** A focus to be added: which, and when it is taken up. */
export function newFocus(cardTexts: CardTexts, { focusId, round, units, input, fault }: NewFocus): Card {
  const { texts } = cardTexts;
  const { t } = texts;
  const back = button('plan', { page: 0 }, t('plan.back'));
  if (units.length === 0)
    return message(texts, { title: t('focusForm.newTitle'), lines: [t('focusForm.nothingLeft')], actions: [back] });
  return {
    template: 'new-focus',
    data: {
      ...head(texts, t('focusForm.newTitle')),
      title: t('focusForm.newTitle'),
      faults: fault ? newFocusFaults(texts, input, fault) : [],
      unit: { label: t('focusForm.unit'), choices: unitChoices(cardTexts, round, units) },
      term: { label: t('focusForm.term'), value: input.term ?? '', choices: termChoices(texts) },
      actions: [
        button(
          'addFocus',
          { focus: focusId, round: round.id },
          { title: t('focusForm.add'), style: 'positive', inputs: 'auto', again: fault !== undefined },
        ),
        back,
      ],
    },
  };
}

/** Whether somebody else has changed it, or something is wrong, decides what the button that saves it says and sends. */
function saveLook({ t }: CardTexts['texts'], { theirs, faults }: Pick<FocusForm | ActionForm, 'theirs' | 'faults'>) {
  const again = theirs !== undefined || faults.length > 0;
  return { title: theirs ? t('plan.saveMine') : t('plan.save'), style: 'positive', inputs: 'auto', again } as const;
}

function termChoices({ t }: CardTexts['texts']) {
  return horizons.map((term) => ({ title: t(`decision.${term}`), value: term }));
}

/** A focus to be changed, as it was filled in; where somebody else has changed it since, with theirs above it. */
export function focusForm(cardTexts: PlanTexts, form: FocusForm): Card {
  const { texts } = cardTexts;
  const { t } = texts;
  const { focus, seen, input, faults, theirs, today } = form;
  const wheel = cardTexts.wheelOf(focus);
  return {
    template: 'focus-form',
    data: {
      ...head(texts, t('focusForm.title')),
      title: t('focusForm.title'),
      ...conflict(
        cardTexts,
        theirs && [
          ...fact(t('plan.statusLabel'), focusLine(cardTexts, { focus })),
          ...ownerFact(cardTexts, theirs.owner),
        ],
      ),
      facts: [heading(unitName(cardTexts, focus))],
      faults: faults.flatMap((fault) => focusFaults(texts, input, fault)),
      term: { label: t('focusForm.term'), value: input.term ?? '', choices: termChoices(texts) },
      target: {
        label: t('focusForm.target'),
        value: String(input.target ?? unchosen),
        choices: [{ title: t('plan.none'), value: unchosen }, ...stepChoices({ texts, wheel }, { explained: true })],
      },
      date: dateInput(texts, t('focusForm.date'), { min: earlier(today, focus.content.date), value: input.date }),
      owner: ownerInput(texts, t('focusForm.owner'), {
        ...form,
        chosen: input.owner,
        wrong: faults.includes('owner'),
      }),
      actions: [
        button('saveFocus', { focus: focus.id, seen }, saveLook(texts, form)),
        button('showItem', { kind: 'focus', id: focus.id }, theirs ? t('plan.keepTheirs') : t('plan.back')),
      ],
    },
  };
}

/** An action to be added or changed, as it was filled in; where somebody else has changed it since, with theirs above it. */
export function actionForm(cardTexts: PlanTexts, form: ActionForm): Card {
  const { texts } = cardTexts;
  const { t } = texts;
  const { actionId, seen, input, faults, theirs, focuses, frame, today } = form;
  const title = seen === 0 && !theirs ? t('actionForm.newTitle') : t('actionForm.title');
  return {
    template: 'action-form',
    data: {
      ...head(texts, title),
      title,
      ...conflict(cardTexts, theirs && actionTold(cardTexts, theirs)),
      faults: faults.flatMap((fault) => actionFaults(texts, input, fault)),
      what: {
        label: t('actionForm.what'),
        placeholder: t('actionForm.whatPlaceholder'),
        value: input.title,
        max: planBounds.title,
      },
      forFocus: {
        label: t('actionForm.forFocus'),
        value: input.forFocus ?? '',
        choices: focuses.map((focus) => ({ title: unitName(cardTexts, focus), value: focus.id })),
      },
      date: dateInput(texts, t('actionForm.date'), { min: earlier(today, input.date), value: input.date }),
      milestone: { label: t('actionForm.milestone'), value: String(input.milestone) },
      goal: nameInput(cardTexts, t('actionForm.goal'), { names: frame.goals, chosen: input.goal }),
      value: nameInput(cardTexts, t('actionForm.value'), { names: frame.values, chosen: input.value }),
      partners: {
        label: t('actionForm.partners'),
        placeholder: t('actionForm.partnersPlaceholder'),
        value: input.partners,
        max: planBounds.partners,
      },
      owner: ownerInput(texts, t('actionForm.owner'), {
        ...form,
        chosen: input.owner,
        wrong: faults.includes('owner'),
      }),
      actions: [
        button('saveAction', { action: actionId, seen }, saveLook(texts, form)),
        seen === 0
          ? button('plan', { page: 0 }, t('plan.back'))
          : button('showItem', { kind: 'action', id: actionId }, theirs ? t('plan.keepTheirs') : t('plan.back')),
      ],
    },
  };
}

function actionTold(cardTexts: PlanTexts, action: ShownAction): Fact[] {
  const { t } = cardTexts.texts;
  return [
    heading(action.content.title),
    ...fact(t('plan.statusLabel'), actionLine(cardTexts, action)),
    ...actionFacts(cardTexts, action),
  ];
}

/** A name of the frame to choose, what was chosen before the frame changed included. */
function nameInput(
  { texts: { t } }: PlanTexts,
  label: string,
  { names, chosen }: { names: readonly string[]; chosen: string },
) {
  const offered = chosen === '' || names.includes(chosen) ? names : [chosen, ...names];
  return {
    label,
    value: chosen === '' ? unchosen : chosen,
    choices: [{ title: t('plan.none'), value: unchosen }, ...offered.map((name) => ({ title: name, value: name }))],
  };
}

/** What somebody else has made of it since; nothing where nobody has. */
function conflict({ texts: { t } }: PlanTexts, theirs: Fact[] | undefined) {
  return {
    conflict: theirs ? t('plan.conflict') : '',
    theirsTitle: theirs ? t('plan.theirs') : '',
    theirs: theirs ?? [],
  };
}

/** @param days min: the first that can be chosen. */
function dateInput({ t }: CardTexts['texts'], label: string, days: { min: string; value: string | undefined }) {
  const { min, value = '' } = days;
  return { label, placeholder: t('schedule.choose'), min, value, error: t('actionForm.fault.date', planBounds) };
}

/** A date that is past already can stay. */
function earlier(today: string, date: string | undefined): string {
  return date !== undefined && date < today ? date : today;
}
