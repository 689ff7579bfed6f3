import { LRUCache } from 'lru-cache';
import type { Channel } from '../../domain/channel.ts';
import type { ChannelKey } from '../../domain/round.ts';
import { entriesUpTo } from '../cache-size.ts';
import type { Deps } from '../ports.ts';
import { personInChannel } from './caller.ts';
import type { Member } from './channel-ports.ts';

/** Which people are in a channel, kept in memory and in the store, so that an answer never waits for Teams. */
export interface Rosters {
  /**
   * Whether somebody who does something in a conversation is in it; asks Teams only about somebody never seen there. Where
   * Teams does not let the bot see it they are, for the activity that comes from there is verified.
   */
  has(key: ChannelKey, userId: string): Promise<boolean>;
  /**
   * Whether somebody who asks from elsewhere is in a conversation, by what Teams said at most ten minutes ago. Where
   * Teams cannot say they are not.
   */
  belongs(channel: Channel, userId: string): Promise<boolean>;
  /** Reads the whole roster from Teams and keeps it; undefined where Teams does not let the bot see it. */
  refresh(channel: Channel): Promise<Member[] | undefined>;
  /** Who is there, with their names, at most ten minutes old; undefined where Teams cannot be asked just now. */
  people(channel: Channel): Promise<Member[] | undefined>;
  /** Who is there by that id, Teams' or Entra's; undefined where nobody is. */
  find(channel: Channel, id: string): Promise<Member | undefined>;
  /** Some people came, whose names are asked for when they are shown. */
  forgetNames(key: ChannelKey): void;
  /** A team left with all its people, whom nobody names: each who does something is asked about again. */
  forget(key: ChannelKey): Promise<void>;
  /** Some people left. */
  remove(key: ChannelKey, userIds: readonly string[]): Promise<void>;
}

/**
 * Channels whose roster is kept in memory, and for how long a copy may miss that another instance saw someone leave.
 */
const remembered = { ...entriesUpTo(1_000), ttl: 10 * 60_000, ttlResolution: 0 };

/** People in conversations that they ask about from elsewhere: a person may be asked about in a thousand. */
const asked = { ...remembered, ...entriesUpTo(50_000) };

const name = ({ tenantId, conversationId }: ChannelKey) => `${tenantId}|${conversationId}`;

/** The rosters of one instance. */
export function createRosters(deps: Deps): Rosters {
  /** Names live here alone, and for no longer. */
  const named = new LRUCache<string, Member[]>({ ...remembered, perf: { now: deps.now } });
  const { known, keep } = createKept(deps);
  const [trust, belonging] = [createTrust(deps), createBelonging(deps)];
  const refresh = async (channel: Channel): Promise<Member[] | undefined> => {
    const members = await deps.messenger.members(channel);
    if (!members) {
      trust.begin(name(channel));
      return undefined;
    }
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
      if (people?.has(person) || trust.has(name(key), person)) return true;
      const channel = (await deps.store.channel(key))?.record;
      const isMember = channel && (await deps.messenger.isMember(channel, userId));
      if (channel && isMember === undefined) return trust.begin(name(key)).add(person).has(person);
      if (!isMember) return false;
      await keep(key, new Set(people).add(person));
      return true;
    },
    belongs: belonging.of,
    refresh,
    people,
    async find(channel, id) {
      const among = (all: Member[] = []) => all.find(({ userId, entraId }) => id === userId || id === entraId);
      // Teams' picker knows of somebody the moment they come.
      return among(await people(channel)) ?? among(await refresh(channel).catch(() => undefined));
    },
    forgetNames: (key) => void named.delete(name(key)),
    async forget(key) {
      named.delete(name(key));
      trust.end(name(key));
      belonging.forgetAll(key);
      if (await known(key)) await keep(key, new Set());
    },
    async remove(key, userIds) {
      named.delete(name(key));
      trust.end(name(key));
      belonging.forget(key, userIds);
      const people = await known(key);
      if (!people) return;
      const gone = new Set(userIds.map((userId) => personInChannel(deps, key, userId)));
      if (!people.isDisjointFrom(gone)) await keep(key, people.difference(gone));
    },
  };
}

/** The roster of a channel, in memory and in the store. */
function createKept(deps: Deps) {
  const memory = new LRUCache<string, Set<string>>({ ...remembered, perf: { now: deps.now } });
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
  return { known, keep };
}

/** What Teams says of one person in one conversation, asked once for a while however many ask at once. */
function createBelonging(deps: Deps) {
  const answers = new LRUCache<string, Promise<boolean>>({ ...asked, perf: { now: deps.now } });
  const who = (key: ChannelKey, userId: string) => `${name(key)}|${personInChannel(deps, key, userId)}`;
  return {
    of(channel: Channel, userId: string): Promise<boolean> {
      const before = answers.get(who(channel, userId));
      if (before) return before;
      const answer = deps.messenger
        .isMember(channel, userId)
        .then((isMember) => isMember === true)
        .catch(() => {
          answers.delete(who(channel, userId));
          return false;
        });
      answers.set(who(channel, userId), answer);
      return answer;
    },
    forget(key: ChannelKey, userIds: readonly string[]): void {
      for (const userId of userIds) answers.delete(who(key, userId));
    },
    forgetAll(key: ChannelKey): void {
      for (const each of answers.keys()) if (each.startsWith(`${name(key)}|`)) answers.delete(each);
    },
  };
}

/** Who is taken to be in channels whose members Teams does not let the bot see; told in the log once for each channel. */
function createTrust(deps: Deps) {
  const trusted = new LRUCache<string, Set<string>>({ ...remembered, perf: { now: deps.now } });
  const told = new LRUCache<string, true>(entriesUpTo(1_000));
  return {
    has: (channel: string, person: string) => trusted.get(channel)?.has(person) === true,
    begin(channel: string): Set<string> {
      const people = trusted.get(channel) ?? new Set();
      trusted.set(channel, people);
      if (!told.has(channel)) {
        told.set(channel, true);
        deps.log.warn({}, 'Teams does not let the bot see who is in a channel; whoever speaks there is taken to be');
      }
      return people;
    },
    end: (channel: string) => void trusted.delete(channel),
  };
}
