import { publishedComments } from '../../domain/results.ts';
import type { Round } from '../../domain/round.ts';
import type { Deps } from '../ports.ts';

/** The comments on each theme of a closed, confidential round that others may read, by theme. */
export async function commentsOn(deps: Deps, { channel, id, privacy, summary }: Round): Promise<Map<string, string[]>> {
  if (!summary) return new Map();
  const [kept, answers] = await Promise.all([deps.store.comments(channel, id), deps.store.answers(channel, id)]);
  const written = Map.groupBy(answers, ({ themeId }) => themeId);
  const rule = { privacy, smallestGroup: summary.smallestGroup };
  return new Map(
    summary.themes.map(({ themeId, people }) => {
      const comments = kept.get(themeId) ?? (written.get(themeId) ?? []).map(({ comment }) => comment);
      return [themeId, publishedComments(comments, people, rule)];
    }),
  );
}
