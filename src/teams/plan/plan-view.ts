import type { Called } from '../../domain/called.ts';
import { planBounds } from '../../domain/plan.ts';
import type { DropForm, ItemShown } from '../../usecases/plan/items.ts';
import type { Item, ShownPlan } from '../../usecases/plan/plan-ports.ts';
import { wrongText } from '../cards/field-faults.ts';
import { head } from '../cards/parts.ts';
import type { Card, CardAction } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';
import { pagesOf } from './plan-pages.ts';
import {
  actionFacts,
  actionLine,
  briefFrame,
  type Fact,
  fact,
  focusLine,
  heading,
  ownerFact,
  type PlanTexts,
  unitName,
} from './plan-parts.ts';
import { pickActions, pickFrom } from './plan-pick.ts';

/** The plan, a page at a time. @param page 0 for the first; past the last the first is shown again. */
export function plan(cardTexts: PlanTexts, { focuses, frame, roundId }: ShownPlan, page = 0): Card {
  const { texts } = cardTexts;
  const { t } = texts;
  const pages = pagesOf(cardTexts, focuses);
  const at = page < pages.length ? page : 0;
  const { sections, items } = pages[at] ?? { sections: [], items: [] };
  const empty = focuses.length === 0;
  return {
    template: 'plan',
    data: {
      ...head(texts, t('plan.title')),
      title: t('plan.title'),
      frame: briefFrame(texts, frame),
      lines: empty ? [roundId === undefined ? t('plan.noRound') : t('plan.empty')] : [],
      sections,
      pick: pickFrom(cardTexts, items),
      actions: empty ? emptyActions(cardTexts, roundId) : planActions(cardTexts, roundId, { at, pages: pages.length }),
    },
  };
}

function planActions(
  { texts: { t } }: PlanTexts,
  roundId: string | undefined,
  { at, pages }: { at: number; pages: number },
): CardAction[] {
  const next =
    at + 1 < pages ? button('plan', { page: at + 1 }, t('plan.more')) : button('plan', { page: 0 }, t('plan.again'));
  return [
    ...pickActions(t('plan.done'), t('plan.show')),
    button('newAction', {}, t('plan.addAction')),
    ...(roundId === undefined ? [] : [button('newFocus', {}, t('plan.addFocus'))]),
    ...(pages > 1 ? [next] : []),
  ];
}

function emptyActions({ texts: { t } }: PlanTexts, roundId: string | undefined): CardAction[] {
  if (roundId === undefined) return [button('setup', {}, t('welcome.start'))];
  return [
    button('choose', { round: roundId }, { title: t('summary.choose'), style: 'positive' }),
    button('newFocus', {}, t('plan.addFocus')),
  ];
}

/** One focus or action, with what can be done with it. */
export function item(cardTexts: PlanTexts, { item: shown, owner, note }: ItemShown): Card {
  const { texts } = cardTexts;
  const { t } = texts;
  const title = shown.kind === 'focus' ? t('plan.focus') : t('plan.action');
  return {
    template: 'facts',
    data: {
      ...head(texts, title),
      title,
      notice: note ? t(`plan.${note}`) : '',
      facts: itemFacts(cardTexts, shown, owner),
      lines: [],
      actions: itemActions(cardTexts, shown),
    },
  };
}

function itemFacts(cardTexts: PlanTexts, shown: Item, owner: Called | undefined): Fact[] {
  const { t } = cardTexts.texts;
  const { focus } = shown;
  if (shown.kind === 'focus') {
    return [
      heading(unitName(cardTexts, focus)),
      ...fact(t('plan.statusLabel'), focusLine(cardTexts, { focus })),
      ...ownerFact(cardTexts, owner),
      ...fact(t('plan.reason'), focus.reason),
    ];
  }
  const { action } = shown;
  return [
    heading(action.content.title),
    ...fact(t('plan.statusLabel'), actionLine(cardTexts, action)),
    ...fact(t('plan.focus'), unitName(cardTexts, focus)),
    ...actionFacts(cardTexts, { ...action, ...(owner !== undefined && { owner }) }),
  ];
}

function itemActions({ texts: { t } }: PlanTexts, shown: Item): CardAction[] {
  const { kind, focus } = shown;
  const { id, status, turn } = kind === 'focus' ? focus : shown.action;
  const back = button('plan', { page: 0 }, t('plan.back'));
  if (status !== 'open') return [button('setStatus', { kind, id, turn, to: 'open' }, t('plan.reopen')), back];
  const edit =
    kind === 'focus'
      ? button('editFocus', { focus: id }, t('plan.edit'))
      : button('editAction', { action: id }, t('plan.edit'));
  const add = button('newAction', { focus: focus.id }, kind === 'focus' ? t('plan.addAction') : t('plan.another'));
  return [
    button('setStatus', { kind, id, turn, to: 'done' }, t('plan.done')),
    edit,
    button('askDrop', { kind, id }, t('plan.drop')),
    ...(focus.status === 'open' ? [add] : []),
    back,
  ];
}

/** Why is it dropped? */
export function dropForm(cardTexts: PlanTexts, { item: shown, reason, fault }: DropForm): Card {
  const { texts } = cardTexts;
  const { t } = texts;
  const { kind } = shown;
  const { id, turn } = shown.kind === 'focus' ? shown.focus : shown.action;
  const what = shown.kind === 'focus' ? unitName(cardTexts, shown.focus) : shown.action.content.title;
  const right = t('dropForm.fault', { reason: planBounds.reason });
  return {
    template: 'drop-form',
    data: {
      ...head(texts, t('dropForm.title')),
      title: t('dropForm.title'),
      facts: [heading(what)],
      faults: fault ? [wrongText(texts, { label: t('dropForm.reason'), given: reason, right })] : [],
      reason: { label: t('dropForm.reason'), value: reason, max: planBounds.reason },
      actions: [
        button('drop', { kind, id, turn }, { title: t('dropForm.save'), style: 'destructive', inputs: 'auto' }),
        button('showItem', { kind, id }, t('dropForm.cancel')),
      ],
    },
  };
}
