import { keptUntil, retention } from '../domain/retention.ts';
import { systemClock } from '../system-clock.ts';
import type { Log, Store } from '../usecases/ports.ts';
import { channelStore } from './channel-store.ts';
import { choosingStore } from './choosing-store.ts';
import type { Database } from './database.ts';
import { dueStore } from './due-store.ts';
import { guestStore } from './guest-store.ts';
import { holdStore } from './hold-store.ts';
import { jointScoreStore } from './joint-score-store.ts';
import { pictureStore } from './picture-store.ts';
import { planStore } from './plan-store.ts';
import { privacyStore } from './privacy-store.ts';
import { reminderStore } from './reminder-store.ts';
import type { Until } from './retention.ts';
import { roundStore } from './round-store.ts';
import { scheduleStore } from './schedule-store.ts';
import { wheelStore } from './wheel-store.ts';

/** What the store takes from its surroundings. */
export interface StoreOptions {
  now(): number;
  /** How many months what belongs to a round is kept after its closing. */
  retentionMonths: number;
  log: Log;
}

/** The store over any database: turns records into documents and back, and says how long each is kept. */
export function createStore(db: Database, options: Partial<StoreOptions> = {}): Store {
  const { now = systemClock.now, retentionMonths = retention.default, log } = options;
  const until: Until = (state, { from = now(), months = retentionMonths } = {}) => keptUntil(state, from, months);

  return {
    ...channelStore(db),
    ...roundStore(db, until),
    ...jointScoreStore(db, until),
    ...choosingStore(db, until),
    ...planStore(db),
    ...scheduleStore(db),
    ...holdStore(db),
    ...guestStore(db),
    ...pictureStore(db, until),
    ...privacyStore(db, until),
    ...reminderStore(db, now),
    ...dueStore(db, until, log),
    ...wheelStore(db),
  };
}
