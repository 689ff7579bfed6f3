import type { JointScore } from '../../domain/joint-score.ts';
import type { ChannelKey, Round } from '../../domain/round.ts';
import type { Versioned } from '../versioned.ts';

/** What the use cases need of the talk about a closed round. */

/** Joint scores. A write is a compare-and-set. */
export interface JointScoreStore {
  jointScore(key: ChannelKey, roundId: string, themeId: string): Promise<Versioned<JointScore> | undefined>;
  /** The joint scores of one round, or of all rounds of the channel. */
  jointScoresIn(key: ChannelKey, roundId?: string): Promise<JointScore[]>;
  saveJointScore(key: ChannelKey, jointScore: JointScore, version?: string): Promise<boolean>;
}

/** What a theme's thread is asked to talk about, in the round's language. */
export type DialogueNotice = { card: 'dialogue'; round: Round; themeId: string };
