import type { Hold, HoldStore } from '../usecases/posts/hold-ports.ts';
import type { Database } from './database.ts';
import { holdDocument } from './documents/hold-documents.ts';
import { places } from './places.ts';
import { one, save } from './records.ts';

/** What was held back may be looked for a while after the last form's time. */
const keptForMs = 3_600_000;

export function holdStore(db: Database): HoldStore {
  return {
    hold: (key, activityId) => one(db, places.hold(key, activityId), holdDocument),
    saveHold: (hold, version) =>
      save(db, places.hold(hold.channel, hold.activityId), {
        record: hold,
        version,
        expiresAt: lastOf(hold) + keptForMs,
      }),
    removeHold: ({ channel, activityId }, version) => db.remove(places.hold(channel, activityId), version),
  };
}

function lastOf({ holders }: Hold): number {
  return Math.max(...Object.values(holders));
}
