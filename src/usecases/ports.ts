import type { Answer } from '../domain/answer.ts';
import type { Channel } from '../domain/channel.ts';
import type { Choice } from '../domain/choosing.ts';
import type { FrameContent } from '../domain/frame.ts';
import type { JointScore } from '../domain/joint-score.ts';
import type { Answered, ChannelKey, PrivacyTerms, Round } from '../domain/round.ts';
import type { Occasion, Rule } from '../domain/schedule.ts';
import type { Language, Wheel } from '../domain/wheel.ts';
import type { PlanNotice, PlanStore, ShownFocus } from './plan/plan-ports.ts';

/** What the use cases need of the world, in their own words. */

/** A record with the version it was read at; a write names the version it replaces. */
export interface Versioned<T> {
  record: T;
  version: string;
}

/** One of a round's posts: a theme's card, the status, the summary, what a theme's thread is asked to talk about. */
export interface Post {
  roundId: string;
  slot: Slot;
  /** `sending` is written before the first byte leaves, so that a crash in between is known as `unknown`, never repeated; `unknown` is also a post that Teams refused. */
  state: 'sending' | 'sent' | 'unknown';
  /** The thread it is in; empty until sent. */
  conversationId: string;
  activityId: string;
}
export type Slot = 'status' | 'summary' | 'choice' | 'plan' | `theme:${string}` | `prompt:${string}`;

/** Something that must happen at a time, whichever instance is there to do it. */
export interface Due {
  /** Says what, for whom and which time: `<work>:<subject>` or `<work>:<subject>:<occasion>`. */
  id: string;
  work: DueWork;
  channel: ChannelKey;
  /** The id of the round, or of the schedule, that it is for. */
  subject: string;
  /** Which of the subject's several times, such as a day; empty where there is only one. */
  occasion: string;
  /** Epoch milliseconds; never done before. */
  dueAt: number;
  /** Not before this, epoch milliseconds: `dueAt`, the end of somebody's lease, or of a pause after a failed try. */
  visibleAt: number;
  state: DueState;
  attempts: number;
  /** Written right before its post leaves: whoever finds it set without knowing how the post went does not post again. */
  sending?: boolean;
  /** Where its post is, once `sent`. */
  post?: { conversationId: string; activityId: string };
}

/**
 * `open`: post a round's cards. `dialogue`: ask each theme's thread something. `agreed`: show what was agreed on a theme's
 * card. `card`: show a schedule on its card. `resume`: take a channel up again. `choice`: take the choosing after a round as
 * far as it is. `plan`: show the plan on its newest post. `erase`: finish what was deleted. `forget`: remove who said what.
 * `role`: tell who leads the channel. The others as their names say.
 */
export const dueWorks = [
  'open',
  'recount',
  'publish',
  'dialogue',
  'agreed',
  'deadline',
  'nudge',
  'reassess',
  'card',
  'resume',
  'choice',
  'plan',
  'followUp',
  'erase',
  'forget',
  'role',
] as const;
export type DueWork = (typeof dueWorks)[number];

/**
 * How a due item ended.
 * - `done`: work whose posts, if it has any, are kept as posts of their own.
 * - `sent`: the Connector accepted exactly this post.
 * - `unknown`: it may have been posted, and is not posted again.
 * - `skippedLate`: its time was missed by so much that it would only disturb.
 * - `cancelled`: what it was for is gone, closed, changed or refused.
 */
export const dueEnds = ['done', 'sent', 'unknown', 'skippedLate', 'cancelled'] as const;
export type DueEnd = (typeof dueEnds)[number];
export type DueState = 'waiting' | DueEnd;

/** Every write is a compare-and-set: it returns false, and has written nothing, where somebody else was first. */
export interface Store extends PlanStore {
  channel(key: ChannelKey): Promise<Versioned<Channel> | undefined>;
  channelsOf(tenantId: string): Promise<Channel[]>;
  saveChannel(channel: Channel, version?: string): Promise<boolean>;

  round(key: ChannelKey, roundId: string): Promise<Versioned<Round> | undefined>;
  saveRound(round: Round, version?: string): Promise<boolean>;
  /** All rounds of a channel, open ones too, in no particular order. */
  roundsOf(key: ChannelKey): Promise<Round[]>;

