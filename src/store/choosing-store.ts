import type { ChoosingStore } from '../usecases/choosing/choosing-ports.ts';
import type { Database } from './database.ts';
import { choiceDocument, voteDocument } from './documents/choosing-documents.ts';
import { places } from './places.ts';
import { counts, frozenUntil, one, parse, parseAll, save, saveWhileOpen, versioned } from './records.ts';
import type { Until } from './retention.ts';

/** What is chosen belongs to its round, and is kept as long. */
export function choosingStore(db: Database, until: Until): ChoosingStore {
  return {
    choice: (key, roundId) => one(db, places.choice(key, roundId), choiceDocument),
    saveChoice: (choice, version) =>
      save(db, places.choice(choice.channel, choice.roundId), { record: choice, version, expiresAt: until('closed') }),
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
      saveWhileOpen(db, places.vote(key, vote.roundId, vote.person), {
        record: vote,
        version,
        whileOpen: places.choice(key, vote.roundId).id,
        expiresAt: until('closed'),
      }),
    votes: async (key, roundId) =>
      (await db.list(places.votes(key, roundId), places.choice(key, roundId).id)).map((kept) =>
        versioned(kept, voteDocument),
      ),
    freezeVotes: async (key, roundId) =>
      parseAll(await db.freeze(places.votes(key, roundId), frozenUntil(until('closed'))), voteDocument),
    voted: async (key, roundId) => (await db.ids(places.votes(key, roundId), places.choice(key, roundId).id)).length,
    removeVote: (key, { roundId, person }, version) => db.remove(places.vote(key, roundId, person), version),
  };
}
