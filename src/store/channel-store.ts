import type { ChannelStore } from '../usecases/channel/channel-ports.ts';
import type { Database } from './database.ts';
import { channelDocument, rosterDocument } from './documents/channel-documents.ts';
import { places } from './places.ts';
import { one, overwrite, parseAll, removeAll, save } from './records.ts';

export function channelStore(db: Database): ChannelStore {
  return {
    channel: (key) => one(db, places.channel(key), channelDocument),
    channelsOf: async (tenantId) => parseAll(await db.list(places.channels(tenantId)), channelDocument),
    saveChannel: (channel, version) => save(db, places.channel(channel), { record: channel, version }),
    async removeChannel(key) {
      const { partition, id } = places.channel(key);
      await removeAll(db, partition, [id]);
    },

    roster: async (key) => (await one(db, places.roster(key), rosterDocument))?.record,
    saveRoster: (key, roster) => overwrite(db, places.roster(key), { record: roster }),
  };
}
