import { byName, type Called } from '../../domain/called.ts';
import type { Channel } from '../../domain/channel.ts';
import { isGuest } from '../../domain/invitation.ts';
import type { Round } from '../../domain/round.ts';
import { personInRound } from '../channel/caller.ts';
import type { Deps, Notice } from '../ports.ts';
import { commentsOn } from '../privacy/comments.ts';
import { calledBy } from './names.ts';
import type { PublishedDetails } from './round-ports.ts';

/** What is shown of each theme of a closed round beside its figures. */
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
  const jointScores = await deps.store.jointScoresIn(round.channel, round.id);
  return (themeId) => {
    const jointScore = jointScores.find((each) => each.themeId === themeId);
    return { card: 'themeResult', round, themeId, ...beside(themeId), ...(jointScore && { jointScore }) };
  };
}

/** Who chose and wrote what in an open (åben) round. */
async function namedIn(deps: Deps, channel: Channel, round: Round): Promise<(themeId: string) => PublishedDetails> {
  const called = calledBy(await deps.messenger.members(channel), (userId) =>
    personInRound(deps, { channel: round.channel, roundId: round.id, userId }),
  );
  const nameOf = (person: string): Called => (isGuest(person) ? { name: '', nameless: 'link' } : called(person));
  const answers = await deps.store.answers(round.channel, round.id);
  const sorted = answers
    .map(({ person, scores, comment, themeId }) => ({ themeId, details: { ...nameOf(person), scores, comment } }))
    .toSorted((a, b) => byName(a.details, b.details));
  return (themeId) => ({
    names: sorted.flatMap(({ details, themeId: of }) => (of === themeId ? [details] : [])),
    comments: [],
  });
}

/** What was written in a confidential one. */
async function writtenIn(deps: Deps, round: Round): Promise<(themeId: string) => PublishedDetails> {
  const comments = await commentsOn(deps, round);
  return (themeId) => ({ names: [], comments: comments.get(themeId) ?? [] });
}
