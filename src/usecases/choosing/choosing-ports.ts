import type { Called } from '../../domain/called.ts';
import type { Choice, Vote } from '../../domain/choosing.ts';
import type { ChannelKey, Round } from '../../domain/round.ts';
import type { Versioned } from '../versioned.ts';

/** What the use cases need of choosing what to work on. */

/** Choosings and the votes in them. A write is a compare-and-set. */
export interface ChoosingStore {
  choice(key: ChannelKey, roundId: string): Promise<Versioned<Choice> | undefined>;
  saveChoice(choice: Choice, version?: string): Promise<boolean>;
  /** The way of a vote: one read. */
  choiceAndVote(key: ChannelKey, roundId: string, person: string): Promise<{ choice?: Choice; vote?: Versioned<Vote> }>;
  /** One write, refused as `closed` once the choosing is: a vote that was acknowledged is always counted. */
  saveVote(key: ChannelKey, vote: Vote, version?: string): Promise<'saved' | 'changed' | 'closed'>;
  votes(key: ChannelKey, roundId: string): Promise<Versioned<Vote>[]>;
  /**
   * The votes of a choosing that is `closing`, fixed: everything that `saveVote` called saved and nothing that comes later.
   * Two who end it at once get the same.
   */
  freezeVotes(key: ChannelKey, roundId: string): Promise<Vote[]>;
  voted(key: ChannelKey, roundId: string): Promise<number>;
  removeVote(key: ChannelKey, vote: Vote, version: string): Promise<boolean>;
}

/** What the channel sees of a choosing, in the round's language. */
export type ChoosingNotice =
  | { card: 'choosing'; round: Round }
  /** `names`: in an open round who gave each unit a dot. */
  | { card: 'outcome'; round: Round; choice: Choice; names: Partial<Record<string, Called[]>> };
