import { scheduleDue } from '../due/schedule-due.ts';
import type { RoundWork } from '../due/work.ts';
import { planContextOf } from '../plan/shown-plan.ts';
import type { Deps } from '../ports.ts';
import { inSlots, postOnce } from '../posts/send.ts';
import { endInterrupted } from '../posts/settle.ts';
import { finishClosing } from './close.ts';
import { resultsOf } from './published-details.ts';
import { answeredIn } from './rounds.ts';
import { allCards, deliveryOf, placesIn, updateCards } from './theme-cards.ts';

/** Posts a closed round's summary and turns its cards into results. */
export async function publish(deps: Deps, { channel, round: before, lease }: RoundWork): Promise<void> {
  const round = await finishClosing(deps, before.channel, before.id);
  if (!round) return;
  // Teams fetches it as soon as the summary is there; drawn only then it would come 0.1 s later.
  await deps.drawAhead(round);
  const posts = await deps.store.posts(channel, round.id);
  // The instance that posted them may have died, and the round have closed before another could take that over.
  await endInterrupted(deps, channel, [...inSlots(posts, 'theme:'), ...inSlots(posts, 'status')]);
  const planContext = await planContextOf(deps, round);
  await postOnce(deps, { lease, channel, round, slot: 'summary', posts }, (before) =>
    deps.messenger.post(channel, { card: 'summary', round, planContext, places: placesIn(posts) }, before),
  );
  const results = await resultsOf(deps, channel, round);
  const answered = await answeredIn(deps, round);
  const delivery = deliveryOf(await deps.store.posts(channel, round.id));
  const cards = allCards(await deps.store.posts(channel, round.id));
  await updateCards(deps, { channel, posts: cards, lease }, (themeId) =>
    themeId === undefined ? { card: 'status', round, answered, delivery } : results(themeId),
  );
  await scheduleDue(deps, 'dialogue', { subject: round });
}
