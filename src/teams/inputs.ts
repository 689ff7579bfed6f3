import { z } from 'zod';
import { parseScore, type Score } from '../domain/answer.ts';
import { privacies } from '../domain/results.ts';
import { depths, languages } from '../domain/wheel.ts';
import type { SetupInput } from '../usecases/start.ts';

/** What people fill in on cards, read one field at a time: a field that cannot be read counts as not filled in. */

const wholeNumber = z.union([
  z.int(),
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number),
]);

const setupInputs = {
  wheelId: z.string().regex(/^[a-z0-9-]{1,80}$/),
  depth: z.enum(depths),
  privacy: z.enum(privacies),
  expected: wholeNumber,
  deadline: z.iso.date(),
  closeWhenAll: z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive' })]),
  language: z.enum(languages),
};

export function readSetup(inputs: Record<string, unknown>): SetupInput {
  const read: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(setupInputs)) {
    const parsed = schema.safeParse(inputs[name]);
    if (parsed.success) read[name] = parsed.data;
  }
  // Each field has passed its own schema above.
  return read as SetupInput;
}

export function readScores(scores: Record<string, unknown>): Partial<Record<string, Score>> {
  return Object.fromEntries(
    Object.entries(scores).flatMap(([unit, value]) => {
      const score = parseScore(value);
      return score === undefined ? [] : [[unit, score]];
    }),
  );
}

/** Controls, and the marks that turn text around and could make one comment look like something else. */
const unseen = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A comment as text without what cannot be seen; line breaks stay. */
export function readComment(comment: unknown): string {
  if (typeof comment !== 'string') return '';
  return comment
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(unseen, (mark) => (mark === '\n' ? mark : ''))
    .trim();
}
