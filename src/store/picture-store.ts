import type { PictureStore } from '../usecases/results/results-ports.ts';
import type { Database } from './database.ts';
import { pictureDocument } from './documents/round-documents.ts';
import { places } from './places.ts';
import { overwrite, parse, removeAll } from './records.ts';
import type { Until } from './retention.ts';

export function pictureStore(db: Database, until: Until): PictureStore {
  return {
    async picture(pictureId) {
      const { partition, id } = places.picture(pictureId);
      const [kept] = await db.read(partition, [id]);
      return kept && parse(kept, pictureDocument);
    },
    savePicture: (pictureId, { tenantId, conversationId }, roundId) =>
      overwrite(db, places.picture(pictureId), {
        record: { channel: { tenantId, conversationId }, roundId },
        expiresAt: until('closed'),
      }),
    async removePicture(pictureId) {
      const { partition, id } = places.picture(pictureId);
      await removeAll(db, partition, [id]);
    },
  };
}
