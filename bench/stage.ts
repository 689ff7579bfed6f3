import type { Place } from './activities.ts';
import type { Connector } from './connector.ts';
import type { OpenId } from './openid.ts';

/** What every measurement needs around the server that it measures. */
export interface Stage {
  openId: OpenId;
  connector: Connector;
  /** Tokens as Teams sends them. */
  tokens: string[];
  /** A temporary folder. */
  folder: string;
  /** The product's data, with the rounds of `places` open in it; each server starts on a copy. */
  data: string;
  /** The product's signing key, base64. */
  key: string;
  places: Place[];
  /** The servers that run, each with what ends it. */
  running: Set<{ end(): Promise<void> }>;
  /** A folder that processor profiles are written to. */
  profile: string | undefined;
  /** Ends the servers that still run, as after a row that failed, and then what stands around them. */
  close(): Promise<void>;
}

/** How many people there are in each channel. */
export const peopleInEach = 60;
