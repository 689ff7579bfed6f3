import type { PrivacyStore } from '../usecases/privacy/privacy-ports.ts';
import type { Database } from './database.ts';
import { commentsDocument } from './documents/round-documents.ts';
import { type DocumentKey, places } from './places.ts';
import { document, parse, removeAll } from './records.ts';
import { type Until, untilFor } from './retention.ts';

/**
 * What takes documents away for good. All that is kept of a round has the round's id as the second part of its own, so
 * that whatever kinds there come to be go with it.
 */
export function privacyStore(db: Database, until: Until): PrivacyStore {
  const listed = async (place: DocumentKey) => (await db.list(place)).map(({ id }) => id);

  return {
    async comments(key, roundId) {
      const kept = (await db.list(places.comments(key, roundId))).map((each) => parse(each, commentsDocument));
      return new Map(kept.map((each) => [each.themeId, each.comments]));
    },
    async keepComments(round, themeId, written) {
      const place = places.comments(round.channel, round.id, themeId);
      await db.write(place, document({ themeId, comments: written }), { expiresAt: untilFor(round, until) });
    },

    async removeAnswers(key, roundId, themeId) {
      const place = places.answers(key, roundId, themeId);
      await removeAll(db, place.partition, await listed(place));
    },
    async removeOwn(key, roundId, { themeIds, person }) {
      const answers = themeIds.map((themeId) => places.answer(key, { roundId, themeId, person }).id);
      const { partition, id: vote } = places.vote(key, roundId, person);
      return removeAll(db, partition, [...answers, vote]);
    },
    async eraseRound(key, roundId) {
      const round = places.round(key, roundId);
      // First: with the round gone no answer is written any more, so that the list below misses none.
      await removeAll(db, round.partition, [round.id]);
      const ids = await listed(places.all(key));
      await removeAll(
        db,
        round.partition,
        ids.filter((id) => roundOf(id) === roundId && !id.startsWith('post:')),
      );
    },
    async eraseAllButRounds(key) {
      const place = places.all(key);
      const ids = await listed(place);
      const rounds = new Set(ids.filter((id) => id.startsWith('round:')).map(roundOf));
      await removeAll(
        db,
        place.partition,
        ids.filter((id) => !rounds.has(roundOf(id)) && !id.startsWith('post:')),
      );
    },
  };
}

function roundOf(id: string): string {
  return id.split(':')[1] ?? '';
}
