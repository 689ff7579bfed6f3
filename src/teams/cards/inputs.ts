import { z } from 'zod';
import { parseScore, type Score } from '../../domain/answer.ts';
import { invitationBounds } from '../../domain/invitation.ts';
import type { Steps } from '../../domain/joint-score.ts';
import { languages } from '../../domain/language.ts';
import { privacies } from '../../domain/results.ts';
import { parseStep } from '../../domain/scale.ts';
import type { Untouched } from '../../domain/untouched.ts';
import { isZone } from '../../domain/wall-time.ts';
import { depths } from '../../domain/wheel.ts';
import type { InvitationInput } from '../../usecases/guests/invitations.ts';
import type { DeadlineInput } from '../../usecases/round/extend.ts';
import type { SetupInput } from '../../usecases/round/start.ts';
import { cadences, type ScheduleInput } from '../../usecases/schedule/schedule-form.ts';
import { choice, day, flag, time, wholeNumber } from './fields.ts';
import { themeId } from './ids.ts';
import { notAgreed } from './pressed.ts';

/** What people fill in on cards, read one field at a time: a field that cannot be read counts as not filled in. */

const setupInputs = {
  wheelId: z.string().regex(/^[a-z0-9-]{1,80}$/),
  depth: z.enum(depths),
  privacy: z.enum(privacies),
  expected: wholeNumber,
  deadline: day,
  deadlineTime: time,
  closeWhenAll: flag,
  nudges: flag,
  personalReminders: flag,
  perspectives: flag,
  language: z.enum(languages),
};

const deadlineInputs = { deadline: day, deadlineTime: time };

const scheduleInputs = {
  cadence: z.enum(cadences),
  every: wholeNumber,
  date: day,
  time,
  zone: z
    .string()
    .max(50)
    .regex(/^[A-Za-z]/)
    .refine(isZone),
};

/**
 * A set-up card of version 0.1 asked for a day and no hour, and not about reminders; earlier ones of 0.2 not about those
 * in private.
 */
const unasked = { deadlineTime: '23:59', nudges: 'false', personalReminders: 'false' };

export const readSetup = (inputs: Record<string, unknown>): SetupInput =>
  withUntouched(readable(setupInputs, { ...unasked, ...inputs }), inputs);
export const readDeadline = (inputs: Record<string, unknown>): DeadlineInput =>
  withUntouched(readable(deadlineInputs, inputs), inputs);
export const readSchedule = (inputs: Record<string, unknown>): ScheduleInput =>
  withUntouched(readable(scheduleInputs, inputs), inputs);

export function readInvitation(inputs: Record<string, unknown>): InvitationInput {
  const group = readGroup(inputs.answersAs);
  // Nobody touched a field with null in it, which stands at the usual number.
  const most = inputs.most === null ? invitationBounds.most.usual : inputs.most;
  const read = readable({ most: wholeNumber, plain: flag, showsTotals: flag }, { ...inputs, most });
  return { ...read, ...(group !== undefined && { group }) };
}

/** An id or a code that was chosen from a list; undefined for anything that could be neither. */
export function readChoice(value: unknown): string | undefined {
  return z
    .string()
    .regex(/^[\w-]{22}$/)
    .safeParse(value).data;
}

/** What could be read of a form, with which of its fields nobody touched, if there are any. */
export function withUntouched<T extends object>(read: T, inputs: Record<string, unknown>): T & Untouched {
  const untouched = untouchedIn(inputs);
  return untouched.length > 0 ? { ...read, untouched } : read;
}

/** The names of the fields that nobody touched. */
export function untouchedIn(inputs: Record<string, unknown>): string[] {
  return Object.keys(inputs).filter((name) => inputs[name] === null);
}

/** What could be read of the fields that these schemas name. */
export function readable<S extends z.ZodRawShape>(schemas: S, inputs: Record<string, unknown>): Readable<S> {
  const read: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const parsed = z.safeParse(schema, inputs[name]);
    if (parsed.success) read[name] = parsed.data;
  }
  // Each field has passed its own schema above.
  return read as Readable<S>;
}

/** What could be read of a form: a field that could not be is absent. */
type Readable<S extends z.ZodRawShape> = { [K in keyof S]?: z.output<S[K]> };

/** The choice of no group, which no group's id can be. */
export const noGroup = '-';

/** Whom somebody answers as, null for the choice not to say; undefined for anything else. */
export function readGroup(value: unknown): string | null | undefined {
  if (value === noGroup) return null;
  return themeId.safeParse(value).data;
}

export function readScores(scores: Record<string, unknown>): Partial<Record<string, Score>> {
  return Object.fromEntries(
    Object.entries(scores).flatMap(([unit, value]) => {
      const score = parseScore(choice(value));
      return score === undefined ? [] : [[unit, score]];
    }),
  );
}

/** What came for units and is neither a step nor the choice of none. */
export function unreadSteps(scores: Record<string, unknown>): Record<string, string> {
  const unread = Object.entries(scores).flatMap(([unit, value]) => {
    const given = choice(value);
    const said = (typeof given === 'string' && given !== '' && given !== notAgreed) || typeof given === 'boolean';
    return said && parseStep(given) === undefined ? [[unit, String(given)] as const] : [];
  });
  return Object.fromEntries(unread);
}

/** The steps that a team agreed on; whatever is no step counts as not agreed on. */
export function readSteps(scores: Record<string, unknown>): Steps {
  return Object.fromEntries(
    Object.entries(readScores(scores)).flatMap(([unit, score]) =>
      score === undefined || score === 'dontKnow' ? [] : [[unit, score]],
    ),
  );
}
