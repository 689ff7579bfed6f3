import type { ScheduleStore } from '../usecases/schedule/schedule-ports.ts';
import type { Database } from './database.ts';
import { scheduleDocument } from './documents/schedule-documents.ts';
import { places } from './places.ts';
import { one, save } from './records.ts';

export function scheduleStore(db: Database): ScheduleStore {
  return {
    schedule: (key) => one(db, places.schedule(key), scheduleDocument),
    saveSchedule: (schedule, version) => save(db, places.schedule(schedule.channel), { record: schedule, version }),
  };
}
