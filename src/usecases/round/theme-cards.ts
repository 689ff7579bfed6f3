import type { Channel } from '../../domain/channel.ts';
import { updatePost } from '../due/posts.ts';
import type { Deps, Notice } from '../ports.ts';
import type { Versioned } from '../versioned.ts';
import type { Delivery, Post } from './round-ports.ts';

/** Shows on each theme's card, and on the status card (no theme), what it shows now; no other post changes. */
export async function updateCards(
  deps: Deps,
  { channel, posts }: { channel: Channel; posts: readonly Versioned<Post>[] },
  noticeFor: (themeId: string | undefined) => Notice,
): Promise<void> {
  const sent = posts.filter(
    ({ record }) => record.state === 'sent' && (record.slot === 'status' || themeOfPost(record) !== undefined),
  );
  await Promise.all(
    sent.map(({ record: post }) => updatePost(deps, channel, { post, notice: noticeFor(themeOfPost(post)) })),
  );
}

/** The theme that a post is the card of, undefined for the round's other posts. */
export function themeOfPost({ slot }: Post): string | undefined {
  return slot.startsWith('theme:') ? slot.slice('theme:'.length) : undefined;
}

/** The card of a theme that surely is in the channel. */
export function cardOf(posts: readonly Versioned<Post>[], themeId: string): Post | undefined {
  return posts.find(({ record }) => record.state === 'sent' && themeOfPost(record) === themeId)?.record;
}

/** What of a round's posts surely is in the channel. */
export function deliveryOf(posts: readonly Versioned<Post>[]): Delivery {
  const lost = posts.filter(({ record }) => record.state === 'unknown').map(({ record }) => record);
  const summary = posts.find(({ record }) => record.slot === 'summary')?.record.state;
  return {
    themes: lost.flatMap((post) => themeOfPost(post) ?? []),
    summary: summary === 'sent' ? 'there' : summary === 'unknown' ? 'missing' : 'coming',
    followUp: lost.some(isFollowUp),
  };
}

/** Whether it is one of the posts that follow a closed round's summary. */
export function isFollowUp({ slot }: Post): boolean {
  return slot === 'choice' || slot === 'plan' || slot.startsWith('prompt:');
}
