import type { PlanStore } from '../usecases/plan/plan-ports.ts';
import type { Database } from './database.ts';
import { places } from './documents.ts';
import {
  actionDocument,
  choiceDocument,
  focusDocument,
  frameDocument,
  planPostDocument,
  voteDocument,
} from './plan-documents.ts';
import { counts, document, one, overwrite, parse, save, saveWhileOpen, type Until, versioned } from './records.ts';

/** What is chosen, planned and steered by. What is chosen belongs to its round; the plan and the frame are the channel's. */
export function plans(db: Database, until: Until): PlanStore {
  return {
    choice: (key, roundId) => one(db, places.choice(key, roundId), choiceDocument),
    saveChoice: (choice, version) =>
      save(db, places.choice(choice.channel, choice.roundId), choice, { version, expiresAt: until('closed') }),
    async choiceAndVote(key, roundId, person) {
      const [choice, vote] = [places.choice(key, roundId), places.vote(key, roundId, person)];
      const kept = await db.read(choice.partition, [choice.id, vote.id]);
      const keptChoice = kept.find(({ id }) => id === choice.id);
      const keptVote = kept.find(({ id }) => id === vote.id);
      const found = keptChoice && parse(keptChoice, choiceDocument);
      return {
        ...(found && { choice: found }),
        ...(keptVote && counts(keptVote, found?.state) && { vote: versioned(keptVote, voteDocument) }),
      };
    },
    saveVote: (key, vote, version) =>
      saveWhileOpen(db, places.vote(key, vote.roundId, vote.person), vote, {
        version,
        whileOpen: places.choice(key, vote.roundId).id,
        expiresAt: until('closed'),
      }),
    votes: async (key, roundId) =>
      (await db.list(places.votes(key, roundId), places.choice(key, roundId).id)).map((kept) =>
        versioned(kept, voteDocument),
      ),
    freezeVotes: async (key, roundId) =>
      (await db.freeze(places.votes(key, roundId), until('closed'))).map((kept) => parse(kept, voteDocument)),
    voted: async (key, roundId) => (await db.ids(places.votes(key, roundId), places.choice(key, roundId).id)).length,
    removeVote: (key, { roundId, person }, version) => db.remove(places.vote(key, roundId, person), version),

    focuses: async (key) => (await db.list(places.focus(key))).map((kept) => parse(kept, focusDocument)),
    focus: (key, id) => one(db, places.focus(key, id), focusDocument),
    saveFocus: (key, focus, version) => save(db, places.focus(key, focus.id), focus, { version }),
    actions: async (key) => (await db.list(places.action(key))).map((kept) => parse(kept, actionDocument)),
    action: (key, id) => one(db, places.action(key, id), actionDocument),
    saveAction: (key, action, version) => save(db, places.action(key, action.id), action, { version }),

    planPost: async (key) => (await one(db, places.plan(key), planPostDocument))?.record,
    savePlanPost: (key, { conversationId, activityId }) =>
      overwrite(db, places.plan(key), document({ conversationId, activityId })),

    frame: (key) => one(db, places.frame(key), frameDocument),
    saveFrame: (key, frame, version) => save(db, places.frame(key), frame, { version }),
  };
}
