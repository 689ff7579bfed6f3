import type { Answer } from '../../domain/answer.ts';
import type { Channel } from '../../domain/channel.ts';
import type { Vote } from '../../domain/choosing.ts';
import { type Focus, type PlanAction, unowned } from '../../domain/plan.ts';
import type { ChannelKey } from '../../domain/round.ts';
import { personInChannel, personInRound } from '../channel/caller.ts';
import { changeChannel } from '../channel/channels.ts';
import type { Rosters } from '../channel/rosters.ts';
import { channelSubject, scheduleDue } from '../due/schedule-due.ts';
import { changePlan, ownersIn } from '../plan/plan.ts';
import type { Deps } from '../ports.ts';
import type { Changing } from '../round/recounts.ts';
import { isReminded, reminderCode, takeBack } from '../round/reminded.ts';
import type { Versioned } from '../versioned.ts';
import { outdateNamedPosts } from './named-posts.ts';
import type { OwnRef, RoundKeys } from './privacy-ports.ts';

/** Somebody in one channel, and what is read once of the channel for all the places. */
export interface Whose {
  deps: Deps;
  channel: Channel;
  userId: string;
  rounds: readonly RoundKeys[];
  answers: readonly Answer[];
  votes: readonly Vote[];
}

/** What emptying a place needs beside. */
interface Emptying extends Whose {
  rosters: Rosters;
  answering: Changing;
}

/** What is kept of somebody in one channel. */
export interface Kept {
  answers: readonly Answer[];
  votes: readonly Vote[];
  /** How many rounds they started. */
  started: number;
  facilitates: boolean;
  /** Whether they see to something of the plan. */
  owns: boolean;
  /** Whether it is kept that they are in the channel, that a post names them, or that they were reminded of a round. */
  known: boolean;
}

/** Something of a person that is kept, with what shows it and what takes it away. */
interface PersonalPlace {
  /** The fields of documents that it is in: `<document>`, or `<document>.<field>`. */
  fields: readonly string[];
  find(whose: Whose): Promise<Partial<Kept>>;
  /** Takes it away, and has the cards in the channel follow at once. */
  empty(whose: Emptying): Promise<void>;
}

const answersPlace: PersonalPlace = {
  fields: ['answer'],
  find: async ({ answers }) => ({ answers }),
  async empty({ deps, channel, userId, rounds, answers, answering }) {
    for (const round of rounds) {
      const own = answers.filter(({ roundId }) => roundId === round.id);
      if (own.length === 0) continue;
      const subject = { id: round.id, channel };
      const answered = round.state === 'open' ? answering(subject) : undefined;
      await deps.store.removeOwn(channel, ownRef(deps, channel, { round, userId }));
      answered?.();
      // A card of a closed round is made anew only where it showed a name or a comment: the update itself gives the
      // removal away.
      const shown = round.privacy === 'open' || own.some(({ comment }) => comment !== '');
      if (round.state === 'closed' && shown) await scheduleDue(deps, 'publish', { subject });
    }
  },
};

const votesPlace: PersonalPlace = {
  fields: ['vote'],
  find: async ({ votes }) => ({ votes }),
  async empty({ deps, channel, userId, rounds, votes }) {
    for (const round of rounds) {
      if (!votes.some(({ roundId }) => roundId === round.id)) continue;
      await deps.store.removeOwn(channel, ownRef(deps, channel, { round, userId }));
      // A running choosing counts one less; in an open round the name goes from beside the dots.
      await scheduleDue(deps, 'choosing', { subject: { id: round.id, channel } });
    }
  },
};

const starterPlace: PersonalPlace = {
  fields: ['round.startedBy'],
  find: async (whose) => ({ started: startedBy(whose).length }),
  async empty(whose) {
    for (const { id } of startedBy(whose)) await anonymiseStarter(whose.deps, whose.channel, id);
  },
};

const facilitatorPlace: PersonalPlace = {
  fields: ['channel.facilitators'],
  find: async (whose) => ({ facilitates: whose.channel.facilitators.includes(personOf(whose)) }),
  async empty(whose) {
    const person = personOf(whose);
    if (!whose.channel.facilitators.includes(person)) return;
    await changeChannel(whose.deps, whose.channel, (now) => ({
      ...now,
      facilitators: now.facilitators.filter((each) => each !== person),
    }));
  },
};

