import type { PlanStore } from '../usecases/plan/plan-ports.ts';
import type { Database } from './database.ts';
import { actionDocument, focusDocument, frameDocument, planPostDocument } from './documents/plan-documents.ts';
import { places } from './places.ts';
import { one, overwrite, parse, save } from './records.ts';

/** The plan and the frame are the channel's, and are kept for as long as it is. */
export function planStore(db: Database): PlanStore {
  return {
    focuses: async (key) => (await db.list(places.focus(key))).map((kept) => parse(kept, focusDocument)),
    focus: (key, id) => one(db, places.focus(key, id), focusDocument),
    saveFocus: (key, focus, version) => save(db, places.focus(key, focus.id), { record: focus, version }),
    actions: async (key) => (await db.list(places.action(key))).map((kept) => parse(kept, actionDocument)),
    action: (key, id) => one(db, places.action(key, id), actionDocument),
    saveAction: (key, action, version) => save(db, places.action(key, action.id), { record: action, version }),

    planPost: async (key) => (await one(db, places.plan(key), planPostDocument))?.record,
    savePlanPost: (key, { conversationId, activityId, named }) =>
      overwrite(db, places.plan(key), { record: { conversationId, activityId, ...(named && { named }) } }),

    frame: (key) => one(db, places.frame(key), frameDocument),
    saveFrame: (key, frame, version) => save(db, places.frame(key), { record: frame, version }),
  };
}
