import type { Store } from '../usecases/ports.ts';
import type { Database } from './database.ts';
import { type DocumentKey, places } from './documents.ts';

/**
 * What takes documents away for good. All that is kept of a round has the round's id as the second part of its own, so
 * that whatever kinds there come to be go with it.
 */
export function erasing(
  db: Database,
): Pick<Store, 'removeAnswers' | 'removeOwn' | 'eraseRound' | 'eraseAllButRounds' | 'removePicture' | 'removeChannel'> {
  /** Removes what is there under these ids, whatever is written meanwhile. @returns how many documents that were. */
  const removeAll = async (partition: string, ids: readonly string[]): Promise<number> => {
    let removed = 0;
    for (let left = await readMany(db, partition, ids); left.length > 0; left = await readMany(db, partition, ids)) {
      for (const { id, version } of left) if (await db.remove({ partition, id }, version)) removed += 1;
    }
    return removed;
  };
  const listed = async (place: DocumentKey) => (await db.list(place)).map(({ id }) => id);

  return {
    async removeAnswers(key, roundId, themeId) {
      const place = places.answers(key, roundId, themeId);
      await removeAll(place.partition, await listed(place));
    },
    async removeOwn(key, roundId, themeIds, person) {
      const answers = themeIds.map((themeId) => places.answer(key, { roundId, themeId, person }).id);
      const { partition, id: vote } = places.vote(key, roundId, person);
      return removeAll(partition, [...answers, vote]);
    },
    async eraseRound(key, roundId) {
      const round = places.round(key, roundId);
      // First: with the round gone no answer is written any more, so that the list below misses none.
      await removeAll(round.partition, [round.id]);
      const ids = await listed(places.all(key));
      await removeAll(
        round.partition,
        ids.filter((id) => roundOf(id) === roundId && !id.startsWith('post:')),
      );
    },
    async eraseAllButRounds(key) {
      const place = places.all(key);
      const ids = await listed(place);
      const rounds = new Set(ids.filter((id) => id.startsWith('round:')).map(roundOf));
      await removeAll(
        place.partition,
        ids.filter((id) => !rounds.has(roundOf(id)) && !id.startsWith('post:')),
      );
    },
    async removePicture(pictureId) {
      const { partition, id } = places.picture(pictureId);
      await removeAll(partition, [id]);
    },
    async removeChannel(key) {
      const { partition, id } = places.channel(key);
      await removeAll(partition, [id]);
    },
  };
}

/** As many ids as one statement takes with ease. */
const atOnce = 100;

/** The documents that exist among any number of ids of one partition. */
export async function readMany(db: Database, partition: string, ids: readonly string[]) {
  const found = [];
  for (let i = 0; i < ids.length; i += atOnce) found.push(...(await db.read(partition, ids.slice(i, i + atOnce))));
  return found;
}

function roundOf(id: string): string {
  return id.split(':')[1] ?? '';
}
