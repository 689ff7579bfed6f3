import type { Channel } from '../domain/channel.ts';
import type { FrameContent } from '../domain/frame.ts';
import type { Language } from '../domain/language.ts';
import type { PrivacyTerms, Round } from '../domain/round.ts';
import type { Wheel } from '../domain/wheel.ts';
import type { ChannelStore, Member } from './channel/channel-ports.ts';
import type { ChoosingNotice, ChoosingStore } from './choosing/choosing-ports.ts';
import type { DialogueNotice, JointScoreStore } from './dialogue/dialogue-ports.ts';
import type { DueEnd, DueStore, DueWork, PostAddress } from './due/due-ports.ts';
import type { RoleNotice } from './facilitator/role-ports.ts';
import type { GuestStore } from './guests/guest-ports.ts';
import type { PlanNotice, PlanStore } from './plan/plan-ports.ts';
import type { HoldStore } from './posts/hold-ports.ts';
import type { EraseNotice, OutdatedNotice, PrivacyStore } from './privacy/privacy-ports.ts';
import type { PictureStore } from './results/results-ports.ts';
import type { PersonalReminderNotice, ReminderStore } from './round/reminder-ports.ts';
import type { RoundNotice, RoundStore } from './round/round-ports.ts';
import type { ScheduleNotice, ScheduleStore } from './schedule/schedule-ports.ts';

/** What the use cases need of everything around them, in their own words. */

/** Every write is a compare-and-set: it returns false, and has written nothing, where somebody else was first. */
export interface Store
  extends ChannelStore,
    RoundStore,
    ReminderStore,
    JointScoreStore,
    ChoosingStore,
    PlanStore,
    ScheduleStore,
    HoldStore,
    GuestStore,
    PictureStore,
    PrivacyStore,
    DueStore {
  wheel(id: string, version: number, language: Language): Promise<Wheel | undefined>;
  /**
   * Keeps a wheel for good. @returns the kept one, which differs where another has the same id, version and language.
   */
  keepWheel(wheel: Wheel): Promise<Wheel>;
}

/** What the people of a channel, or one of them in private, see of something. */
export type Notice =
  | RoundNotice
  | PersonalReminderNotice
  | DialogueNotice
  | ChoosingNotice
  | PlanNotice
  | ScheduleNotice
  | RoleNotice
  | EraseNotice
  | OutdatedNotice;

/**
 * How a send ended.
 * - `accepted`: the Connector took it and said where it is; the ids are empty where it told none.
 * - `refused`: surely not posted, and trying again will not help (400, 401, 403, 404, 413).
 * - `later`: surely not posted; try again.
 * - `unknown`: it may have been posted; it is not sent again.
 */
export type SendOutcome =
  | ({ kind: 'accepted' } & PostAddress)
  | { kind: 'refused'; status: number }
  | { kind: 'later'; afterMs: number }
  | { kind: 'unknown' };

/** What became of a change, which may be made twice: where nobody knows whether Teams took it, it is made again `later`. */
export type ChangeOutcome = Exclude<SendOutcome, { kind: 'unknown' }>;

/**
 * Done once a send's turn has come, right before its first byte leaves: it may have waited as long as Teams said. What it
 * throws ends the send.
 */
export type BeforeLeaving = () => Promise<void>;

/** What a post is to show. */
interface Change {
  notice: Notice;
  /** Asked right before it leaves: until when somebody has a form open on the post, which must not be edited then. */
  heldUntil?(): Promise<number | undefined>;
}

/**
 * - `held`: it did not leave, since somebody has a form open on the post.
 * - `shown`: what the post shows then, where a newer notice took this one's place.
 */
export type UpdateOutcome = (ChangeOutcome | { kind: 'held'; until: number }) & { shown?: Notice };

/** Teams, as far as the bot writes there and asks who is in a channel. */
export interface Messenger {
  /** A new post in the channel, with a thread of its own; in a group chat a message. */
  post(channel: Channel, notice: Notice, before: BeforeLeaving): Promise<SendOutcome>;
  /** A message in the thread of `conversationId`. */
  reply(
    channel: Channel,
    conversationId: string,
    said: { notice: Notice; before: BeforeLeaving },
  ): Promise<SendOutcome>;
  update(channel: Channel, post: PostAddress, change: Change): Promise<UpdateOutcome>;
  /**
   * Opens somebody's own chat with the bot, which may be there already: an accepted one is a conversation to `reply` in.
   * Asked for twice it is the same one.
   */
  openChat(channel: Channel, userId: string): Promise<SendOutcome>;
  /** Up to `mostMembers` people, bots left out; undefined where Teams does not let the bot see them. */
  members(channel: Channel): Promise<Member[] | undefined>;
  /** Whether this one person is in the conversation now; undefined where Teams does not let the bot see it. */
  isMember(channel: Channel, userId: string): Promise<boolean | undefined>;
}

/** The wheels that rounds are made of. */
export interface Wheels {
  /** The newest version of each wheel, in the order people choose from. */
  all(language: Language): Wheel[];
  /** The wheel a round was started with. */
  of(round: Pick<Round, 'wheelId' | 'wheelVersion'>, language: Language): Promise<Wheel>;
}

/** What use cases are given by src/app.ts. */
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
  /** A name of this process's own among all on the same data. */
  instance: string;
  /** A keyed hash of a person's or a set-up's id within a scope: the same one gets unrelated hashes in two scopes. */
  keyedId(scope: string, id: string): string;
  /** A keyed hash of what somebody sent, by which it is known again and not guessed. */
  fingerprintOf(said: string): string;
  /** `trial`: only tried, so that a schedule may come in a minute. */
  settings: PrivacyTerms & { timeZone: string; language: Language; trial: boolean };
  /** Wakes the timers for the due item with this id, in so many milliseconds. */
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
