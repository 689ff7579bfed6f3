import type { Channel } from '../../domain/channel.ts';
import type { Deps, Notice } from '../ports.ts';
import { isUpdatable, showOn } from '../posts/show.ts';
import { cardSlot, isStray } from '../posts/strays.ts';
import type { Versioned } from '../versioned.ts';
import type { Delivery, Post } from './round-ports.ts';

type Posts = readonly Versioned<Post>[];

/** Shows on each of a round's theme cards, and on its status cards (no theme), what it shows now. */
export async function updateCards(
  deps: Deps,
  { channel, posts }: { channel: Channel; posts: readonly Post[] },
  noticeFor: (themeId: string | undefined) => Notice,
): Promise<void> {
  const shown = posts.filter((post) => cardSlot(post) === 'status' || themeOfPost(post) !== undefined);
  await Promise.all(shown.map((post) => showOn(deps, { channel, post, notice: noticeFor(themeOfPost(post)) })));
}

/** All cards of a round that can be updated, strays among them. */
export function allCards(posts: Posts): Post[] {
  return posts.map(({ record }) => record).filter(isUpdatable);
}

/** Those that follow an open round: its status card, and the newest answer to `status`. */
export function statusCards(posts: Posts): Post[] {
  const all = allCards(posts).filter((post) => cardSlot(post) === 'status');
  const [newest] = all.filter(isStray).toSorted((a, b) => (b.foundAt ?? 0) - (a.foundAt ?? 0));
  return [...all.filter((post) => !isStray(post)), ...(newest ? [newest] : [])];
}

/** The theme that a post is a card of, undefined for the round's other posts. */
export function themeOfPost(post: Post): string | undefined {
  const slot = cardSlot(post);
  return slot.startsWith('theme:') ? slot.slice('theme:'.length) : undefined;
}

/** The cards of a theme that surely are in the channel, its own first, then the newest strays. */
export function cardsOf(posts: Posts, themeId: string): Post[] {
  const cards = posts.map(({ record }) => record).filter((post) => themeOfPost(post) === themeId);
  return cards.filter(({ state }) => state === 'sent').toSorted((a, b) => rank(b) - rank(a));
}

const rank = ({ foundAt = Number.POSITIVE_INFINITY }: Post) => foundAt;

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
