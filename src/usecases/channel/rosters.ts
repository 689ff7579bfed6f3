import { LRUCache } from 'lru-cache';
import type { Channel } from '../../domain/channel.ts';
import type { ChannelKey } from '../../domain/round.ts';
import type { Deps } from '../ports.ts';
import { personInChannel } from './caller.ts';
import type { Member } from './channel-ports.ts';

/** Which people are in a channel, kept in memory and in the store, so that an answer never waits for Teams. */
export interface Rosters {
  /** Whether the person is in the conversation; asks Teams only about somebody never seen there. */
  has(key: ChannelKey, userId: string): Promise<boolean>;
  /** Reads the whole roster from Teams and keeps it. */
  refresh(channel: Channel): Promise<Member[]>;
  /** Who is there, with their names, at most ten minutes old; undefined where Teams cannot be asked just now. */
  people(channel: Channel): Promise<Member[] | undefined>;
  /** Who is there by that id, Teams' or Entra's; undefined where nobody is. */
  find(channel: Channel, id: string): Promise<Member | undefined>;
  /** Some people left. */
  remove(key: ChannelKey, userIds: readonly string[]): Promise<void>;
}

/**
 * Channels whose roster is kept in memory, and for how long a copy may miss that another instance saw someone leave.
 */
const remembered = { max: 1000, ttl: 10 * 60_000 };

/** The rosters of one instance. */
export function createRosters(deps: Deps): Rosters {
  const memory = new LRUCache<string, Set<string>>({ ...remembered, perf: { now: deps.now } });
  /** Names live here alone, and for no longer. */
  const named = new LRUCache<string, Member[]>({ ...remembered, perf: { now: deps.now } });
  const name = ({ tenantId, conversationId }: ChannelKey) => `${tenantId}|${conversationId}`;

  const known = async (key: ChannelKey): Promise<Set<string> | undefined> => {
    const here = memory.get(name(key));
    if (here) return here;
    const roster = await deps.store.roster(key);
    if (!roster) return undefined;
    const people = new Set(roster.people);
    memory.set(name(key), people);
    return people;
  };
  const keep = async (key: ChannelKey, people: Set<string>) => {
    memory.set(name(key), people);
    await deps.store.saveRoster(key, { people: [...people], readAt: deps.now() });
  };

  const refresh = async (channel: Channel): Promise<Member[]> => {
    const members = await deps.messenger.members(channel);
    named.set(name(channel), members);
    await keep(channel, new Set(members.map(({ userId }) => personInChannel(deps, channel, userId))));
    return members;
  };

  const people = async (channel: Channel) =>
    named.get(name(channel)) ?? (await refresh(channel).catch(() => undefined));

  return {
    async has(key, userId) {
      const person = personInChannel(deps, key, userId);
      const people = await known(key);
      if (people?.has(person)) return true;
      const channel = (await deps.store.channel(key))?.record;
      if (!channel || !(await deps.messenger.isMember(channel, userId))) return false;
      await keep(key, new Set(people).add(person));
      return true;
    },
    refresh,
    people,
    async find(channel, id) {
      const among = (all: Member[] = []) => all.find(({ userId, entraId }) => id === userId || id === entraId);
      // Teams' picker knows of somebody the moment they come.
      return among(await people(channel)) ?? among(await refresh(channel).catch(() => undefined));
    },
    async remove(key, userIds) {
      named.delete(name(key));
      const people = await known(key);
      if (!people) return;
      const gone = new Set(userIds.map((userId) => personInChannel(deps, key, userId)));
      if (!people.isDisjointFrom(gone)) await keep(key, people.difference(gone));
    },
  };
}