const ownerPlace: PersonalPlace = {
  fields: ['focus.content.owner', 'action.content.owner', 'planPost.named'],
  async find(whose) {
    const { store } = whose.deps;
    const items = await Promise.all([store.focuses(whose.channel), store.actions(whose.channel)]);
    return { owns: ownersIn(items.flat()).includes(personOf(whose)) };
  },
  async empty(whose) {
    const { deps, channel } = whose;
    const person = personOf(whose);
    const { store } = deps;
    await removeOwner({ deps, channel, person }, await store.focuses(channel), {
      read: (id) => store.focus(channel, id),
      save: (focus, version) => store.saveFocus(channel, focus, version),
    });
    await removeOwner({ deps, channel, person }, await store.actions(channel), {
      read: (id) => store.action(channel, id),
      save: (action, version) => store.saveAction(channel, action, version),
    });
    const post = await deps.store.planPost(channel);
    if (!post?.named?.includes(person)) return;
    await deps.store.savePlanPost(channel, { ...post, named: post.named.filter((each) => each !== person) });
    await scheduleDue(deps, 'plan', { subject: channelSubject(channel) });
  },
};

const namedPlace: PersonalPlace = {
  fields: ['namedPost.people'],
  async find(whose) {
    const person = personOf(whose);
    const posts = await whose.deps.store.namedPosts(whose.channel);
    return posts.some(({ record: { people } }) => people.includes(person)) ? { known: true } : {};
  },
  empty: (whose) => outdateNamedPosts(whose.deps, whose.channel, personOf(whose)),
};

const rosterPlace: PersonalPlace = {
  fields: ['roster.people'],
  async find(whose) {
    const roster = await whose.deps.store.roster(whose.channel);
    return roster?.people.includes(personOf(whose)) ? { known: true } : {};
  },
  empty: ({ rosters, channel, userId }) => rosters.remove(channel, [userId]),
};

/** Of the round that is open alone: with its closing nobody was reminded of it. */
const remindedPlace: PersonalPlace = {
  fields: ['reminded.people'],
  async find(whose) {
    const found = await Promise.all(remindedOf(whose).map((person) => isReminded(whose.deps, person)));
    return found.includes(true) ? { known: true } : {};
  },
  async empty(whose) {
    for (const person of remindedOf(whose)) await takeBack(whose.deps, person);
  },
};

/**
 * Every place where something of a person is kept in a channel: what `mine data` shows and `slet mine data` empties.
 * A test holds it against the documents' schemas, field by field.
 */
export const personalPlaces: readonly PersonalPlace[] = [
  answersPlace,
  votesPlace,
  starterPlace,
  facilitatorPlace,
  ownerPlace,
  namedPlace,
  rosterPlace,
  remindedPlace,
];

/** Whose answers and dots of a round are meant. */
export function ownRef(
  deps: Deps,
  channel: ChannelKey,
  { round: { id: roundId, units }, userId }: { round: Pick<RoundKeys, 'id' | 'units'>; userId: string },
): OwnRef {
  return { roundId, themeIds: Object.keys(units), person: personInRound(deps, { channel, roundId, userId }) };
}

function personOf({ deps, channel, userId }: Whose): string {
  return personInChannel(deps, channel, userId);
}

function remindedOf({ deps, channel, rounds, userId }: Whose) {
  const { tenantId, conversationId } = channel;
  return rounds
    .filter(({ personalReminders, state }) => personalReminders && state === 'open')
    .map(({ id }) => ({ id, channel: { tenantId, conversationId } }))
    .map((round) => ({ round, code: reminderCode(deps, round, userId) }));
}

function startedBy(whose: Whose): RoundKeys[] {
  const person = personOf(whose);
  return whose.rounds.filter(({ startedBy: starter }) => starter === person);
}

async function anonymiseStarter(deps: Deps, channel: ChannelKey, roundId: string): Promise<void> {
  for (;;) {
    const found = await deps.store.round(channel, roundId);
    if (!found || (await deps.store.saveRound({ ...found.record, startedBy: '' }, found.version))) return;
  }
}

/** Somebody, and the channel that they are to see to nothing of any longer. */
interface Owning {
  deps: Deps;
  channel: Channel;
  person: string;
}

/** Where some kind of the plan's items is kept. */
interface Items<T> {
  read(id: string): Promise<Versioned<T> | undefined>;
  save(item: T, version: string): Promise<boolean>;
}

async function removeOwner<T extends Focus | PlanAction>(
  { deps, channel, person }: Owning,
  items: readonly T[],
  { read, save }: Items<T>,
): Promise<void> {
  for (const { id } of items.filter(({ content: { owner } }) => owner === person)) {
    for (let found = await read(id); found?.record.content.owner === person; found = await read(id)) {
      const { content, revision } = found.record;
      const { version } = found;
      const changed = { ...found.record, content: unowned(content), revision: revision + 1 };
      if (await changePlan(deps, channel, () => save(changed, version))) break;
    }
  }
}
