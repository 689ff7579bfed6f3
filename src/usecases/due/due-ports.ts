import type { ChannelKey } from '../../domain/round.ts';
import type { Versioned } from '../versioned.ts';

/** What the use cases need for work that is done at a later time. */

/** Due items, whichever instance does them. */
export interface DueStore {
  /**
   * Schedules the item with this id, once more if it has ended, and never later than it was scheduled for; a claim on
   * it is void. An item whose one post is on its way, was made or was missed stays as it is, and so does one of another
   * channel.
   */
  addDue(due: Due): Promise<void>;
  dueItem(id: string): Promise<Versioned<Due> | undefined>;
  /** Up to `limit` waiting items that are visible, oldest first; of one shard, or of all where none is named. */
  due(now: number, limit: number, shard?: number): Promise<Versioned<Due>[]>;
  /** @returns the new version, undefined where somebody else was first. */
  saveDue(due: Due, version: string): Promise<string | undefined>;
}

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
  /**
   * Written right before its post leaves: an instance that finds it set, and does not know how the post went, does not
   * post again.
   */
  sending?: boolean;
  /** Where its post is, once `sent`. */
  post?: PostAddress;
}

/** Where a post is in Teams. */
export interface PostAddress {
  /** The conversation that it is in, of a post in a channel with its thread. */
  conversationId: string;
  activityId: string;
}

/**
 * The kinds of due work. Each is done by the use case of its name in src/usecases/<feature>/, and what it shows is the
 * notice, and the view in src/teams/<feature>/, of the same name.
 * - `open`: posts the cards of a round. `recount`: shows on them how many have answered. `publish`: shows its results.
 * - `deadline`: closes a round. `nudge`: reminds its channel of an open one. `personalReminder`: reminds each person who has
 *   yet to answer, in private.
 * - `dialogue`: asks each theme's thread something. `jointScore`: shows on a theme's card what the team agreed on.
 * - `choosing`: takes the choosing after a round as far as it can go.
 * - `plan`: shows the plan on its newest post. `followUp`: asks how something went whose date has passed.
 * - `reassess`: says that it is time to score again. `schedule`: shows on its card when that is.
 * - `role`: says who leads the channel.
 * - `erase`: finishes what somebody deleted. `anonymise`: removes who gave which answer.
 * - `outdated`: turns a post into a line that names somebody who is not to be named any longer.
 * - `resume`: takes a channel up again that can be written in once more.
 */
export const dueWorks = [
  'open',
  'recount',
  'publish',
  'deadline',
  'nudge',
  'personalReminder',
  'dialogue',
  'jointScore',
  'choosing',
  'plan',
  'followUp',
  'reassess',
  'schedule',
  'role',
  'erase',
  'anonymise',
  'outdated',
  'resume',
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
