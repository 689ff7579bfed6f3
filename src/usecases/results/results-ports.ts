import type { ChannelKey } from '../../domain/round.ts';

/** What the use cases need for a round's picture. */

/** Which round a picture shows, by the picture's address. */
export interface PictureStore {
  picture(pictureId: string): Promise<{ channel: ChannelKey; roundId: string } | undefined>;
  savePicture(pictureId: string, channel: ChannelKey, roundId: string): Promise<void>;
  removePicture(pictureId: string): Promise<void>;
}