  agreed(key: ChannelKey, roundId: string, themeId: string): Promise<Versioned<JointScore> | undefined>;
  /** What was agreed on each theme of one round, or of all rounds of the channel. */
  jointScoresIn(key: ChannelKey, roundId?: string): Promise<JointScore[]>;
  saveJointScore(key: ChannelKey, agreed: JointScore, version?: string): Promise<boolean>;

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
  /** Those of these answers of one channel that exist. */
  answersAt(key: ChannelKey, refs: readonly Pick<Answer, 'roundId' | 'themeId' | 'person'>[]): Promise<Answer[]>;
  /**
   * The answers of a round that is `closing`, fixed: everything that `saveAnswer` called saved and nothing that comes
   * later. Two who close at once get the same.
   * @param told how many months people were told they are kept, where that is not the setting.
   */
  freezeAnswers(key: ChannelKey, roundId: string, told?: { months: number }): Promise<Answer[]>;
  answered(key: ChannelKey, roundId: string, themeIds: readonly string[]): Promise<Answered>;

  posts(key: ChannelKey, roundId: string): Promise<Versioned<Post>[]>;
  savePost(key: ChannelKey, post: Post, version?: string): Promise<boolean>;
  /** A new post, refused as well where its round is not open any longer. */
  addPostWhileOpen(key: ChannelKey, post: Post): Promise<boolean>;
  removePost(key: ChannelKey, post: Post, version: string): Promise<boolean>;

  /** Keyed hashes of a conversation's members as last read. */
  roster(key: ChannelKey): Promise<Roster | undefined>;
  saveRoster(key: ChannelKey, roster: Roster): Promise<void>;

  /**
   * Arms the item with this id, anew if need be, and never later than it was armed for; a claim on it is void. An item
   * whose one post is on its way, was made or was missed stays as it is.
   */
  addDue(due: Due): Promise<void>;
  dueItem(id: string): Promise<Versioned<Due> | undefined>;
  /** Up to `limit` waiting items that are visible, oldest first; of one shard, or of all where none is named. */
  due(now: number, limit: number, shard?: number): Promise<Versioned<Due>[]>;
  /** @returns the new version, undefined where somebody else was first. */
  saveDue(due: Due, version: string): Promise<string | undefined>;

  schedule(key: ChannelKey): Promise<Versioned<Schedule> | undefined>;
  saveSchedule(schedule: Schedule, version?: string): Promise<boolean>;

  picture(pictureId: string): Promise<{ channel: ChannelKey; roundId: string } | undefined>;
  savePicture(pictureId: string, channel: ChannelKey, roundId: string): Promise<void>;

  /** What was written on each theme of a round, once nobody can tell any more who wrote it. */
  comments(key: ChannelKey, roundId: string): Promise<Map<string, string[]>>;
  /** Keeps the comments on a theme without their answers; those that are kept already stay as they are. */
  keepComments(round: Round, themeId: string, comments: readonly string[]): Promise<void>;

  /** Each of these may be asked for again, whatever is written meanwhile, and is done when it returns. */
  removeAnswers(key: ChannelKey, roundId: string, themeId: string): Promise<void>;
  /** A person's answers and votes. @returns how many there were. */
  removeOwn(key: ChannelKey, roundId: string, themeIds: readonly string[], person: string): Promise<number>;
  /** A round and all that is kept of it but its posts; no answer to it can be saved from here on. */
  eraseRound(key: ChannelKey, roundId: string): Promise<void>;
  /** What is kept of a channel beside its rounds and itself. */
  eraseAllButRounds(key: ChannelKey): Promise<void>;
  removePicture(pictureId: string): Promise<void>;
  removeChannel(key: ChannelKey): Promise<void>;

  wheel(id: string, version: number, language: Language): Promise<Wheel | undefined>;
  /** Keeps a wheel for good. @returns the kept one, which differs where another has the same id, version and language. */
  keepWheel(wheel: Wheel): Promise<Wheel>;
}

/** When a channel scores again. One for each channel; a changed one gets a new id, so that nothing of the old is done. */
export interface Schedule {
  id: string;
  channel: ChannelKey;
  rule: Rule;
  /** The next time it comes to; none once the last has passed or it was stopped. */
  next?: Occasion;
  /** Put off by hand: from the day of one occasion to another. */
  snoozed?: { from: string; to: Occasion };
  stopped: boolean;
  /** The card that shows it to the channel. */
  card?: { conversationId: string; activityId: string };
  /** The working day of the last occasion that came, a plain date. How it ended its due item says. */
  last?: string;
}

export interface Roster {
  people: string[];
  /** Epoch milliseconds. */
  readAt: number;
}

