import type { Item } from '../../usecases/plan/plan-ports.ts';
import { head } from '../cards/parts.ts';
import type { Card } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';
import { sectionFor } from './plan-pages.ts';
import type { PlanTexts } from './plan-parts.ts';
import { pickActions, pickFrom } from './plan-pick.ts';

/** As many as one card has room for; the plan shows the others. */
const mostAsked = 12;

/** It is asked how something went whose date has passed. */
export function followUp(cardTexts: PlanTexts, items: readonly Item[]): Card {
  const { texts } = cardTexts;
  const { t } = texts;
  const asked = items.slice(0, mostAsked);
  const left = items.length - asked.length;
  return {
    template: 'plan',
    data: {
      ...head(texts, t('followUp.title')),
      title: t('followUp.title'),
      frame: [],
      lines: [t('followUp.intro'), ...(left > 0 ? [t('reached.more', { count: left })] : [])],
      sections: asked.map((each) => sectionFor(cardTexts, each)),
      pick: pickFrom(cardTexts, asked),
      actions: [...pickActions(t('plan.done'), t('plan.show')), button('plan', { page: 0 }, t('outcome.plan'))],
    },
  };
}
