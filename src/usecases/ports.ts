import type { Answer } from '../domain/answer.ts';
import type { Channel } from '../domain/channel.ts';
import type { Answered, ChannelKey, Round } from '../domain/round.ts';
import type { Language, Wheel } from '../domain/wheel.ts';

/** What the use cases need of the world, in their own words. */

/** A record with the version it was read at; a write names the version it replaces. */
export interface Versioned<T> {
  record: T;
  version: string;
}

/** One of a round's posts: a theme's card, the status, the summary. */
export interface Post {
  roundId: string;
  slot: Slot;
  /** `sending` is written before the first byte leaves, so that a crash in between is known as `unknown`, never repeated; `unknown` is also a post that Teams refused. */
  state: 'sending' | 'sent' | 'unknown';
  /** The thread it is in; empty until sent. */
  conversationId: string;
  activityId: string;
}
export type Slot = 'status' | 'summary' | `theme:${string}`;

/** Something that must happen at a time, whichever instance is there to do it. Its id says what and for whom. */
export interface Due {
  id: string;
  work: DueWork;
  channel: ChannelKey;
  roundId: string;
  /** Epoch milliseconds. */
  dueAt: number;
  /** Not before this, epoch milliseconds: `dueAt`, the end of somebody's lease, or of a pause after a failed try. */
  visibleAt: number;
  state: 'waiting' | 'done' | 'cancelled';
  attempts: number;
}
export type DueWork = 'open' | 'recount' | 'publish';

/** Every write is a compare-and-set: it returns false, and has written nothing, where somebody else was first. */
export interface Store {
  channel(key: ChannelKey): Promise<Versioned<Channel> | undefined>;
  channelsOf(tenantId: string): Promise<Channel[]>;
  saveChannel(channel: Channel, version?: string): Promise<boolean>;

  round(key: ChannelKey, roundId: string): Promise<Versioned<Round> | undefined>;
  saveRound(round: Round, version?: string): Promise<boolean>;

  /** The way of an answer: one read. */
  roundAndAnswer(
    key: ChannelKey,
    roundId: string,
    themeId: string,
    person: string,
  ): Promise<{ round?: Round; answer?: Versioned<Answer> }>;
  /** One write, refused as `closed` once the round is: what was acknowledged is always counted. */
  saveAnswer(key: ChannelKey, answer: Answer, version?: string): Promise<'saved' | 'changed' | 'closed'>;
  answers(key: ChannelKey, roundId: string): Promise<Answer[]>;
  answered(key: ChannelKey, roundId: string, themeIds: readonly string[]): Promise<Answered>;

  posts(key: ChannelKey, roundId: string): Promise<Versioned<Post>[]>;
  savePost(key: ChannelKey, post: Post, version?: string): Promise<boolean>;
  removePost(key: ChannelKey, post: Post, version: string): Promise<boolean>;

  /** Keyed hashes of a conversation's members as last read. */
  roster(key: ChannelKey): Promise<Roster | undefined>;
  saveRoster(key: ChannelKey, roster: Roster): Promise<void>;

  /** Arms the item with this id, anew if need be, and never later than it was armed for; a claim on it is void. */
  addDue(due: Due): Promise<void>;
  /** Up to `limit` waiting items that are visible, oldest first. */
  due(now: number, limit: number): Promise<Versioned<Due>[]>;
  /** @returns the new version, undefined where somebody else was first. */
  saveDue(due: Due, version: string): Promise<string | undefined>;

  picture(pictureId: string): Promise<{ channel: ChannelKey; roundId: string } | undefined>;
  savePicture(pictureId: string, channel: ChannelKey, roundId: string): Promise<void>;

  wheel(id: string, version: number, language: Language): Promise<Wheel | undefined>;
  /** Keeps a wheel for good. @returns the kept one, which differs where another has the same id, version and language. */
  keepWheel(wheel: Wheel): Promise<Wheel>;
}

export interface Roster {
  people: string[];
  /** Epoch milliseconds. */
  readAt: number;
}

/** Somebody in a conversation, as Teams tells it; never stored. */
export interface Member {
  /** Teams' id of the person for this bot ("29:…"). */
  userId: string;
  name: string;
}

/** What the people of a channel see of a round. */
export type Notice =
  | { card: 'theme'; round: Round; themeId: string; answered: number }
  | { card: 'themeResult'; round: Round; themeId: string; comments: string[]; names: NamedScores[] }
  | { card: 'status'; round: Round; answered: Answered; missing: string[] }
  | { card: 'summary'; round: Round };

/** Who chose what in an open (åben) round, looked up when shown. */
export interface NamedScores {
  name: string;
  scores: Answer['scores'];
  comment: string;
}

/**
 * How a send ended.
 * - `accepted`: the Connector took it and said where it is.
 * - `refused`: surely not posted, and trying again will not help (400, 401, 403, 404, 413).
 * - `later`: surely not posted; try again.
 * - `unknown`: it may have been posted; it is not sent again.
 */
export type SendOutcome =
  | { kind: 'accepted'; conversationId: string; activityId: string }
  | { kind: 'refused'; status: number }
  | { kind: 'later'; afterMs: number }
  | { kind: 'unknown' };

export interface Messenger {
  /** A new post in the channel, with a thread of its own; in a group chat a message. */
  post(channel: Channel, notice: Notice): Promise<SendOutcome>;
  /** A message in the thread of `conversationId`. */
  reply(channel: Channel, conversationId: string, notice: Notice): Promise<SendOutcome>;
  update(channel: Channel, post: Post, notice: Notice): Promise<SendOutcome>;
  members(channel: Channel): Promise<Member[]>;
  /** Whether this one person is in the conversation now. */
  isMember(channel: Channel, userId: string): Promise<boolean>;
}

export interface Wheels {
  /** The newest version of each wheel, in the order people choose from. */
  all(language: Language): Wheel[];
  /** The wheel a round was started with. */
  of(round: Pick<Round, 'wheelId' | 'wheelVersion'>, language: Language): Promise<Wheel>;
}

export interface World {
  store: Store;
  messenger: Messenger;
  wheels: Wheels;
  /** Epoch milliseconds. */
  now(): number;
  /** 128 random bits, base64url. */
  newId(): string;
  /** A person's keyed hash within a scope: the same person gets unrelated hashes in two scopes. */
  personKey(scope: string, userId: string): string;
  settings: { smallestGroup: number; timeZone: string; language: Language };
  /** Tells the timers that something is due, now or in so many milliseconds. */
  wake(inMs?: number): void;
  log: Log;
}

/** A line of the log: words and numbers of our own, never a person's. */
export interface Log {
  info(fields: Record<string, string | number | boolean>, message: string): void;
  warn(fields: Record<string, string | number | boolean>, message: string): void;
  error(fields: Record<string, string | number | boolean>, message: string, error: unknown): void;
}
