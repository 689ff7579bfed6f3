import type { PlanAction } from '../../domain/plan.ts';
import type { Item, ShownAction, ShownFocus } from '../../usecases/plan/plan-ports.ts';
import {
  actionFacts,
  actionLine,
  aroundFact,
  type Fact,
  fact,
  focusLine,
  itemChoice,
  ownerFact,
  type PlanTexts,
  unitName,
} from './plan-parts.ts';

/** What is shown of a focus on one card. */
export interface Section {
  name: string;
  line: string;
  facts: Fact[];
  actions: ActionRow[];
  none: string;
}

interface ActionRow {
  title: string;
  line: string;
  facts: Fact[];
}

/** As much of a plan as one card has room for, and what can be picked on it. */
export interface Page {
  sections: Section[];
  items: Item[];
}

/** Cards go up to about 28 KB; the plan's lines get what the rest leaves, in bytes with the elements around them. */
const pageBudget = 24_000;
const aroundRow = 450;

/** A plan cut into pages; a focus that does not fit on one goes on on the next. */
export function pagesOf(cardTexts: PlanTexts, focuses: readonly ShownFocus[]): Page[] {
  const pages: Page[] = [];
  let left = 0;
  for (const shown of focuses) {
    let section: Section | undefined;
    const rows = shown.actions.length > 0 ? shown.actions : [undefined];
    for (const [i, action] of rows.entries()) {
      const head = sectionOf(cardTexts, shown, i > 0);
      const row = action && actionRow(cardTexts, action);
      const items = itemsOf(shown, action, i === 0);
      const weight = (...parts: (Section | ActionRow)[]) =>
        weightOf(
          parts,
          items.map((item) => itemChoice(cardTexts, item)),
        );
      const needed = weight(...(section ? [] : [head]), ...(row ? [row] : []));
      if (needed > left) {
        pages.push({ sections: [], items: [] });
        left = pageBudget;
        section = undefined;
      }
      if (!section) {
        section = head;
        pages.at(-1)?.sections.push(section);
      }
      if (row) section.actions.push(row);
      pages.at(-1)?.items.push(...items);
      left -= needed;
    }
  }
  return pages;
}

function weightOf(parts: readonly (Section | ActionRow)[], choices: readonly object[]): number {
  const facts = parts.reduce((sum, each) => sum + each.facts.length, 0);
  return Buffer.byteLength(JSON.stringify([parts, choices])) + parts.length * aroundRow + facts * aroundFact;
}

function itemsOf({ focus }: ShownFocus, action: PlanAction | undefined, first: boolean): Item[] {
  return [
    ...(first ? [{ kind: 'focus', focus } as const] : []),
    ...(action ? [{ kind: 'action', action, focus } as const] : []),
  ];
}

/** A focus without its actions. @param continued whether it began on the page before. */
function sectionOf(cardTexts: PlanTexts, shown: ShownFocus, continued: boolean): Section {
  const { t } = cardTexts.texts;
  const unit = unitName(cardTexts, shown.focus);
  if (continued) return { name: t('plan.continued', { unit }), line: '', facts: [], actions: [], none: '' };
  return {
    name: unit,
    line: focusLine(cardTexts, shown),
    facts: [...ownerFact(cardTexts, shown.owner), ...fact(t('plan.reason'), shown.focus.reason)],
    actions: [],
    none: shown.actions.length === 0 && shown.focus.status === 'open' ? t('plan.noActions') : '',
  };
}

function actionRow(cardTexts: PlanTexts, action: ShownAction): ActionRow {
  return {
    title: cardTexts.texts.t(`plan.mark.${action.status}`, { title: action.content.title }),
    line: rowLine(cardTexts, action),
    facts: actionFacts(cardTexts, action),
  };
}

/** The mark in front says that it is open; what is over says so in words, too. */
function rowLine(cardTexts: PlanTexts, action: PlanAction): string {
  return actionLine(cardTexts, action, { named: action.status !== 'open' });
}

/** One thing alone, under the name of its focus. */
export function sectionFor(cardTexts: PlanTexts, item: Item): Section {
  const name = unitName(cardTexts, item.focus);
  const section = { name, line: '', facts: [], actions: [], none: '' };
  if (item.kind === 'focus') return { ...section, line: focusLine(cardTexts, item) };
  return { ...section, actions: [actionRow(cardTexts, item.action)] };
}
