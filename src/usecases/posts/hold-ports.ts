import type { ChannelKey } from '../../domain/round.ts';
import type { DueWork } from '../due/due-ports.ts';
import type { Versioned } from '../versioned.ts';

/** What the use cases need of the forms that people have open on shared cards. A write is a compare-and-set. */
export interface HoldStore {
  hold(key: ChannelKey, activityId: string): Promise<Versioned<Hold> | undefined>;
  /** It is kept for a while after the last form's time. */
  saveHold(hold: Hold, version?: string): Promise<boolean>;
  removeHold(hold: Hold, version: string): Promise<boolean>;
}

/** A post that is not edited, since an edit would take away the forms that people have open on it. */
export interface Hold {
  channel: ChannelKey;
  activityId: string;
  /** Until when each form holds it, epoch milliseconds, by a code of the person's for this post alone. */
  holders: Record<string, number>;
  /** The work that is to show the post anew once it is held no more. */
  waiting: HeldWork[];
}

/** A due item by what its id is made of. */
export interface HeldWork {
  work: DueWork;
  subject: string;
  occasion: string;
}
