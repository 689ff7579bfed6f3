import { z } from 'zod';
import { type Horizon, horizons } from '../../domain/choosing.ts';
import { readComment } from '../../domain/comment.ts';
import { type FrameContent, namesIn } from '../../domain/frame.ts';
import { parseStep, steps } from '../../domain/scale.ts';
import type { ActionInput } from '../../usecases/plan/action-form.ts';
import type { FocusInput } from '../../usecases/plan/focus-form.ts';
import type { NewFocusInput } from '../../usecases/plan/new-focus.ts';
import { nobody } from '../../usecases/plan/owners.ts';
import { choice, day, flag } from '../cards/fields.ts';
import { readable, withUntouched } from '../cards/inputs.ts';

/** What people fill in on cards about the plan; a field that cannot be read counts as not filled in. */

const unitId = z.string().regex(/^[a-z0-9-]{1,80}$/);
const step = z
  .unknown()
  .transform((given) => parseStep(choice(given)))
  .pipe(z.literal(steps));
/** Several choices of one input come as one text. */
const several = z
  .string()
  .max(2_000)
  .transform((given) =>
    given
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
  );

/** Teams' picker of people sends nothing where whoever was chosen is taken away. */
const owner = z
  .string()
  .max(400)
  .transform((given) => given || nobody);

const focusInputs = { term: z.enum(horizons), target: step, date: day, owner };
const newFocusInputs = { unit: unitId, term: z.enum(horizons) };
const actionInputs = { forFocus: z.string().regex(/^[\w-]{22}$/), date: day, milestone: flag, owner };

export const readFocus = (inputs: Record<string, unknown>): FocusInput =>
  withUntouched(
    { ...readable(focusInputs, inputs), ...unreadIn({ term: focusInputs.term, target: step, date: day }, inputs) },
    inputs,
  );
/** What came in fields with a schema and could not be read; a choice of nothing is read. */
function unreadIn(schemas: z.ZodRawShape, inputs: Record<string, unknown>) {
  const unread = Object.entries(schemas).flatMap(([name, schema]) => {
    const given = inputs[name];
    const said = (typeof given === 'string' || typeof given === 'number') && given !== '' && given !== unchosen;
    return said && !z.safeParse(schema, given).success ? [[name, String(given).trim()] as const] : [];
  });
  return unread.length > 0 ? { unread: Object.fromEntries(unread) } : {};
}

export const readNewFocus = (inputs: Record<string, unknown>): NewFocusInput =>
  withUntouched({ ...readable(newFocusInputs, inputs), ...unreadIn(newFocusInputs, inputs) }, inputs);

export function readAction(inputs: Record<string, unknown>): ActionInput {
  const { milestone = false, ...rest } = readable(actionInputs, inputs);
  const read = {
    ...rest,
    ...unreadIn({ date: day, milestone: flag }, inputs),
    milestone,
    title: readLine(inputs.title),
    goal: readName(inputs.goal),
    value: readName(inputs.value),
    partners: readLine(inputs.partners),
  };
  return withUntouched(read, inputs);
}

export function readUnits(chosen: unknown): string[] {
  const parsed = several.safeParse(chosen);
  return parsed.success ? parsed.data : [];
}

/** Of a list that nobody touched nothing is known here. */
export function readLists({ short, long }: Record<string, unknown>): Partial<Record<Horizon, string[]>> {
  return { ...(short !== null && { short: readUnits(short) }), ...(long !== null && { long: readUnits(long) }) };
}

export function readFrame({ coreTask, destination, goals, values }: Record<string, unknown>): FrameContent {
  return {
    coreTask: readComment(coreTask),
    destination: readLine(destination),
    goals: namesIn(readComment(goals)),
    values: namesIn(readComment(values)),
  };
}

/** The value of a choice that means that nothing is chosen. */
export const unchosen = '-';

function readName(name: unknown): string {
  return name === unchosen ? '' : readLine(name);
}

/** Text on one line. */
export function readLine(text: unknown): string {
  return readComment(text).replace(/\s+/g, ' ');
}
