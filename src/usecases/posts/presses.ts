import { LRUCache } from 'lru-cache';
import { entriesUpTo } from '../cache-size.ts';
import { meetChannel, type SeenChannel } from '../channel/channels.ts';
import type { Deps } from '../ports.ts';
import { adoptLost, type PressedPost } from './lost.ts';
import { adopt, type PressedCard } from './strays.ts';

/** What a press tells beside what it asks for. */
export interface Press {
  seenChannel: SeenChannel;
  /** The card it was on, where its button says of which round. */
  card?: PressedCard;
  /** The post it was on, where its button is one of those of a summary or a plan. */
  post?: PressedPost;
}

/** What follows from presses after they were answered. */
export interface Presses {
  noticed(press: Press): void;
  /** Does work once the press was answered. */
  later(work: () => Promise<void>): void;
  /** Resolves when all that was noticed is written. */
  settled(): Promise<unknown>;
}

/** The same card is looked up again after so long, and the same channel; presses come by the dozen. */
const again = { cardMs: 60_000, channelMs: 5_000 } as const;
const remembered = 10_000;

/**
 * Takes in the cards that people press on, and wakes a channel that was taken to be gone: nobody waits for either.
 * @param afterwards does work once the press was answered.
 */
export function createPresses(deps: Deps, afterwards: (work: () => Promise<void>) => Promise<void>): Presses {
  const underWay = new Set<Promise<void>>();
  const seen = new LRUCache<string, true>({
    ...entriesUpTo(remembered),
    ttl: again.cardMs,
    ttlResolution: 0,
    perf: { now: deps.now },
  });
  const isNew = (name: string, ttl: number) => {
    if (seen.has(name)) return false;
    seen.set(name, true, { ttl });
    return true;
  };
  const keep = (work: () => Promise<void>) => {
    const doing = afterwards(work)
      .catch((error: unknown) => deps.log.error({}, 'what follows from a press could not be done', error))
      .finally(() => underWay.delete(doing));
    underWay.add(doing);
  };
  return {
    noticed({ seenChannel, card, post }) {
      const { tenantId, conversationId } = seenChannel;
      if (isNew(`${tenantId}|${conversationId}`, again.channelMs)) keep(() => wake(deps, seenChannel));
      if (card && isNew(`${card.roundId}|${card.at.activityId}`, again.cardMs)) keep(() => adopt(deps, card));
      if (post && isNew(`${post.slot}|${post.at.activityId}`, again.cardMs)) keep(() => adoptLost(deps, post));
    },
    later: keep,
    settled: () => Promise.allSettled(underWay),
  };
}

/** A press is a sign of life of its channel, as a message is, and tells where Teams serves it from. */
async function wake(deps: Deps, seenChannel: SeenChannel): Promise<void> {
  const kept = (await deps.store.channel(seenChannel))?.record;
  if (kept && !(kept.active && kept.serviceUrl === seenChannel.serviceUrl)) await meetChannel(deps, seenChannel);
}
