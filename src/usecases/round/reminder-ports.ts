import type { Round } from '../../domain/round.ts';
import type { PostAddress } from '../due/due-ports.ts';
import type { Versioned } from '../versioned.ts';

/** What the use cases need for reminding people in private. */

export type RoundRef = Pick<Round, 'channel' | 'id'>;

/** Whom the reminding of open rounds is done with, and who wants no reminders. */
export interface ReminderStore {
  /** Whom the reminding of an open round is done with. */
  reminded(round: RoundRef): Promise<Versioned<Reminded> | undefined>;
  /** A compare-and-set, refused as `closed` once the round is. */
  saveReminded(round: RoundRef, reminded: Reminded, version?: string): Promise<'saved' | 'changed' | 'closed'>;
  removeReminded(round: RoundRef): Promise<void>;
  /** Whether somebody wants no reminders. @param person their code in the tenant. */
  wantsNoReminders(tenantId: string, person: string): Promise<boolean>;
  /** Notes that somebody wants none, for good. */
  stopReminders(tenantId: string, person: string): Promise<void>;
  allowReminders(tenantId: string, person: string): Promise<void>;
}

/** Written before a message leaves, and gone when the round closes. */
export interface Reminded {
  /** By codes of their own, which nobody can join with those that answers are kept under. */
  people: string[];
}

/** What one person sees of what they have yet to answer. */
export interface PersonalReminderNotice {
  card: 'personalReminder';
  round: Round;
  /** The themes that the person lacks, in the round's order. */
  themeIds: string[];
  /** The channel's name, as people elsewhere know it; empty where Teams never gave one. */
  where: string;
  /** The card to open, where it is known to be there. */
  at?: PostAddress;
}
