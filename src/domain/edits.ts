import { isDeepStrictEqual } from 'node:util';

/** Something that several people may change: its content, and how often that was changed. */
export interface Editable<C> {
  content: C;
  /** 1 when it was made, one more for each change of its content. */
  revision: number;
}

/** What becomes of a form that was sent: kept, nothing new, or filled in from something that others have changed since. */
export type Edit<T> = { kind: 'save'; item: T } | { kind: 'unchanged' } | { kind: 'conflict' };

/**
 * A form's content put in place of the content that it was filled from, and of no other: what somebody else wrote
 * meanwhile is never lost. The same content sent again changes nothing, so that a retry does no harm.
 * @param seen the revision that the form was filled from.
 */
export function edited<C, T extends Editable<C>>(item: T, seen: number, content: C): Edit<T> {
  if (isDeepStrictEqual(item.content, content)) return { kind: 'unchanged' };
  if (item.revision !== seen) return { kind: 'conflict' };
  return { kind: 'save', item: { ...item, content, revision: item.revision + 1 } };
}
