import type { Language } from '../../domain/language.ts';
import type { ChannelKey, Round } from '../../domain/round.ts';

/** What the use cases need for taking away what is kept. */

/** Each removal may be asked for again, whatever is written meanwhile, and is done when it returns. */
export interface PrivacyStore {
  /** What was written on each theme of a round, once nobody can find out any more who wrote it. */
  comments(key: ChannelKey, roundId: string): Promise<Map<string, string[]>>;
  /** Keeps the comments on a theme without their answers; those that are kept already stay as they are. */
  keepComments(round: Round, themeId: string, comments: readonly string[]): Promise<void>;

  removeAnswers(key: ChannelKey, roundId: string, themeId: string): Promise<void>;
  /** A person's answers and votes. @returns how many there were. */
  removeOwn(key: ChannelKey, roundId: string, whose: { themeIds: readonly string[]; person: string }): Promise<number>;
  /** A round and all that is kept of it but its posts; no answer to it can be saved from here on. */
  eraseRound(key: ChannelKey, roundId: string): Promise<void>;
  /** What is kept of a channel beside its rounds and itself. */
  eraseAllButRounds(key: ChannelKey): Promise<void>;
}

/** What stands in place of a card of a round that was deleted, in the channel's language. */
export type EraseNotice = { card: 'erase'; language: Language };
