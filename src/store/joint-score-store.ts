import type { JointScoreStore } from '../usecases/dialogue/dialogue-ports.ts';
import type { Database } from './database.ts';
import { agreedDocument } from './documents/joint-score-documents.ts';
import { places } from './places.ts';
import { one, parse, save } from './records.ts';
import type { Until } from './retention.ts';

export function jointScoreStore(db: Database, until: Until): JointScoreStore {
  return {
    agreed: (key, roundId, themeId) => one(db, places.agreed(key, roundId, themeId), agreedDocument),
    jointScoresIn: async (key, roundId) =>
      (await db.list(places.jointScoresIn(key, roundId))).map((kept) => parse(kept, agreedDocument)),
    saveJointScore: (key, agreed, version) =>
      save(db, places.agreed(key, agreed.roundId, agreed.themeId), {
        record: agreed,
        version,
        expiresAt: until('closed'),
      }),
  };
}
