import { parseScore, type Score } from '../../domain/answer.ts';
import { readComment } from '../../domain/comment.ts';
import type { AnswerInput } from '../../usecases/round/answer.ts';

/** A form as it was sent: each field once, the first where a sender names one twice. */
export type Form = ReadonlyMap<string, string>;

const formType = /^application\/x-www-form-urlencoded *(?:;|$)/i;
/** A theme has up to 16 areas, and three fields more. */
const mostFields = 40;

/** @returns undefined for what no form of these pages sends. */
export function readForm(contentType: string | undefined, body: string | undefined): Form | undefined {
  if (!formType.test(contentType ?? '')) return undefined;
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (!fields.has(name)) fields.set(name, value);
    if (fields.size > mostFields) return undefined;
  }
  return fields;
}

/** The name of the field of a unit. */
export const scoreField = (unitId: string): string => `s_${unitId}`;

/** What was filled in of these units, read one field at a time: one that cannot be read counts as not filled in. */
export function readAnswer(form: Form, units: readonly string[]): AnswerInput {
  const scores: Partial<Record<string, Score>> = {};
  for (const unit of units) {
    const score = parseScore(form.get(scoreField(unit)));
    if (score !== undefined) scores[unit] = score;
  }
  const seen = form.get('seen') ?? '';
  return { seen: /^\d{1,6}$/.test(seen) ? Number(seen) : 0, scores, comment: readComment(form.get('comment')) };
}
