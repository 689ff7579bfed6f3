import type { Called } from '../../domain/called.ts';
import type { FrameContent } from '../../domain/frame.ts';
import type { Language } from '../../domain/language.ts';
import type { Focus, PlanAction } from '../../domain/plan.ts';
import type { Wheel } from '../../domain/wheel.ts';
import { calledText } from '../../texts/called.ts';
import { stepsText } from '../../texts/plan.ts';
import { themeOf, unitTitle } from '../../texts/results.ts';
import type { Texts } from '../../texts/texts.ts';
import { beside } from '../../texts/together.ts';
import type { Item, ShownAction, ShownFocus } from '../../usecases/plan/plan-ports.ts';
import { withinBudget } from '../cards/parts.ts';
import type { RenderContext } from '../cards/render-context.ts';
import { itemValue } from './plan-verbs.ts';

/** What views of the plan need: the words, and the wheel that a focus was chosen from in their language. */
export interface PlanTexts {
  texts: Texts;
  wheelOf(focus: Focus): Wheel;
}

/** Focuses may have been chosen from several wheels, and from several versions of one. */
export async function planTextsFor(
  { texts, wheels }: RenderContext,
  shown: readonly { focus: Focus }[],
  language: Language,
): Promise<PlanTexts> {
  const nameOf = ({ wheelId, wheelVersion }: Focus) => `${wheelId} ${wheelVersion}`;
  const some = new Map(shown.map(({ focus }) => [nameOf(focus), focus]));
  const found = new Map(
    await Promise.all([...some].map(async ([name, focus]) => [name, await wheels.of(focus, language)] as const)),
  );
  return {
    texts: texts[language],
    wheelOf(focus) {
      const wheel = found.get(nameOf(focus));
      if (!wheel) throw new Error(`A card of the plan was made without the wheel ${nameOf(focus)}`);
      return wheel;
    },
  };
}

/** A label and what people wrote or chose; shown where nothing is read into it. */
export interface Fact {
  label: string;
  text: string;
}

/** What a card is about, without a label. */
export function heading(text: string): Fact {
  return { label: text, text: '' };
}

/** @returns nothing where there is no text. */
export function fact(label: string, text: string | undefined): Fact[] {
  return text === undefined || text === '' ? [] : [{ label: `${label}: `, text }];
}

export function unitName({ wheelOf }: PlanTexts, focus: Focus): string {
  const wheel = wheelOf(focus);
  return unitTitle(wheel, themeOf(wheel, focus.themeId), focus.unitId);
}

/** What is the bot's own to say about a focus on one line. */
export function focusLine(cardTexts: PlanTexts, shown: Pick<ShownFocus, 'focus' | 'now'>): string {
  const { t } = cardTexts.texts;
  const { content, status } = shown.focus;
  return beside([
    t(`plan.term.${content.term}`),
    stepsText(cardTexts.texts, shown),
    byDate(cardTexts, content.date),
    status === 'open' ? '' : t(`plan.status.${status}`),
  ]);
}

/** How far an action is, on one line. @param named whether its status is said in words. */
export function actionLine(cardTexts: PlanTexts, { content, status }: PlanAction, { named } = { named: true }): string {
  const { t } = cardTexts.texts;
  return beside([
    named ? t(`plan.status.${status}`) : '',
    status === 'open' ? byDate(cardTexts, content.date) : '',
    content.milestone ? t('plan.milestone') : '',
  ]);
}

function byDate({ texts: { t, date } }: PlanTexts, day: string | undefined): string {
  return day === undefined ? '' : t('plan.by', { date: date(day) });
}

/** Who sees to an action, and what people said of it beside its title. */
export function actionFacts(cardTexts: PlanTexts, { content, reason, owner }: ShownAction): Fact[] {
  const { t } = cardTexts.texts;
  return [
    ...ownerFact(cardTexts, owner),
    ...fact(t('plan.goal'), content.goal),
    ...fact(t('plan.value'), content.value),
    ...fact(t('plan.partners'), content.partners),
    ...fact(t('plan.reason'), reason),
  ];
}

/** Who sees to a focus or an action; somebody who has left has no name any longer. */
export function ownerFact({ texts }: PlanTexts, owner: Called | undefined): Fact[] {
  return owner === undefined ? [] : fact(texts.t('plan.owner'), calledText(texts, owner));
}

/** What the elements around a fact take of a card, in bytes. */
export const aroundFact = 220;

/** The frame in a few lines, for the top of another card. @param budget what that card has room for, in bytes. */
export function briefFrame({ t, list }: Texts, frame: FrameContent | undefined, budget = 4_000): Fact[] {
  if (!frame) return [];
  const facts = [
    ...fact(t('frame.destination'), frame.destination),
    ...fact(t('frame.goals'), list(frame.goals)),
    ...fact(t('frame.values'), list(frame.values)),
  ];
  return withinBudget(facts, { budget, overhead: aroundFact });
}

/** A thing of the plan in a list to choose from. */
export function itemChoice(cardTexts: PlanTexts, item: Item): { title: string; value: string } {
  if (item.kind === 'focus') {
    const { id, turn } = item.focus;
    const title = cardTexts.texts.t('plan.pickFocus', { unit: unitName(cardTexts, item.focus) });
    return { title, value: itemValue({ kind: 'focus', id, turn }) };
  }
  const { id, turn, content } = item.action;
  return { title: content.title, value: itemValue({ kind: 'action', id, turn }) };
}
