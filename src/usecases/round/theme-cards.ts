import type { Channel } from '../../domain/channel.ts';
import type { Round } from '../../domain/round.ts';
import type { Lease } from '../due/lease.ts';
import type { Deps, Notice } from '../ports.ts';
import { isPlain } from '../posts/plain-ids.ts';
import { isUpdatable, showOn } from '../posts/show.ts';
import { cardSlot, isStray } from '../posts/strays.ts';
import type { Versioned } from '../versioned.ts';
import type { Delivery, Post, ThemePlaces } from './round-ports.ts';

type Posts = readonly Versioned<Post>[];

/** Shows on each of a round's theme cards, and on its status cards (no theme), what it shows now. */
export async function updateCards(
  deps: Deps,
  { channel, posts, lease }: { channel: Channel; posts: Posts; lease: Lease },
  noticeFor: (themeId: string | undefined) => Notice,
): Promise<void> {
  const shown = posts.filter(({ record }) => cardSlot(record) === 'status' || themeOfPost(record) !== undefined);
  await Promise.all(
    shown.map((post) => showOn(deps, { channel, post, notice: noticeFor(themeOfPost(post.record)), lease })),
  );
}

/** All cards of a round that can be updated, strays among them. */
export function allCards(posts: Posts): Posts {
  return posts.filter(({ record }) => isUpdatable(record));
}

/** Those that follow an open round: its status card, and the newest answer to `status`. */
export function statusCards(posts: Posts): Posts {
  const all = allCards(posts).filter(({ record }) => cardSlot(record) === 'status');
  const [newest] = all.filter(({ record }) => isStray(record)).toSorted((a, b) => rank(b) - rank(a));
  return [...all.filter(({ record }) => !isStray(record)), ...(newest ? [newest] : [])];
}

/** The theme that a post is a card of, undefined for the round's other posts. */
export function themeOfPost(post: Post): string | undefined {
  const slot = cardSlot(post);
  return slot?.startsWith('theme:') ? slot.slice('theme:'.length) : undefined;
}

/** The cards of a theme that surely are in the channel, its own first, then the newest strays. */
export function cardsOf(posts: Posts, themeId: string): Posts {
  const cards = posts.filter(({ record }) => themeOfPost(record) === themeId);
  return cards.filter(({ record }) => record.state === 'sent').toSorted((a, b) => rank(b) - rank(a));
}

/** Where each theme's card is, of those that surely are in the channel and can be found there. */
export function placesIn(posts: Posts): ThemePlaces {
  return Object.fromEntries(
    posts.flatMap(({ record }) => {
      const { slot, state, conversationId, activityId } = record;
      const themeId = themeOfPost(record);
      const there = state === 'sent' && isPlain(activityId) && themeId !== undefined && slot === `theme:${themeId}`;
      return there ? [[themeId, { conversationId, activityId }]] : [];
    }),
  );
}

/** The same, read one by one: a query for all of a round's posts costs ten times as much. */
export async function placesOf({ store }: Pick<Deps, 'store'>, { channel, id, units }: Round): Promise<ThemePlaces> {
  const posts = Object.keys(units).map((themeId) => store.post(channel, id, `theme:${themeId}`));
  return placesIn((await Promise.all(posts)).filter((post) => post !== undefined));
}

const rank = ({ record: { foundAt = Number.POSITIVE_INFINITY } }: Versioned<Post>) => foundAt;

/** What of a round's posts surely is in the channel. */
export function deliveryOf(posts: Posts): Delivery {
  const own = posts.map(({ record }) => record).filter((post) => !isStray(post));
  const summary = own.find(({ slot }) => slot === 'summary')?.state;
  return {
    themes: own.filter(isLost).flatMap((post) => themeOfPost(post) ?? []),
    summary: summary === 'sent' ? 'there' : summary === 'unknown' ? 'missing' : 'coming',
    followUp: own.some((post) => isFollowUp(post) && post.state === 'unknown'),
  };
}

/** Whether it may never have come, or was deleted. */
export function isLost({ state }: Post): boolean {
  return state === 'unknown' || state === 'gone';
}

/** Whether it is one of the posts that follow a closed round's summary. */
export function isFollowUp({ slot }: Post): boolean {
  return slot === 'choice' || slot === 'plan' || slot.startsWith('prompt:');
}