/** A longer list of members is cut off. */
export const mostMembers = 1_000;

/** Somebody in a conversation, as Teams tells it; never stored. */
export interface Member {
  /** Teams' id of the person for this bot ("29:…"). */
  userId: string;
  name: string;
  /** The person's id in Entra ID, which Teams' own picker of people gives; not everybody from elsewhere has one. */
  entraId?: string;
}

/** What the people of a channel see of a round. */
export type Notice = RoundNotice | ScheduleNotice | ChannelNotice | PlanNotice;

export type RoundNotice =
  | { card: 'theme'; round: Round; themeId: string; answered: number }
  | ({ card: 'themeResult'; round: Round; themeId: string; agreed?: JointScore } & PublishedDetails)
  | { card: 'prompt'; round: Round; themeId: string }
  | { card: 'status'; round: Round; answered: Answered; missing: string[] }
  | { card: 'summary'; round: Round; planContext: PlanContext }
  | { card: 'nudge'; round: Round; complete: number }
  | { card: 'choosing'; round: Round; choice: Choice; voted: number }
  /** `names`: in an open round who gave each unit a dot. */
  | { card: 'outcome'; round: Round; choice: Choice; names: Partial<Record<string, string[]>> };

/** What a summary shows beside the round's own: what the channel steers by, and how far its plan is. */
export interface PlanContext {
  frame?: FrameContent;
  plan?: ShownFocus[];
}

/** What they see of the channel itself, in its language. */
export type ChannelNotice =
  /** In place of a card of a round that was deleted. */
  | { card: 'erased'; language: Language }
  /** Somebody was named a facilitator, or has taken the role. */
  | { card: 'role'; language: Language; taken: boolean; name: string };

/** What they see of their schedule, in the channel's language. */
export type ScheduleNotice = { language: Language; schedule: Schedule; upcoming: Occasion[] } & (
  | { card: 'schedule' }
  /** `round`: the last that closed, if any. `plan`: what is planned, if anything. */
  | { card: 'reassess'; day: string; round?: Round; plan?: ShownFocus[] }
);

/** What a theme's result tells beside the figures. */
export interface PublishedDetails {
  /** In a confidential round, as far as they are published; in an open one they stand with who wrote them. */
  comments: string[];
  names: NamedScores[];
}

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
  update(channel: Channel, post: Pick<Post, 'conversationId' | 'activityId'>, notice: Notice): Promise<SendOutcome>;
  /** Up to `mostMembers` people, bots left out. */
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

export interface Deps {
  store: Store;
  messenger: Messenger;
  wheels: Wheels;
  /** What the frame of a channel is prefilled with. */
  prefilledFrame(language: Language): FrameContent;
  /** Epoch milliseconds. */
  now(): number;
  /** 128 random bits, base64url. */
  newId(): string;
  /** A person's keyed hash within a scope: the same person gets unrelated hashes in two scopes. */
  personKey(scope: string, userId: string): string;
  /** `trial`: only tried, so that a schedule may come in a minute. */
  settings: PrivacyTerms & { timeZone: string; language: Language; trial: boolean };
  /** Tells the timers that the due item with this id will be due in so many milliseconds. */
  wake(inMs: number, dueId: string): void;
  /** Draws a closed round's picture before anybody asks for it. Resolves also where it cannot be drawn. */
  drawAhead(round: Round): Promise<void>;
  /** From 0 up to 1, for pauses that should not all be the same. */
  random(): number;
  meter: Meter;
  log: Log;
}

/** What is counted of the bot's work; figures and names of its own, nothing of people. */
export interface Meter {
  /** An activity was handled. @param status the HTTP status it was answered with. */
  turn(kind: string, status: number, ms: number): void;
  /** An answer was stored. */
  answered(): void;
  /** A call to Teams ended. */
  called(call: 'post' | 'update' | 'read', outcome: SendOutcome['kind'], ms: number): void;
  /** What an operation cost on a database that charges for it, in request units. */
  charged(units: number): void;
  /** A due item ended so long after its time. */
  dueEnded(work: DueWork, end: DueEnd, lagMs: number): void;
}

/** A line of the log: words and numbers of our own, never a person's. */
export interface Log {
  info(fields: Record<string, string | number | boolean>, message: string): void;
  warn(fields: Record<string, string | number | boolean>, message: string): void;
  error(fields: Record<string, string | number | boolean>, message: string, error: unknown): void;
}
