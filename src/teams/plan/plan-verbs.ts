import { z } from 'zod';
import { count, id } from '../cards/ids.ts';

const item = z.strictObject({ kind: z.enum(['focus', 'action']), id });
const itemAtTurn = item.extend({ turn: count });

/** The buttons of the plan and of the frame. */
export const planVerbs = {
  plan: z.strictObject({ page: count.default(0) }),
  /** What was picked comes as an input; see `itemValue`. */
  showPicked: z.strictObject({}),
  finishPicked: z.strictObject({}),
  showItem: item,
  askDrop: item,
  /** `turn`: how often its status had changed when the button was made. */
  drop: itemAtTurn,
  setStatus: itemAtTurn.extend({ to: z.enum(['open', 'done']) }),
  newFocus: z.strictObject({}),
  addFocus: z.strictObject({ focus: id, round: id }),
  editFocus: z.strictObject({ focus: id }),
  /** `seen`: the revision that the form was filled from; 0 for an action to be added. */
  saveFocus: z.strictObject({ focus: id, seen: count }),
  newAction: z.strictObject({ focus: id.optional() }),
  editAction: z.strictObject({ action: id }),
  saveAction: z.strictObject({ action: id, seen: count }),
  frame: z.strictObject({}),
  useFrame: z.strictObject({}),
  editFrame: z.strictObject({}),
  saveFrame: z.strictObject({ seen: count }),
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
