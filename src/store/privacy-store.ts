import type { ChannelKey } from '../domain/round.ts';
import type { OwnRef, PrivacyStore } from '../usecases/privacy/privacy-ports.ts';
import type { Database, Kept } from './database.ts';
import { voteDocument } from './documents/choosing-documents.ts';
import { namedPostDocument } from './documents/privacy-documents.ts';
import { answerDocument, commentsDocument, roundKeys } from './documents/round-documents.ts';
import { type DocumentKey, places } from './places.ts';
import { document, parse, parseAll, readMany, removeAll, save, versioned } from './records.ts';
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
    roundKeysOf: async (key) => parseAll(await db.list(places.rounds(key)), roundKeys),
    async ownIn(key, refs) {
      const found = await readMany(
        db,
        places.all(key).partition,
        refs.flatMap((ref) => idsOf(key, ref)),
      );
      const isVote = ({ id }: Kept) => id.startsWith('vote:');
      return {
        answers: await parseAll(
          found.filter((kept) => !isVote(kept)),
          answerDocument,
        ),
        votes: await parseAll(found.filter(isVote), voteDocument),
      };
    },
    removeOwn: (key, ref) => removeAll(db, places.all(key).partition, idsOf(key, ref)),
    namedPosts: async (key) => (await db.list(places.namedPost(key))).map((kept) => versioned(kept, namedPostDocument)),
    saveNamedPost: (key, post, version) => save(db, places.namedPost(key, post.id), { record: post, version }),
    removeNamedPost: (key, id, version) => db.remove(places.namedPost(key, id), version),
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
        ids.filter((id) => !rounds.has(roundOf(id)) && !isPost(id)),
      );
    },
  };
}

/** Posts stay known until they show nothing any more of what was deleted. */
function isPost(id: string): boolean {
  return id.startsWith('post:') || id.startsWith('named:');
}

function idsOf(key: ChannelKey, { roundId, themeIds, person }: OwnRef): string[] {
  const answers = themeIds.map((themeId) => places.answer(key, { roundId, themeId, person }).id);
  return [...answers, places.vote(key, roundId, person).id];
}

function roundOf(id: string): string {
  return id.split(':')[1] ?? '';
}
