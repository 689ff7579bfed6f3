import type { Language } from './language.ts';
import type { ChannelKey } from './round.ts';

/**
 * What the bot knows of a channel, group chat or personal chat it has been added to. Nobody's name or mail is in it.
 */
export interface Channel extends ChannelKey {
  kind: 'channel' | 'group' | 'personal';
  /** The team's own conversation id; absent in a group chat. */
  teamId?: string;
  /** Such as "Ungeindsatsen"; absent in a group chat, and where Teams never gave one. */
  teamName?: string;
  /** Such as "Sammenhæng"; empty where Teams gives none, as of a team's first channel. */
  name: string;
  /** Where this conversation's Connector is, an https address (http in local mode). */
  serviceUrl: string;
  language: Language;
  /** Keyed hashes of the facilitators. */
  facilitators: string[];
  openRoundId?: string;
  /** The last round that closed. */
  latestRoundId?: string;
  /** False from uninstall, archive or deletion until the channel is heard from again. */
  active: boolean;
  /** True from the channel's own deletion on; that its team is there again does not bring it back. */
  deleted?: boolean;
  /** True from when the bot was removed from this one channel; that it is back in the team does not bring it back here. */
  disallowed?: boolean;
  /** Posts of their own that Teams refused in a row, and since when and when last, epoch milliseconds. */
  refusals?: { count: number; since: number; last?: number };
  /** True once the welcome has been shown here, which happens once. */
  welcomed: boolean;
}

/** Such as "Ungeindsatsen – Sammenhæng", for people who are elsewhere; empty where Teams never gave a name. */
export function channelName({ teamName, name }: Pick<Channel, 'teamName' | 'name'>): string {
  return [teamName, name].filter(Boolean).join(' – ');
}

/** The channel as one that took the last post. */
export function withoutRefusals(channel: Channel): Channel {
  const { refusals, ...rest } = channel;
  return refusals ? rest : channel;
}
