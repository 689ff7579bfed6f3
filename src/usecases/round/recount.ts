import { isGuest } from '../../domain/invitation.ts';
import { everyoneSaid } from '../../domain/perspectives.ts';
import { everyoneAnswered, type Round } from '../../domain/round.ts';
import { scheduleDue } from '../due/schedule-due.ts';
import type { RoundWork } from '../due/work.ts';
import { isInviting } from '../guests/invitations.ts';
import type { Deps, Notice } from '../ports.ts';
import { showOn } from '../posts/show.ts';
import { closeRound } from './close.ts';
import { progressIn } from './rounds.ts';
import { deliveryOf, statusCards } from './theme-cards.ts';

/** Shows on the status cards how many have answered by now, and closes a round that everybody has answered. */
export async function recount(deps: Deps, { channel, round, lease }: RoundWork): Promise<void> {
  if (round.state !== 'open') return showResults(deps, round);
  const progress = await progressIn(deps, round);
  if (
    round.closeWhenAll &&
    everyoneAnswered(round, progress.answered) &&
    !(await isInviting(deps, round)) &&
    (await isEverythingSaid(deps, round))
  ) {
    await closeRound(deps, round, 'everyone');
    return;
  }
  const posts = await deps.store.posts(channel, round.id);
  const delivery = deliveryOf(posts);
  // What somebody has filled in on a theme's card and not sent is lost with each update, so the count is on no such card.
  const notice: Notice = { card: 'status', round, ...progress, delivery };
  await Promise.all(statusCards(posts).map((post) => showOn(deps, { channel, post, notice, lease })));
  if ((await deps.store.round(channel, round.id))?.record.state !== 'open') await showResults(deps, round);
}

/** The last to answer are to have the time to say whom they answer as; nobody who answers by link is asked. */
async function isEverythingSaid(deps: Deps, { channel, id, groups }: Round): Promise<boolean> {
  if (groups === undefined) return true;
  const answers = await deps.store.answers(channel, id);
  return everyoneSaid(answers.filter(({ person }) => !isGuest(person)));
}

/** A count may have come to a card after the results did, since calls to Teams overtake each other. */
async function showResults(deps: Deps, round: Round): Promise<void> {
  await scheduleDue(deps, 'publish', { subject: round });
}
