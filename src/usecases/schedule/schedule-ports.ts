import type { Language } from '../../domain/language.ts';
import type { ChannelKey, Round } from '../../domain/round.ts';
import type { Occasion, Rule } from '../../domain/schedule.ts';
import type { DueState, PostAddress } from '../due/due-ports.ts';
import type { ShownFocus } from '../plan/plan-ports.ts';
import type { Versioned } from '../versioned.ts';

/** What the use cases need of when a channel scores again. */

/** Schedules. A write is a compare-and-set. */
export interface ScheduleStore {
  schedule(key: ChannelKey): Promise<Versioned<Schedule> | undefined>;
  saveSchedule(schedule: Schedule, version?: string): Promise<boolean>;
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
  card?: PostAddress;
  /** Cards that showed it before, and are to say that another does. */
  older?: OlderCard[];
  /** The working day of the last occasion that came, a plain date. How it ended its due item says. */
  last?: string;
}

/** How the last occasion ended, or stands. */
export interface LastOccasion {
  on: string;
  state: DueState;
}

/** `until`: it was told, epoch milliseconds; up to then an update of before may land on it still. */
export type OlderCard = PostAddress & { until?: number };

/** What they see of their schedule, in the channel's language. */
export type ScheduleNotice = { language: Language; schedule: Schedule; upcoming: Occasion[] } & (
  | { card: 'schedule'; last?: LastOccasion }
  /** A newer post shows it. */
  | { card: 'scheduleElsewhere' }
  /** `round`: the last that closed, if any. `plan`: what is planned, if anything. */
  | { card: 'reassess'; day: string; round?: Round; plan?: ShownFocus[] }
);
