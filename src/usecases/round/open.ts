import { channelOnceSo } from '../channel/channels.ts';
import { postOnce } from '../due/posts.ts';
import type { RoundWork } from '../due/work.ts';
import type { Deps } from '../ports.ts';
import { recount } from './recount.ts';
import { answeredIn } from './rounds.ts';
import { deliveryOf } from './theme-cards.ts';

/** Posts a card for each theme, in order, and the status in the thread where the round was started. */
export async function open(deps: Deps, { channel, round, lease }: RoundWork): Promise<void> {
  // A round that closed meanwhile gets no more cards, but one that was under way is followed up.
  const linked =
    round.state !== 'open' || (await channelOnceSo(deps, channel, ({ openRoundId }) => openRoundId === round.id));
  if (!linked) return;
  const posts = await deps.store.posts(channel, round.id);
  const answered = await answeredIn(deps, round);
  for (const themeId of Object.keys(round.units)) {
    await postOnce(deps, { lease, channel, round, slot: `theme:${themeId}`, posts, whileOpen: true }, () =>
      deps.messenger.post(channel, { card: 'theme', round, themeId, answered: answered[themeId] ?? 0 }),
    );
  }
  const delivery = deliveryOf(await deps.store.posts(channel, round.id));
  await postOnce(deps, { lease, channel, round, slot: 'status', posts, whileOpen: true }, () =>
    deps.messenger.reply(channel, round.thread, { card: 'status', round, answered, delivery }),
  );
  await recount(deps, { channel, round });
}
