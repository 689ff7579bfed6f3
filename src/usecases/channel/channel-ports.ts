import type { Channel } from '../../domain/channel.ts';
import type { ChannelKey } from '../../domain/round.ts';
import type { Versioned } from '../versioned.ts';

/** What the use cases need of channels and of who is in them. */

/** Channels, and who was last seen in them. Every write of a channel is a compare-and-set. */
export interface ChannelStore {
  channel(key: ChannelKey): Promise<Versioned<Channel> | undefined>;
  channelsOf(tenantId: string): Promise<Channel[]>;
  saveChannel(channel: Channel, version?: string): Promise<boolean>;
  removeChannel(key: ChannelKey): Promise<void>;

  /** Keyed hashes of a conversation's members as last read. */
  roster(key: ChannelKey): Promise<Roster | undefined>;
  saveRoster(key: ChannelKey, roster: Roster): Promise<void>;
}

/** Who is in a channel. */
export interface Roster {
  people: string[];
  /** Epoch milliseconds. */
  readAt: number;
}

/** A longer list of members is cut off. */
export const mostMembers = 1_000;

/** Somebody in a conversation, as Teams names them; never stored. */
export interface Member {
  /** Teams' id of the person for this bot ("29:…"). */
  userId: string;
  /** Empty for a guest who never signed in. */
  name: string;
  /** The person's id in Entra ID, which Teams' own picker of people gives; not everybody from elsewhere has one. */
  entraId?: string;
}
