import { z } from 'zod';
import type { CardAction } from './cards.ts';

/**
 * What each button carries: ids only, never a record. The same schema writes a button's data and reads it back, since
 * what comes back is the client's word.
 */
const id = z.string().regex(/^[\w-]{22}$/);
const themeId = z.string().regex(/^[a-z0-9-]{1,80}$/);
const round = z.strictObject({ round: id });
const theme = z.strictObject({ round: id, theme: themeId });

export const verbs = {
  setup: z.strictObject({}),
  /** `own`: the set-up has a post of its own, which becomes the status card. */
  start: z.strictObject({ setup: id, own: z.boolean() }),
  /** `seen`: the revision of the person's answer that the card was filled from, 0 for none. */
  answer: z.strictObject({ round: id, theme: themeId, seen: z.int().min(0).max(100_000) }),
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
  editSchedule: z.strictObject({}),
  /** `own`: as for `start`; the post then shows the schedule. */
  saveSchedule: z.strictObject({ own: z.boolean() }),
  /** `day`: the occasion of the reminder that the button is on. */
  stopSchedule: z.strictObject({ schedule: id, day: z.iso.date().optional() }),
  snooze: z.strictObject({ schedule: id, day: z.iso.date() }),
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
  look: Pick<CardAction, 'style' | 'inputs'> = {},
): CardAction {
  return { title, verb, data: { verb, ...verbs[verb].parse(data) }, ...look };
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
]);
const scorePrefix = 's_';

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
