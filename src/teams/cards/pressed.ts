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
  'personalReminders',
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
  'most',
  'plain',
  'showsTotals',
  'pickedInvitation',
  'perspectives',
  'address',
  'answersAs',
]);
const scorePrefix = 's_';

/** The choice of no step at all, on the card for what a team agrees on. */
export const notAgreed = 'none';

export const scoreInput = (unitId: string): string => scorePrefix + unitId;

/** A button that was pressed, with what it and the inputs of its card sent; all of it is the client's word. */
export interface ButtonPress {
  verb: unknown;
  data: Record<string, unknown>;
}

/** What came with a press, taken apart: the button's own data, the inputs, and the scores by unit id. */
export interface Pressed {
  data: Record<string, unknown>;
  inputs: Record<string, unknown>;
  scores: Record<string, unknown>;
}

/**
 * Fields of which null says enough also where a form was shown again by an earlier version: those that are one of two
 * things, and the comment, which may be left out.
 */
const mayBeNull = new Set(['closeWhenAll', 'nudges', 'personalReminders', 'milestone', 'comment']);

/**
 * Clients may send a card's inputs with any of its buttons, so they are told from the button's data by name. Some send
 * null for a field that nobody touched. Where a form showed what was filled in before, its button says what stood there;
 * that of an earlier version does not, so that the field counts as empty.
 */
export function takeApart(value: Record<string, unknown>): Pressed {
  const pressed: Pressed = { data: {}, inputs: {}, scores: {} };
  const untouched = value.again === true ? untouchedOn(value.shown) : () => null;
  for (const [name, each] of Object.entries(value)) {
    if (name === 'verb') continue;
    const told = each === null ? untouched(name) : inOne(each);
    if (inputNames.has(name)) pressed.inputs[name] = told;
    else if (name.startsWith(scorePrefix)) pressed.scores[name.slice(scorePrefix.length)] = told;
    else pressed.data[name] = each;
  }
  return pressed;
}

/** Several choices come as one text with commas; some clients send a list of them. */
function inOne(given: unknown): unknown {
  const isList = Array.isArray(given) && given.every((each) => typeof each === 'string');
  return isList ? given.join(',') : given;
}

/** What a field says that nobody touched on a form that was shown again. */
function untouchedOn(shown: unknown): (name: string) => unknown {
  if (typeof shown !== 'object' || shown === null) return (name) => (mayBeNull.has(name) ? null : '');
  const stood = new Map(Object.entries(shown));
  return (name) => stood.get(name) ?? '';
}
