import { z } from 'zod';
import { count, id } from '../cards/ids.ts';

const item = z.object({ kind: z.enum(['focus', 'action']), id });
const itemAtTurn = item.extend({ turn: count });

/** The buttons of the plan and of the frame. */
export const planVerbs = {
  plan: z.object({ page: count.default(0) }),
  /** What was picked comes as an input; see `itemValue`. */
  showPicked: z.object({}),
  finishPicked: z.object({}),
  showItem: item,
  askDrop: item,
  /** `turn`: how often its status had changed when the button was made. */
  drop: itemAtTurn,
  setStatus: itemAtTurn.extend({ to: z.enum(['open', 'done']) }),
  newFocus: z.object({}),
  addFocus: z.object({ focus: id, round: id }),
  editFocus: z.object({ focus: id }),
  /** `seen`: the revision that the form was filled from; 0 for an action to be added. */
  saveFocus: z.object({ focus: id, seen: count }),
  newAction: z.object({ focus: id.optional() }),
  editAction: z.object({ action: id }),
  saveAction: z.object({ action: id, seen: count }),
  frame: z.object({}),
  useFrame: z.object({}),
  editFrame: z.object({}),
  saveFrame: z.object({ seen: count }),
} as const;

type ItemAtTurn = z.infer<typeof itemAtTurn>;

/** A thing of the plan as a choice on a card, with the turn that its own button would carry. */
export function itemValue({ kind, id: itemId, turn }: ItemAtTurn): string {
  return `${kind}.${itemId}.${turn}`;
}

/** @returns undefined for anything that `itemValue` does not make. */
export function readItem(value: unknown): ItemAtTurn | undefined {
  const [kind, itemId, turn] = typeof value === 'string' ? value.split('.') : [];
  const { data } = itemAtTurn.safeParse({ kind, id: itemId, turn: Number(turn) });
  return data && itemValue(data) === value ? data : undefined;
}
