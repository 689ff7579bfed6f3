import type { Focus } from '../../domain/plan.ts';
import { personInChannel, type Refusal } from '../../usecases/channel/caller.ts';
import type { PostAddress } from '../../usecases/due/due-ports.ts';
import { type ActionForm, editAction, newAction, saveAction } from '../../usecases/plan/action-form.ts';
import { editFocus, type FocusForm, saveFocus } from '../../usecases/plan/focus-form.ts';
import { askDrop, type DropForm, type ItemShown, setStatus, showItem } from '../../usecases/plan/items.ts';
import { addFocus, askFocus, type NewFocus } from '../../usecases/plan/new-focus.ts';
import { itemsIn, keepPlanPost, ownersIn } from '../../usecases/plan/plan.ts';
import { showPlan } from '../../usecases/plan/shown-plan.ts';
import { type BotContext, textsOf } from '../cards/bot-context.ts';
import { type CommandHandler, type Handler, namingReply, type Reply, refusal, textReply } from '../cards/reply.ts';
import type { Card } from '../cards/templates.ts';
import type { Verb } from '../cards/verbs.ts';
import { actionForm, focusForm, newFocus } from './plan-forms.ts';
import { readAction, readFocus, readLine, readNewFocus } from './plan-inputs.ts';
import { planTextsFor } from './plan-parts.ts';
import { readItem } from './plan-verbs.ts';
import { dropForm, item, plan } from './plan-view.ts';

/** What buttons about the plan do. */
export const planActions = {
  plan: (context, { page }) => planReply(context, page),
  showPicked: async (context, _data, { inputs }) => {
    const picked = readItem(inputs.item);
    return picked ? itemReply(context, await showItem(context, picked)) : pickFirst(context);
  },
  finishPicked: async (context, _data, { inputs }) => {
    const picked = readItem(inputs.item);
    if (!picked) return pickFirst(context);
    return itemReply(context, await setStatus(context, picked, { status: 'done' }));
  },
  showItem: async (context, ref) => itemReply(context, await showItem(context, ref)),
  askDrop: async (context, ref) => itemReply(context, await askDrop(context, ref)),
  drop: async (context, ref, { inputs }) => {
    const reason = readLine(inputs.reason);
    return itemReply(context, await setStatus(context, ref, { status: 'dropped', reason }));
  },
  setStatus: async (context, { to, ...ref }) => itemReply(context, await setStatus(context, ref, { status: to })),
  newFocus: async (context) => itemReply(context, await askFocus(context)),
  addFocus: async (context, { focus, round }, { inputs }) => {
    const ref = { focusId: focus, roundId: round };
    return itemReply(context, await addFocus(context, ref, readNewFocus(inputs)));
  },
  editFocus: async (context, { focus }) => itemReply(context, await editFocus(context, focus)),
  saveFocus: async (context, { focus, seen }, { inputs }) => {
    const ref = { focusId: focus, seen };
    return itemReply(context, await saveFocus(context, ref, readFocus(inputs)));
  },
  newAction: async (context, { focus }) => itemReply(context, await newAction(context, focus)),
  editAction: async (context, { action }) => itemReply(context, await editAction(context, action)),
  saveAction: async (context, { action, seen }, { inputs }) => {
    const ref = { actionId: action, seen };
    return itemReply(context, await saveAction(context, ref, readAction(inputs)));
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

async function planReply(context: BotContext, page: number): Promise<Reply> {
  const shown = await showPlan(context);
  if (shown.kind === 'refused') return refusal(context, shown);
  const planTexts = await planTextsFor(context.render, shown.plan.focuses, context.caller.language);
  const owners = ownersIn(itemsIn(shown.plan.focuses));
  return namingReply(context, plan(planTexts, shown.plan, page), owners);
}

type Shown = ItemShown | DropForm | NewFocus | FocusForm | ActionForm | Refusal;

async function itemReply(context: BotContext, shown: Shown): Promise<Reply> {
  if (shown.kind === 'refused') return refusal(context, shown);
  return namingReply(context, await itemCard(context, shown), namedOn(context, shown));
}

/** Who is named on a card, by their codes in the channel. */
function namedOn({ deps, caller }: BotContext, shown: Exclude<Shown, Refusal>): string[] {
  if (shown.kind === 'item') return ownersIn([shown.item.kind === 'action' ? shown.item.action : shown.item.focus]);
  if (shown.kind !== 'focusForm' && shown.kind !== 'actionForm') return [];
  const people = shown.people.map(({ userId }) => personInChannel(deps, caller.channel, userId));
  const items = shown.kind === 'focusForm' ? [shown.focus] : shown.theirs ? [shown.theirs] : [];
  return [...ownersIn(items), ...people];
}

async function itemCard(context: BotContext, shown: Exclude<Shown, Refusal>): Promise<Card> {
  const planTexts = (focuses: readonly { focus: Focus }[]) =>
    planTextsFor(context.render, focuses, context.caller.language);
  switch (shown.kind) {
    case 'item':
      return item(await planTexts([shown.item]), shown);
    case 'dropForm':
      return dropForm(await planTexts([shown.item]), shown);
    case 'newFocus':
      return newFocus(await textsOf(context, shown.round), shown);
    case 'focusForm':
      return focusForm(await planTexts([shown]), shown);
    case 'actionForm':
      return actionForm(await planTexts(shown.focuses.map((focus) => ({ focus }))), shown);
  }
}

function pickFirst({ texts }: BotContext): Reply {
  return textReply(texts.t('plan.pickFirst'));
}

/** The plan; the newest post that shows it follows it from then on. */
export const planCommand: CommandHandler = async (context) => {
  const reply = await planReply(context, 0);
  const posted = (at: PostAddress) => keepPlanPost(context.deps, context.caller.channel, at);
  return reply.kind === 'card' ? { ...reply, posted } : reply;
};
