import type { ReminderStore } from '../usecases/round/reminder-ports.ts';
import type { Database } from './database.ts';
import { noRemindersDocument, remindedDocument } from './documents/reminder-documents.ts';
import { places } from './places.ts';
import { one, overwrite, removeAll, saveWhileOpen } from './records.ts';

/** A round that is open for longer has its people reminded before another deadline. */
const remindedDays = 31;

/** Whom a round's reminding is done with, and who wants no reminders. */
export function reminderStore(db: Database, now: () => number): ReminderStore {
  const remove = ({ partition, id }: { partition: string; id: string }) => removeAll(db, partition, [id]);
  return {
    reminded: ({ channel, id }) => one(db, places.reminded(channel, id), remindedDocument),
    saveReminded: ({ channel, id }, record, version) =>
      saveWhileOpen(db, places.reminded(channel, id), {
        record,
        version,
        whileOpen: places.round(channel, id).id,
        expiresAt: now() + remindedDays * 86_400_000,
      }),
    removeReminded: async ({ channel, id }) => void (await remove(places.reminded(channel, id))),
    wantsNoReminders: async (tenantId, person) =>
      (await one(db, places.noReminders(tenantId, person), noRemindersDocument)) !== undefined,
    stopReminders: (tenantId, person) => overwrite(db, places.noReminders(tenantId, person), { record: {} }),
    allowReminders: async (tenantId, person) => void (await remove(places.noReminders(tenantId, person))),
  };
}
