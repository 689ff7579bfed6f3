import type { Refusal } from '../../usecases/channel/caller.ts';
import { type ActionForm, editAction, newAction, saveAction } from '../../usecases/plan/action-form.ts';
import {
  addFocus,
  askFocus,
  editFocus,
  type FocusForm,
  type NewFocus,
  saveFocus,
} from '../../usecases/plan/focus-form.ts';
import { askDrop, type DropForm, type ItemShown, setStatus, showItem } from '../../usecases/plan/items.ts';
import { showPlan } from '../../usecases/plan/shown-plan.ts';
import type { BotContext } from '../cards/bot-context.ts';
import { message } from '../cards/message.ts';
import { cardTextsFor } from '../cards/render-context.ts';
import { type Handler, type Press, type Reply, refusal } from '../cards/reply.ts';
import type { Card } from '../cards/templates.ts';
import type { Verb } from '../cards/verbs.ts';
import { actionForm, focusForm, newFocus } from './plan-forms.ts';
import { readAction, readFocus, readLine, readNewFocus } from './plan-inputs.ts';
import { planTextsFor } from './plan-parts.ts';
import { readItem } from './plan-verbs.ts';
import { dropForm, item, plan } from './plan-view.ts';

/** What buttons about the plan do. */
export const planActions = {
  plan: (context, press, { page }) => planReply(context, press, page),
  showPicked: async (context, press, _, { inputs }) => {
    const picked = readItem(inputs.item);
    return picked
      ? itemReply(context, press, await showItem(context.deps, context.rosters, press.caller, picked))
      : pickFirst(context, press);
  },
  finishPicked: async (context, press, _, { inputs }) => {
    const picked = readItem(inputs.item);
    if (!picked) return pickFirst(context, press);
    return itemReply(context, press, await setStatus(context.deps, context.rosters, press.caller, picked, 'done'));
  },
  showItem: async (context, press, ref) =>
    itemReply(context, press, await showItem(context.deps, context.rosters, press.caller, ref)),
  askDrop: async (context, press, ref) =>
    itemReply(context, press, await askDrop(context.deps, context.rosters, press.caller, ref)),
  drop: async (context, press, ref, { inputs }) => {
    const reason = readLine(inputs.reason);
    return itemReply(
      context,
      press,
      await setStatus(context.deps, context.rosters, press.caller, ref, 'dropped', reason),
    );
  },
  setStatus: async (context, press, { to, ...ref }) =>
    itemReply(context, press, await setStatus(context.deps, context.rosters, press.caller, ref, to)),
  newFocus: async (context, press) =>
    itemReply(context, press, await askFocus(context.deps, context.rosters, press.caller)),
  addFocus: async (context, press, { focus, round }, { inputs }) => {
    const ref = { focusId: focus, roundId: round };
    return itemReply(
      context,
      press,
      await addFocus(context.deps, context.rosters, press.caller, ref, readNewFocus(inputs)),
    );
  },
  editFocus: async (context, press, { focus }) =>
    itemReply(context, press, await editFocus(context.deps, context.rosters, press.caller, focus)),
  saveFocus: async (context, press, { focus, seen }, { inputs }) => {
    const ref = { focusId: focus, seen };
    return itemReply(
      context,
      press,
      await saveFocus(context.deps, context.rosters, press.caller, ref, readFocus(inputs)),
    );
  },
  newAction: async (context, press, { focus }) =>
    itemReply(context, press, await newAction(context.deps, context.rosters, press.caller, focus)),
  editAction: async (context, press, { action }) =>
    itemReply(context, press, await editAction(context.deps, context.rosters, press.caller, action)),
  saveAction: async (context, press, { action, seen }, { inputs }) => {
    const ref = { actionId: action, seen };
    return itemReply(
      context,
      press,
      await saveAction(context.deps, context.rosters, press.caller, ref, readAction(inputs)),
    );
  },
} satisfies { [V in Verb]?: Handler<V> };

/** What a button of another version brings instead. */
export const freshPlan = {
  plan: 'plan',
  showPicked: 'plan',
  finishPicked: 'plan',
  showItem: 'showItem',
  setStatus: 'showItem',
  askDrop: 'askDrop',
  drop: 'askDrop',
  newFocus: 'newFocus',
  addFocus: 'newFocus',
  editFocus: 'editFocus',
  saveFocus: 'editFocus',
  newAction: 'newAction',
  editAction: 'editAction',
  saveAction: 'editAction',
} as const satisfies Partial<Record<Verb, Verb>>;

async function planReply(context: BotContext, press: Press, page: number): Promise<Reply> {
  const shown = await showPlan(context.deps, context.rosters, press.caller);
  if (shown.kind === 'refused') return refusal(context, press, shown);
  const cardTexts = await planTextsFor(context.render, shown.plan.focuses, press.caller.language);
  return { kind: 'card', card: plan(cardTexts, shown.plan, page) };
}

type Shown = ItemShown | DropForm | NewFocus | FocusForm | ActionForm | Refusal;

async function itemReply(context: BotContext, press: Press, shown: Shown): Promise<Reply> {
  if (shown.kind === 'refused') return refusal(context, press, shown);
  return { kind: 'card', card: await itemCard(context, press, shown) };
}

async function itemCard(
  { render }: BotContext,
  { caller: { language } }: Press,
  shown: Exclude<Shown, Refusal>,
): Promise<Card> {
  switch (shown.kind) {
    case 'item':
      return item(await planTextsFor(render, [shown.item], language), shown);
    case 'dropForm':
      return dropForm(await planTextsFor(render, [shown.item], language), shown);
    case 'newFocus':
      return newFocus(await cardTextsFor(render, shown.round, language), shown);
    case 'focusForm':
      return focusForm(await planTextsFor(render, [shown], language), shown);
    case 'actionForm':
      return actionForm(
        await planTextsFor(
          render,
          shown.focuses.map((focus) => ({ focus })),
          language,
        ),
        shown,
      );
  }
}

function pickFirst({ render }: BotContext, { caller }: Press): Reply {
  return { kind: 'text', text: render.texts[caller.language].t('plan.pickFirst') };
}

/** The plan for whoever writes the command. */
export async function planCard(context: BotContext, press: Press): Promise<Card> {
  const reply = await planReply(context, press, 0);
  return reply.kind === 'text' ? message(context.render.texts[press.caller.language], [reply.text]) : reply.card;
}
