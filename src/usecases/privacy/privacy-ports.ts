import type { Answer } from '../../domain/answer.ts';
import type { Vote } from '../../domain/choosing.ts';
import type { Language } from '../../domain/language.ts';
import type { ChannelKey, Round } from '../../domain/round.ts';
import type { PostAddress } from '../due/due-ports.ts';
import type { Versioned } from '../versioned.ts';

/** What the use cases need for taking away what is kept. */

/** Each removal may be asked for again, whatever is written meanwhile, and is done when it returns. */
export interface PrivacyStore {
  /** What was written on each theme of a round, once nobody can find out any more who wrote it. */
  comments(key: ChannelKey, roundId: string): Promise<Map<string, string[]>>;
  /** Keeps the comments on a theme without their answers; those that are kept already stay as they are. */
  keepComments(round: Round, themeId: string, comments: readonly string[]): Promise<void>;

  removeAnswers(key: ChannelKey, roundId: string, themeId: string): Promise<void>;
  /** What is found of all rounds of a channel, open ones too, in no particular order. */
  roundKeysOf(key: ChannelKey): Promise<RoundKeys[]>;
  /** A person's answers and dots in some rounds of one channel. */
  ownIn(key: ChannelKey, refs: readonly OwnRef[]): Promise<OwnInRounds>;
  /** A person's answers and dots in a round. @returns how many there were. */
  removeOwn(key: ChannelKey, ref: OwnRef): Promise<number>;
  namedPosts(key: ChannelKey): Promise<Versioned<NamedPost>[]>;
  /** A compare-and-set. */
  saveNamedPost(key: ChannelKey, post: NamedPost, version?: string): Promise<boolean>;
  removeNamedPost(key: ChannelKey, id: string, version: string): Promise<boolean>;
  /** A round and all that is kept of it but its posts; no answer to it can be saved from here on. */
  eraseRound(key: ChannelKey, roundId: string): Promise<void>;
  /** What is kept of a channel beside its rounds, its posts and itself. */
  eraseAllButRounds(key: ChannelKey): Promise<void>;
}

/** A post in a channel that names people, or is about to; a round's own posts are kept with the round. */
export interface NamedPost extends PostAddress {
  id: string;
  /** Who is named on it, by the codes that they have in the channel. */
  people: string[];
  /** Epoch milliseconds. */
  keptAt: number;
  /** It becomes a line, since somebody is not to be named on it any longer. */
  outdated?: boolean;
  /** It became that line, and is shown it once more when nothing of before may land on it any longer. */
  isLine?: boolean;
}

/** What somebody gave in one round, as far as it is kept. */
interface OwnInRounds {
  answers: Answer[];
  votes: Vote[];
}

/** Whose answers and dots of a round are meant. */
export interface OwnRef {
  roundId: string;
  themeIds: readonly string[];
  /** Keyed hash of the person in this round. */
  person: string;
}

/** The little of a round by which what somebody gave in it is found: there may be thousands of rounds in a tenant. */
export type RoundKeys = Pick<Round, 'id' | 'units' | 'startedBy' | 'privacy' | 'personalReminders' | 'state'>;

/** What stands in place of a post that named somebody who is not to be named any longer, in the channel's language. */
export type OutdatedNotice = { card: 'outdated'; language: Language };

/** What stands in place of a card of a round that was deleted, in the channel's language. */
export type EraseNotice = { card: 'erase'; language: Language };
