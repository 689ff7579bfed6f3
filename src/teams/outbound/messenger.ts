import { LRUCache } from 'lru-cache';
import type { Channel } from '../../domain/channel.ts';
import type { ChannelKey } from '../../domain/round.ts';
import { entriesUpTo } from '../../usecases/cache-size.ts';
import type { Member } from '../../usecases/channel/channel-ports.ts';
import type { Clock } from '../../usecases/clock.ts';
import type { PostAddress } from '../../usecases/due/due-ports.ts';
import type {
  BeforeLeaving,
  ChangeOutcome,
  Messenger,
  Notice,
  SendOutcome,
  UpdateOutcome,
} from '../../usecases/ports.ts';
import { type RenderContext, renderIn } from '../cards/render-context.ts';
import { type AdaptiveCard, type Card, mostRefreshed } from '../cards/templates.ts';
import type { Calls } from './calls.ts';
import { createCoalescer } from './coalesce.ts';
import { noticeCard } from './notices.ts';
import { FailedRead, type TeamsClient, type TeamsEndpoint } from './teams-client.ts';

/** The messenger, and what a conversation gets directly as the answer to a message. */
export interface Outbox extends Messenger {
  say(place: TeamsEndpoint, conversationId: string, card: Card): Promise<SendOutcome>;
  /** Resolves once the update of a post that is on its way from here has been answered; at once where none is. */
  updated(channel: ChannelKey, post: PostAddress): Promise<unknown>;
}

export interface OutboxNeeds {
  client: TeamsClient;
  render: RenderContext;
  fill(card: Card): AdaptiveCard;
  calls: Calls;
  clock: Clock;
}

/** Updates of one post leave at most this often; what changes in between leaves with the next. */
const updateSpacingMs = 1_100;
const membersFor = { ...entriesUpTo(1_000), ttl: 10 * 60_000 };

export function createMessenger({ client, render, fill, calls, clock }: OutboxNeeds): Outbox {
  const { members, refreshed } = createReads({ client, calls, clock });
  const latest = createCoalescer<Notice, UpdateOutcome>(updateSpacingMs, clock);

  const namedOn = async (channel: Channel, { card }: Notice): Promise<string[]> =>
    card === 'theme' ? refreshed(channel) : [];
  const renderCard = async (channel: Channel, notice: Notice): Promise<AdaptiveCard> =>
    fill(await noticeCard(renderIn(render, channel.kind), notice, await namedOn(channel, notice)));
  const send = (place: TeamsEndpoint, conversationId: string, card: AdaptiveCard) =>
    client.send(place, conversationId, card);
  /**
   * Nothing that may last comes between what is done right before a call and its leaving: what the call needs is made ready
   * before its turn, and after it too, since the turn may have been long in coming.
   */
  const ready = async <O extends SendOutcome | UpdateOutcome>(
    place: TeamsEndpoint,
    inTurn: (call: () => Promise<O | ChangeOutcome>) => Promise<O | ChangeOutcome>,
    call: () => Promise<O>,
  ): Promise<O | ChangeOutcome> =>
    (await client.prepare(place)) ?? inTurn(async () => (await client.prepare(place)) ?? call());
  const marked = async (
    place: TeamsEndpoint,
    { conversationId, before }: { conversationId: string; before: BeforeLeaving },
    leave: () => Promise<SendOutcome>,
  ): Promise<SendOutcome> => {
    const inTurn = (call: () => Promise<SendOutcome>) => calls.once(place, conversationId, call);
    return ready<SendOutcome>(place, inTurn, async () => {
      await before();
      return leave();
    });
  };

  return {
    members: (channel) => unlessUnread(members(channel)),
    isMember: (channel, userId) =>
      unlessUnread(
        calls.read(channel, channel.conversationId, () => client.isMember(channel, channel.conversationId, userId)),
      ),
    say(place, conversationId, card) {
      const filled = fill(card);
      return calls.patiently(place, conversationId, () => send(place, conversationId, filled));
    },
    async post(channel, notice, before) {
      const card = await renderCard(channel, notice);
      const { kind, conversationId } = channel;
      return marked(channel, { conversationId, before }, () =>
        kind === 'channel' ? client.newThread(channel, conversationId, card) : send(channel, conversationId, card),
      );
    },
    openChat: (channel, userId) => calls.once(channel, 'chats', () => client.chatWith(channel, userId)),
    async reply(channel, conversationId, { notice, before }) {
      const card = await renderCard(channel, notice);
      return marked(channel, { conversationId, before }, () => send(channel, conversationId, card));
    },
    update: (channel, post, { notice, heldUntil }) =>
      latest.send(nameOfPost(channel, post), notice, async (newest) => {
        const card = await renderCard(channel, newest);
        const inTurn = (call: () => Promise<UpdateOutcome>) => calls.update(channel, post.conversationId, call);
        const outcome = await ready<UpdateOutcome>(channel, inTurn, async () => {
          // Asked last: for its turn an update may have waited as long as Teams said, and somebody opened a form meanwhile.
          const until = await heldUntil?.();
          return until === undefined ? client.update(channel, post, card) : { kind: 'held', until };
        });
        return outcome.kind === 'held' ? outcome : { ...outcome, shown: newest };
      }),
    updated: (channel, post) => latest.sent(nameOfPost(channel, post)),
  };
}

/** An id of Teams is told apart from those of other tenants and conversations by theirs alone. */
const nameOf = (...ids: string[]) => ids.join('|');

const nameOfPost = ({ tenantId }: ChannelKey, { conversationId, activityId }: PostAddress) =>
  nameOf(tenantId, conversationId, activityId);

/** Where Teams lets the bot write in a channel and not see who is in it, as before an app has the consent for that. */
async function unlessUnread<T>(read: Promise<T>): Promise<T | undefined> {
  return read.catch((error: unknown) => {
    const outcome = error instanceof FailedRead ? error.outcome : undefined;
    if (outcome?.kind === 'refused') return undefined;
    throw error;
  });
}

/** Who is in a channel, and who of them gets a view of their own of its cards. */
function createReads({ client, calls, clock }: Pick<OutboxNeeds, 'client' | 'calls' | 'clock'>) {
  const userIds = new LRUCache<string, string[]>({ ...membersFor, perf: { now: clock.monotonic }, ttlResolution: 0 });
  const members = async (channel: Channel): Promise<Member[]> => {
    const found = await calls.read(channel, channel.conversationId, () =>
      client.members(channel, channel.conversationId),
    );
    userIds.set(
      nameOf(channel.tenantId, channel.conversationId),
      found.map(({ userId }) => userId),
    );
    return found;
  };
  /** Nobody in a team larger than one card may name: "Se min vurdering" is there for them. */
  const refreshed = async (channel: Channel): Promise<string[]> => {
    const known = userIds.get(nameOf(channel.tenantId, channel.conversationId));
    const ids =
      known ??
      (await members(channel).then(
        (found) => found.map(({ userId }) => userId),
        () => [],
      ));
    return ids.length > mostRefreshed ? [] : ids;
  };
  return { members, refreshed };
}
