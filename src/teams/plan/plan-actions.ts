import type { Refusal } from '../../usecases/channel/people.ts';
import { type ActionForm, editAction, newAction, saveAction } from '../../usecases/plan/action-form.ts';
import {
  addFocus,
  askFocus,
  editFocus,
  type FocusForm,
  type NewFocus,
  saveFocus,
} from '../../usecases/plan/focus-form.ts';
import { askDrop, type DropForm, type ItemShown, setStatus, showItem, showPlan } from '../../usecases/plan/plan.ts';
import type { Room } from '../cards/bot-context.ts';
import { type Handler, type Press, type Reply, refusal } from '../cards/reply.ts';
import type { Card } from '../cards/templates.ts';
import { readItem, type Verb } from '../cards/verbs.ts';
import { message } from '../channel/notes.ts';
import { lookFor, planLookFor } from '../outbound/notices.ts';
import { actionForm, focusForm, newFocus } from './plan-forms.ts';
import { readAction, readFocus, readLine, readNewFocus } from './plan-inputs.ts';
import { dropForm, item, plan } from './plan-view.ts';

/** What buttons about the plan do. */
export const planActions = {
  plan: (room, press, { page }) => planReply(room, press, page),
  showPicked: async (room, press, _, { inputs }) => {
    const picked = readItem(inputs.item);
    return picked
      ? itemReply(room, press, await showItem(room.world, room.rosters, press.caller, picked))
      : pickFirst(room, press);
  },
  finishPicked: async (room, press, _, { inputs }) => {
    const picked = readItem(inputs.item);
    if (!picked) return pickFirst(room, press);
    return itemReply(room, press, await setStatus(room.world, room.rosters, press.caller, picked, 'done'));
  },
  showItem: async (room, press, ref) =>
    itemReply(room, press, await showItem(room.world, room.rosters, press.caller, ref)),
  askDrop: async (room, press, ref) =>
    itemReply(room, press, await askDrop(room.world, room.rosters, press.caller, ref)),
  drop: async (room, press, ref, { inputs }) => {
    const reason = readLine(inputs.reason);
    return itemReply(room, press, await setStatus(room.world, room.rosters, press.caller, ref, 'dropped', reason));
  },
  setStatus: async (room, press, { to, ...ref }) =>
    itemReply(room, press, await setStatus(room.world, room.rosters, press.caller, ref, to)),
  newFocus: async (room, press) => itemReply(room, press, await askFocus(room.world, room.rosters, press.caller)),
  addFocus: async (room, press, { focus, round }, { inputs }) => {
    const ref = { focusId: focus, roundId: round };
    return itemReply(room, press, await addFocus(room.world, room.rosters, press.caller, ref, readNewFocus(inputs)));
  },
  editFocus: async (room, press, { focus }) =>
    itemReply(room, press, await editFocus(room.world, room.rosters, press.caller, focus)),
  saveFocus: async (room, press, { focus, seen }, { inputs }) => {
    const ref = { focusId: focus, seen };
    return itemReply(room, press, await saveFocus(room.world, room.rosters, press.caller, ref, readFocus(inputs)));
  },
  newAction: async (room, press, { focus }) =>
    itemReply(room, press, await newAction(room.world, room.rosters, press.caller, focus)),
  editAction: async (room, press, { action }) =>
    itemReply(room, press, await editAction(room.world, room.rosters, press.caller, action)),
  saveAction: async (room, press, { action, seen }, { inputs }) => {
    const ref = { actionId: action, seen };
    return itemReply(room, press, await saveAction(room.world, room.rosters, press.caller, ref, readAction(inputs)));
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

async function planReply(room: Room, press: Press, page: number): Promise<Reply> {
  const shown = await showPlan(room.world, room.rosters, press.caller);
  if (shown.kind === 'refused') return refusal(room, press, shown);
  const look = await planLookFor(room.studio, shown.plan.focuses, press.caller.language);
  return { kind: 'card', card: plan(look, shown.plan, page) };
}

type Shown = ItemShown | DropForm | NewFocus | FocusForm | ActionForm | Refusal;

async function itemReply(room: Room, press: Press, shown: Shown): Promise<Reply> {
  if (shown.kind === 'refused') return refusal(room, press, shown);
  return { kind: 'card', card: await itemCard(room, press, shown) };
}

async function itemCard(
  { studio }: Room,
  { caller: { language } }: Press,
  shown: Exclude<Shown, Refusal>,
): Promise<Card> {
  switch (shown.kind) {
    case 'item':
      return item(await planLookFor(studio, [shown.item], language), shown);
    case 'dropForm':
      return dropForm(await planLookFor(studio, [shown.item], language), shown);
    case 'newFocus':
      return newFocus(await lookFor(studio, shown.round, language), shown);
    case 'focusForm':
      return focusForm(await planLookFor(studio, [shown], language), shown);
    case 'actionForm':
      return actionForm(
        await planLookFor(
          studio,
          shown.focuses.map((focus) => ({ focus })),
          language,
        ),
        shown,
      );
  }
}

function pickFirst({ studio }: Room, { caller }: Press): Reply {
  return { kind: 'text', text: studio.texts[caller.language].t('plan.pickFirst') };
}

/** The plan for whoever writes the command. */
export async function planCard(room: Room, press: Press): Promise<Card> {
  const reply = await planReply(room, press, 0);
  return reply.kind === 'text' ? message(room.studio.texts[press.caller.language], [reply.text]) : reply.card;
}
