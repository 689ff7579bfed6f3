import type { Place } from './activities.ts';
import type { Connector } from './connector.ts';
import type { OpenId } from './openid.ts';

/** What every measurement needs around the server that it measures. */
export interface Stage {
  openId: OpenId;
  connector: Connector;
  /** What Teams signs its requests with. */
  tokens: string[];
  /** Where temporary things lie. */
  folder: string;
  /** The product's data, with the rounds of `places` open in it; each server starts on a copy. */
  data: string;
  /** The product's signing key, base64. */
  key: string;
  places: Place[];
  /** A folder that processor profiles are written to. */
  profile: string | undefined;
  close(): void;
}

export const peopleInEach = 60;
