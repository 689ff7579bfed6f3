import { LRUCache } from 'lru-cache';
import type { Channel } from '../domain/channel.ts';
import type { Member, Messenger, Notice, SendOutcome } from '../usecases/ports.ts';
import { type AdaptiveCard, type Card, mostRefreshed } from './cards.ts';
import { createCoalescer } from './coalesce.ts';
import type { Connector, Place } from './connector.ts';
import { noticeCard, type Studio } from './notices.ts';
import type { Clock, Pace } from './pace.ts';

/** The messenger, and what a conversation gets directly as the answer to a message. */
export interface Outbox extends Messenger {
  say(place: Place, conversationId: string, card: Card): Promise<SendOutcome>;
}

export interface OutboxNeeds {
  connector: Connector;
  studio: Studio;
  fill(card: Card): AdaptiveCard;
  pace: Pace;
  clock: Clock;
}

/** Updates of one post leave at most this often; what changes in between leaves with the next. */
const updateSpacingMs = 1_000;
const membersFor = { max: 1_000, ttl: 10 * 60_000 };

export function createMessenger({ connector, studio, fill, pace, clock }: OutboxNeeds): Outbox {
  const userIds = new LRUCache<string, string[]>({ ...membersFor, perf: { now: clock.now } });
  const latest = createCoalescer<Notice, SendOutcome>(updateSpacingMs, clock);
  /** What each post shows, so that an update that changes nothing is not sent. */
  const shown = new LRUCache<string, string>({ max: 1_000 });

  const members = async (channel: Channel): Promise<Member[]> => {
    const found = await connector.members(channel, channel.conversationId);
    userIds.set(
      channel.conversationId,
      found.map(({ userId }) => userId),
    );
    return found;
  };
  /** Nobody in a team larger than one card may name: "Se min vurdering" is there for them. */
  const refreshed = async (channel: Channel): Promise<string[]> => {
    const known = userIds.get(channel.conversationId);
    const ids =
      known ??
      (await members(channel).then(
        (found) => found.map(({ userId }) => userId),
        () => [],
      ));
    return ids.length > mostRefreshed ? [] : ids;
  };
  const render = async (channel: Channel, notice: Notice): Promise<AdaptiveCard> =>
    fill(await noticeCard(studio, notice, notice.card === 'theme' ? await refreshed(channel) : []));
  const paced = async (place: Place, thread: string, send: () => Promise<SendOutcome>): Promise<SendOutcome> => {
    await pace.turn(place.tenantId, thread);
    const outcome = await send();
    if (outcome.kind === 'later') pace.pause(place.tenantId, outcome.afterMs);
    return outcome;
  };
  const send = (place: Place, conversationId: string, card: AdaptiveCard) =>
    paced(place, conversationId, () => connector.send(place, conversationId, withCard(card)));

  return {
    members,
    isMember: (channel, userId) => connector.isMember(channel, channel.conversationId, userId),
    say: (place, conversationId, card) => send(place, conversationId, fill(card)),
    async post(channel, notice) {
      const card = await render(channel, notice);
      if (channel.kind !== 'channel') return send(channel, channel.conversationId, card);
      return paced(channel, channel.conversationId, () =>
        connector.newThread(channel, channel.conversationId, withCard(card)),
      );
    },
    reply: async (channel, conversationId, notice) => send(channel, conversationId, await render(channel, notice)),
    update: (channel, { conversationId, activityId }, notice) =>
      latest(activityId, notice, async (newest) => {
        const card = await render(channel, newest);
        const body = JSON.stringify(card);
        if (shown.get(activityId) === body) return { kind: 'accepted', conversationId, activityId };
        shown.delete(activityId);
        const outcome = await paced(channel, conversationId, () =>
          connector.update(channel, conversationId, activityId, { id: activityId, ...withCard(card) }),
        );
        if (outcome.kind === 'accepted') shown.set(activityId, body);
        return outcome;
      }),
  };
}

function withCard(card: AdaptiveCard) {
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  };
}
