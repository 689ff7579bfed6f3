import type { Channel } from '../../domain/channel.ts';
import type { Round } from '../../domain/round.ts';
import { personInRound } from '../channel/caller.ts';
import type { Deps, Notice } from '../ports.ts';
import { commentsOn } from '../privacy/comments.ts';
import type { PublishedDetails } from './round-ports.ts';

/** What each theme of a closed round tells beside its figures. */
export async function publishedDetailsOf(
  deps: Deps,
  channel: Channel,
  round: Round,
): Promise<(themeId: string) => PublishedDetails> {
  return round.privacy === 'open' ? namedIn(deps, channel, round) : writtenIn(deps, round);
}

/** What each theme's card shows of a closed round. */
export async function resultsOf(deps: Deps, channel: Channel, round: Round): Promise<(themeId: string) => Notice> {
  const beside = await publishedDetailsOf(deps, channel, round);
  const agreed = await deps.store.jointScoresIn(round.channel, round.id);
  return (themeId) => {
    const set = agreed.find((each) => each.themeId === themeId);
    return { card: 'themeResult', round, themeId, ...beside(themeId), ...(set && { agreed: set }) };
  };
}

/** Of an open round: who said what. Names come from Teams now and are kept nowhere. */
async function namedIn(deps: Deps, channel: Channel, round: Round): Promise<(themeId: string) => PublishedDetails> {
  const members = await deps.messenger.members(channel);
  const names = new Map(
    members.map(({ userId, name }) => [personInRound(deps, round.channel, round.id, userId), name]),
  );
  const answers = await deps.store.answers(round.channel, round.id);
  const named = answers.map(({ themeId, person, scores, comment }) => ({
    themeId,
    told: { name: names.get(person) ?? '', scores, comment },
  }));
  const sorted = named.toSorted((a, b) => a.told.name.localeCompare(b.told.name, 'da'));
  return (themeId) => ({
    names: sorted.flatMap((each) => (each.themeId === themeId ? [each.told] : [])),
    comments: [],
  });
}

/** Of a confidential one: what was written. */
async function writtenIn(deps: Deps, round: Round): Promise<(themeId: string) => PublishedDetails> {
  const comments = await commentsOn(deps, round);
  return (themeId) => ({ names: [], comments: comments.get(themeId) ?? [] });
}
