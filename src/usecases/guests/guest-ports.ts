import type { Invitation } from '../../domain/invitation.ts';
import type { ChannelKey } from '../../domain/round.ts';
import type { Versioned } from '../versioned.ts';

/** What the use cases need for those who answer by link. */

/** Which link of a round is meant. */
export interface InvitationRef {
  roundId: string;
  id: string;
}

export interface GuestStore {
  invitation(key: ChannelKey, ref: InvitationRef): Promise<Versioned<Invitation> | undefined>;
  /** The links of a round, oldest first. */
  invitations(key: ChannelKey, roundId: string): Promise<Invitation[]>;
  /** A compare-and-set. A new one can be found by its id alone from then on. */
  saveInvitation(key: ChannelKey, invitation: Invitation, version?: string): Promise<boolean>;
  /** Which round a link is to. */
  invitationPlace(id: string): Promise<{ channel: ChannelKey; roundId: string } | undefined>;
  removeInvitationPlace(id: string): Promise<void>;

  /** The codes of those who have a seat. */
  seats(key: ChannelKey, ref: InvitationRef): Promise<string[]>;
  /**
   * Gives a code one of the link's seats while the round is open, or finds the one that it has.
   * @returns `closed` where the round is not open any more or is gone.
   */
  takeSeat(key: ChannelKey, ref: InvitationRef & { most: number }, code: string): Promise<'taken' | 'full' | 'closed'>;

  /** Removes all answers that came by a link. */
  removeGuests(key: ChannelKey, ref: InvitationRef): Promise<void>;
}
