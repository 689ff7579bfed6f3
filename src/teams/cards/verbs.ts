import { z } from 'zod';
import type { CardAction } from './templates.ts';

/**
 * What each button carries: ids only, never a record. The same schema writes a button's data and reads it back, since
 * what comes back is the client's word.
 */
const id = z.string().regex(/^[\w-]{22}$/);
const themeId = z.string().regex(/^[a-z0-9-]{1,80}$/);
const round = z.strictObject({ round: id });
const theme = z.strictObject({ round: id, theme: themeId });
const count = z.int().min(0).max(100_000);
const item = z.strictObject({ kind: z.enum(['focus', 'action']), id });
const itemAtTurn = item.extend({ turn: count });

export const verbs = {
  setup: z.strictObject({}),
  /** `own`: the set-up has a post of its own, which becomes the status card. */
  start: z.strictObject({ setup: id, own: z.boolean() }),
  /** `seen`: the revision of the person's answer that the card was filled from, 0 for none. */
  answer: z.strictObject({ round: id, theme: themeId, seen: count }),
  mine: theme,
  edit: theme,
  refresh: theme,
  status: round,
  sendMissing: round,
  sendAgain: round,
  askClose: round,
  close: round,
  team: round,
  nudge: round,
  askExtend: round,
  extend: round,
  export: round,
  editSchedule: z.strictObject({}),
  /** `own`: as for `start`; the post then shows the schedule. */
  saveSchedule: z.strictObject({ own: z.boolean() }),
  /** `day`: the occasion of the reminder that the button is on. */
  stopSchedule: z.strictObject({ schedule: id, day: z.iso.date().optional() }),
  snooze: z.strictObject({ schedule: id, day: z.iso.date() }),

  choose: round,
  /** `seen`: the revision of the person's dots that the card was filled from, 0 for none. */
  vote: z.strictObject({ round: id, seen: count }),
  myVote: round,
  editVote: round,
  askEndChoosing: round,
  endChoosing: round,
  goOnChoosing: round,
  askDecision: round,
  decide: round,

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
  agree: theme,
  /** `seen`: the revision of what was agreed that the card was filled from, 0 for none. */
  saveAgreed: z.strictObject({ round: id, theme: themeId, seen: z.int().min(0).max(100_000) }),
  undoAgreed: z.strictObject({ round: id, theme: themeId, seen: z.int().min(1).max(100_000) }),
  /** `round`: the one that the trend ends with. */
  trend: round,
  teamTrend: round,
  /** `from`: how many answers were shown before. */
  mineData: z.strictObject({ from: z.int().min(0).max(100_000) }),
  askEraseMine: z.strictObject({}),
  eraseMine: z.strictObject({}),
  /** Without a round it is the one that was chosen in the card's input. */
  askEraseRound: z.strictObject({ round: id.optional() }),
  eraseRound: round,
  askEraseChannel: z.strictObject({}),
  eraseChannel: z.strictObject({}),
  /** Nothing is deleted after all. */
  keep: z.strictObject({}),

  nameFacilitator: z.strictObject({}),
  giveUpRole: z.strictObject({}),
  takeRole: z.strictObject({}),
} as const;

export type Verb = keyof typeof verbs;
export type VerbData<V extends Verb> = z.infer<(typeof verbs)[V]>;

export function isVerb(name: unknown): name is Verb {
  return typeof name === 'string' && Object.hasOwn(verbs, name);
}

/** A button. @throws ZodError where the data is not what the verb carries. */
export function button<V extends Verb>(
  verb: V,
  data: VerbData<V>,
  title: string,
  cardTexts: Pick<CardAction, 'style' | 'inputs'> = {},
): CardAction {
  return { title, verb, data: { verb, ...verbs[verb].parse(data) }, ...cardTexts };
}

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

/** Input ids of the cards; scores have theirs made from the unit. */
const inputNames = new Set([
  'wheelId',
  'depth',
  'privacy',
  'expected',
  'deadline',
  'deadlineTime',
  'closeWhenAll',
  'nudges',
  'cadence',
  'every',
  'date',
  'time',
  'zone',
  'language',
  'comment',
  'dots',
  'short',
  'long',
  'item',
  'unit',
  'term',
  'target',
  'owner',
  'forFocus',
  'title',
  'milestone',
  'goal',
  'value',
  'partners',
  'reason',
  'coreTask',
  'destination',
  'goals',
  'values',
  'chosenRound',
  'facilitator',
]);
const scorePrefix = 's_';

/** The choice of no step at all, on the card for what a team agrees on. */
export const notAgreed = 'none';

export const scoreInput = (unitId: string): string => scorePrefix + unitId;

/** What came with a press, taken apart: the button's own data, the inputs, and the scores by unit id. */
export interface Pressed {
  data: Record<string, unknown>;
  inputs: Record<string, unknown>;
  scores: Record<string, unknown>;
}

/** Clients may send a card's inputs with any of its buttons, so they are told from the button's data by name. */
export function takeApart(value: Record<string, unknown>): Pressed {
  const pressed: Pressed = { data: {}, inputs: {}, scores: {} };
  for (const [name, each] of Object.entries(value)) {
    if (name === 'verb') continue;
    if (inputNames.has(name)) pressed.inputs[name] = each;
    else if (name.startsWith(scorePrefix)) pressed.scores[name.slice(scorePrefix.length)] = each;
    else pressed.data[name] = each;
  }
  return pressed;
}
