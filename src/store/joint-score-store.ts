import type { JointScoreStore } from '../usecases/dialogue/dialogue-ports.ts';
import type { Database } from './database.ts';
import { jointScoreDocument } from './documents/joint-score-documents.ts';
import { places } from './places.ts';
import { one, parseAll, save } from './records.ts';
import type { Until } from './retention.ts';

export function jointScoreStore(db: Database, until: Until): JointScoreStore {
  return {
    jointScore: (key, roundId, themeId) => one(db, places.jointScore(key, roundId, themeId), jointScoreDocument),
    jointScoresIn: async (key, roundId) =>
      parseAll(await db.list(places.jointScoresIn(key, roundId)), jointScoreDocument),
    saveJointScore: (key, jointScore, version) =>
      save(db, places.jointScore(key, jointScore.roundId, jointScore.themeId), {
        record: jointScore,
        version,
        expiresAt: until('closed'),
      }),
  };
}
